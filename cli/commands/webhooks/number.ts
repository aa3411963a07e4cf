import { InvalidArgumentError } from "commander"

/** A number from 1 on. */
export function parseNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError("It is a number from 1 on, as `chatd webhooks list` shows it.")
}

/** `a,b` and `a b` alike; `all` is null. */
export function eventsOf(text: string): string[] | null {
  return text.trim() === "all" ? null : text.split(/[\s,]+/).filter((one) => one !== "")
}
