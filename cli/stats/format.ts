const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `42 s`, `12 min`, `3.5 h`, `2 d`; nothing where there is no time. */
export function duration(seconds: number | null): string {
  if (seconds === null) return ""
  if (seconds < 2 * MINUTE) return `${seconds} s`
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`
  if (seconds < 2 * DAY) return `${(seconds / HOUR).toFixed(1)} h`
  return `${Math.round(seconds / DAY)} d`
}

/** `63 %`; nothing of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${Math.round((part / whole) * 100)} %`
}
