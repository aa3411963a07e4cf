import { en } from "../i18n/en.ts"
import type { Words } from "../i18n/words.ts"

/** What the server says in English where nothing else was configured. */
const KNOWN = ["escalation", "unsure", "ticketQuestion", "ticketOffer"] as const

/** The server's own sentences in the visitor's language; any other text as it is. */
export function inVisitorsWords(text: string, words: Words): string {
  const key = KNOWN.find((known) => en[known] === text)
  return key ? words.say(key) : text
}
