import { readFileSync } from "node:fs"

/** SIGHUP is the first bit. */
const HANGUP = 1

/**
 * Whether whoever started this process asked that it outlive its terminal, as `nohup` does: to hear SIGHUP would undo that.
 * Where the system does not say, it is left as it is.
 */
export function isHangupIgnored(): boolean {
  try {
    const [, ignored = "1"] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? []
    return (Number.parseInt(ignored.slice(-1), 16) & HANGUP) !== 0
  } catch {
    return true
  }
}
