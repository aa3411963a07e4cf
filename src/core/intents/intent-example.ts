import { ChatdError } from "../errors.ts"
import { INTENTS, type IntentName } from "../intent.ts"
import { storableText } from "../storable-text.ts"

/** A phrase of a partner's customers with what they are after. */
export interface IntentExample {
  id: number
  intent: IntentName
  text: string
}

/** A partner may have so many. */
export const MOST_EXAMPLES = 300
/** In characters. */
export const LONGEST_EXAMPLE = 300

/** @throws {ChatdError} `invalid_input` naming `intent` */
export function checkedIntent(given: string): IntentName {
  const intent = INTENTS.find((name) => name === given)
  if (intent) return intent
  throw new ChatdError("invalid_input", `intent can be ${INTENTS.join(", ")}.`, { field: "intent" })
}

/**
 * A phrase as it is stored.
 *
 * @throws {ChatdError} `invalid_input` naming `text`
 */
export function checkedExample(given: string): string {
  const text = storableText(given).replace(/\s+/g, " ").trim()
  if (!/[\p{L}\p{N}]/u.test(text))
    throw new ChatdError("invalid_input", "text must be a phrase: it has no letter and no digit.", {
      field: "text",
    })
  if (text.length <= LONGEST_EXAMPLE) return text
  throw new ChatdError(
    "invalid_input",
    `text must have at most ${LONGEST_EXAMPLE} characters; it has ${text.length}.`,
    { field: "text" },
  )
}
