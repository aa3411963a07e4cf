import type { PartnerSettings } from "../partner-settings.ts"
import { spokenTime } from "../routing/business-hours.ts"
import type { Absence } from "../routing/who-answers.ts"

/*
 * What the bot says of itself and of who is there. The widget knows each of these sentences, and says it in the visitor's
 * language.
 */

export const COMING = "I've asked a person to join. You can go on writing meanwhile."

/** Also where the partner's own chatbot does not answer: customers are not told why. */
export const UNSURE = "I couldn't find a confident answer to that."

/** What is asked of somebody who was not answered. */
export const TICKET_PROMPT = "Would you like to create a support ticket?"

/** That nobody is there, and when somebody is again. */
export function absenceSentence({ hours }: PartnerSettings, { reason, opensAt }: Absence): string {
  if (reason === "nobody_there") return "Nobody is here right now."
  const closed = "We're closed right now."
  return opensAt === undefined ? closed : `${closed} We're back on ${spokenTime(hours, opensAt)}.`
}
