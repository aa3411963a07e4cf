import { InvalidArgumentError } from "commander"

/** For what says where something is done: `--server "$PROD"` with a variable that is not set must not be done here. */
export function parsePlace(text: string): string {
  if (text.trim() !== "") return text
  throw new InvalidArgumentError("It must not be empty.")
}

/** A conversation as people call it: its number. */
export function parseNumber(text: string): number {
  if (/^#?[1-9]\d{0,14}$/.test(text)) return Number(text.replace("#", ""))
  throw new InvalidArgumentError("It is a number, such as 17.")
}

const MOST = 10_000

/** For `--limit`. */
export function parseLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit
  throw new InvalidArgumentError(`It is a whole number, 1 to ${MOST}.`)
}
