import type { PartnerSettings } from "../partner-settings.ts"
import { spokenTime } from "../routing/business-hours.ts"
import type { Absence } from "../routing/who-answers.ts"

/*
 * What the bot says of itself and of who is there. The widget knows these sentences, and says them in the visitor's
 * language.
 */

export const COMING = "I've asked a person to join. You can go on writing meanwhile."

export const UNSURE_COMING =
  "I couldn't find a confident answer to that, so I've asked a person to join. You can go on writing meanwhile."

/** Where people answer, and the bot had the conversation until now. */
export const PEOPLE_ANSWER = "A person will answer you here. You can go on writing meanwhile."

/** Where the partner's own chatbot does not answer. */
export const UNAVAILABLE = "I can't answer that right now."

/** What is asked of somebody who was not answered. */
export const TICKET_PROMPT = "Would you like to create a support ticket?"

/** That nobody is there, and when somebody is again. */
export function absenceSentence({ hours }: PartnerSettings, { reason, opensAt }: Absence): string {
  if (reason === "nobody_there") return "Nobody is here right now."
  if (opensAt === undefined) return "We're closed right now."
  return `We're closed right now, and back on ${spokenTime(hours, opensAt)}.`
}
