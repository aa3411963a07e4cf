let lastMs = Number.NaN
let lastText = ""

/** A time as the wire has it. The events of one batch have the same, and each is written in several forms. */
export function isoTime(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString()
    lastMs = ms
  }
  return lastText
}
