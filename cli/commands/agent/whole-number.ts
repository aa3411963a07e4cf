import { InvalidArgumentError } from "commander"

export function parseWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError("It is a whole number.")
}
