import { ChatdError } from "../errors.ts"
import { storableText } from "../storable-text.ts"

/** A text that agents send often, by what they type for it after `/`. */
export interface CannedReply {
  shortcut: string
  text: string
}

/** What clients fill in before a canned reply is sent. */
export const PLACEHOLDERS = [
  "customer.name",
  "customer.first_name",
  "agent.name",
  "agent.first_name",
  "partner.name",
  "conversation.number",
] as const

/** A partner may have so many. */
export const MOST_REPLIES = 500
/** In characters. */
export const LONGEST_SHORTCUT = 40
/** In characters. */
export const LONGEST_REPLY = 4_000

/** A shortcut as it is stored: small letters, without the `/` that may be typed before it. */
export function foldedShortcut(typed: string): string {
  return typed.trim().replace(/^\//, "").toLowerCase()
}

/** @throws {ChatdError} `invalid_input` naming `shortcut` */
export function checkedShortcut(typed: string): string {
  const shortcut = foldedShortcut(typed)
  if (/^[a-z0-9_-]+$/.test(shortcut) && shortcut.length <= LONGEST_SHORTCUT) return shortcut
  throw new ChatdError(
    "invalid_input",
    `shortcut must have 1 to ${LONGEST_SHORTCUT} letters (a to z), digits, - or _.`,
    { field: "shortcut" },
  )
}

/** @throws {ChatdError} `invalid_input` naming `text`: empty, too long, or with a placeholder that nobody fills in */
export function checkedReplyText(text: string): string {
  if (text.trim() === "") throw invalidText("text must not be empty.")
  if (text.length > LONGEST_REPLY)
    throw invalidText(`text must have at most ${LONGEST_REPLY} characters; it has ${text.length}.`)
  const known: readonly string[] = PLACEHOLDERS
  for (const [whole, name = ""] of text.matchAll(/\{\s*([\p{L}_]+(?:\.[\p{L}_]+)+)\s*\}/gu))
    if (whole !== `{${name}}` || !known.includes(name))
      throw invalidText(
        `text has a placeholder ${whole.slice(0, 60)} that nobody fills in. There are ${known.map((one) => `{${one}}`).join(", ")}.`,
      )
  return storableText(text)
}

function invalidText(sentence: string): ChatdError {
  return new ChatdError("invalid_input", sentence, { field: "text" })
}

/** `not_found` */
export function noSuchReply(shortcut: string): ChatdError {
  return new ChatdError("not_found", `There is no canned reply /${shortcut.slice(0, LONGEST_SHORTCUT)}.`)
}

/** `conflict` naming `shortcut` */
export function shortcutTaken(shortcut: string): ChatdError {
  return new ChatdError(
    "conflict",
    `There is a canned reply /${shortcut} already. Choose another shortcut.`,
    {
      field: "shortcut",
    },
  )
}
