import { ChatdError } from "../../core/errors.ts"

/** @throws {ChatdError} `not_found`: what is no number is no conversation either */
export function conversationNumber(text: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (number > 0) return number
  throw new ChatdError("not_found", "There is no such conversation.")
}
