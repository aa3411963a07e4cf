import type { Language } from "../language.ts"
import type { PartnerSettings } from "../partner-settings.ts"
import { spokenTime } from "../routing/business-hours.ts"
import type { Absence } from "../routing/who-answers.ts"
import { BOT_WORDS, botWordsIn, filled } from "./bot-words.ts"

/*
 * What the bot says of itself and of who is there. The widget knows each of these sentences, and says it in the visitor's
 * language.
 */

/** Also where the partner's own chatbot does not answer: customers are not told why. */
export const UNSURE = BOT_WORDS.en.unsure

/** What is asked of somebody who was not answered. */
export const TICKET_PROMPT = "Would you like to create a support ticket?"

/** That nobody is there, and when somebody is again; in English where no language is told. */
export function absenceSentence(
  { hours }: PartnerSettings,
  { reason, opensAt }: Absence,
  language: Language = "en",
): string {
  const { nobodyThere, closed, backAt } = botWordsIn(language)
  if (reason === "nobody_there") return nobodyThere
  return opensAt === undefined
    ? closed
    : `${closed} ${filled(backAt, { time: spokenTime(hours, opensAt, language) })}`
}

/** Whether a word of the bot's says that nobody is there. */
export function saysAbsence(text: string): boolean {
  return Object.values(BOT_WORDS).some(
    ({ nobodyThere, closed }) => text === nobodyThere || text.startsWith(closed),
  )
}
