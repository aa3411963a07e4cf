import { InvalidArgumentError } from "commander"
import { parseDuration } from "../../duration.ts"

/** A time, or how long ago, as ISO 8601. What has no zone is meant by the clock that `deliveries` shows. */
export function parseSince(text: string): string {
  if (/^\d+[smhd]$/.test(text)) return new Date(Date.now() - parseDuration(text)).toISOString()
  // Date.parse takes "1" for the year 2001, and a day alone for one in UTC.
  const [, day, clock = "T00:00"] = /^(\d{4}-\d\d-\d\d)([T ].+)?$/.exec(text) ?? []
  const time = day ? Date.parse(`${day}${clock}`) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError("It is a time such as 2h, 7d or 2026-11-21T10:00.")
  return new Date(time).toISOString()
}
