import { readFileSync } from "node:fs"

/** Megabytes that a process has in memory. */
export function memoryOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
  if (kilobytes === undefined) throw new Error(`Nothing is known of process ${pid}.`)
  return Number(kilobytes) / 1024
}
