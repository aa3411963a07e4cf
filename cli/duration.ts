import { InvalidArgumentError } from "commander"

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `24h` or `7d` in milliseconds; 0 needs no unit. */
export function parseDuration(text: string): number {
  if (/^0+$/.test(text)) return 0
  const [, amount = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? []
  const milliseconds = UNITS[unit]
  if (milliseconds !== undefined) return Number(amount) * milliseconds
  throw new InvalidArgumentError("It is a time such as 90s, 30m, 24h or 7d.")
}
