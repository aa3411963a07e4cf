import { setTimeout as sleep } from "node:timers/promises"

/** Resolves after so long, or at once when the signal comes. */
export function asleep(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {})
}
