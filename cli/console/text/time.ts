/** A moment as `14:05`, in the agent's own time zone. */
export function clock(at: string | number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? "" : `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** How long something lasts, in one figure: `12s`, `5m`, `3h`, `2d`. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86_400)}d`
}

/** A day as people call it. */
export function day(at: string | number, now: number): string {
  const date = new Date(at)
  const today = new Date(now)
  if (sameDay(date, today)) return "Today"
  // By the calendar: days of 23 and 25 hours would be missed by counting hours.
  if (sameDay(date, new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1))) return "Yesterday"
  return `${DAYS[date.getDay()]} ${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`
}

/** A moment in a list: the time today, the day before that. */
export function moment(at: string | number, now: number): string {
  const date = new Date(at)
  if (sameDay(date, new Date(now))) return clock(at)
  return `${date.getDate()} ${MONTHS[date.getMonth()]}${date.getFullYear() === new Date(now).getFullYear() ? "" : ` ${date.getFullYear()}`}`
}

export function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate()
}

function two(value: number): string {
  return String(value).padStart(2, "0")
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
