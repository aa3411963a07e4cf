import { en } from "../i18n/en.ts"
import type { Words } from "../i18n/words.ts"

/** What the server says in English where the message told no other language. */
const KNOWN = ["unsure", "ticketQuestion", "ticketOffer", "queuedForPerson", "nobodyHere", "closed"] as const

const BACK_AT = /We're back on .*/

/** What became a ticket, for clients that show messages only. In a preview it may have been cut off. */
const TICKET = /^Hi ?(.*), I've created support ticket #(\S+) for you(?: and emailed a copy to (\S+))?.*/

/**
 * The server's own sentences in the visitor's language; any other text as it is.
 *
 * @param opensAt when people are back, where the text says so: in the visitor's own time
 */
export function inVisitorsWords(text: string, words: Words, opensAt?: string): string {
  const said = opensAt ? inOwnTime(text, words, opensAt) : text
  return KNOWN.reduce((all, key) => all.replace(en[key], () => words.say(key)), said).replace(
    TICKET,
    (_, name, id, email) => words.say(email ? "ticketMailed" : "ticketMade", { name, id, email }),
  )
}

/** It may stand there in the visitor's language already, in the partner's time. */
function inOwnTime(text: string, words: Words, opensAt: string): string {
  const back = words.say("backAt", { time: words.moment(opensAt) })
  const [lead] = words.say("backAt", { time: "\n" }).split("\n")
  const at = lead ? text.indexOf(lead) : -1
  return at < 0 ? text.replace(BACK_AT, () => back) : text.slice(0, at) + back
}
