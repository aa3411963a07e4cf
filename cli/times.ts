const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `40 s`, `12 min`, `3 h`, `5 d`: how long ago, for a column. */
export function ago(time: string, now: number = Date.now()): string {
  return span((now - Date.parse(time)) / 1000)
}

/** The same of seconds. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`
  if (whole < DAY) return `${Math.floor(whole / HOUR)} h`
  return `${Math.floor(whole / DAY)} d`
}

/** `2026-11-21 10:24`, on this machine's clock. */
export function localTime(time: string): string {
  const date = new Date(time)
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-")
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The same to the second, where what came first matters. */
export function localSecond(time: string): string {
  return `${localTime(time)}:${two(new Date(time).getSeconds())}`
}

function two(value: number): string {
  return String(value).padStart(2, "0")
}

/** `2026-11-21`, in UTC. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
