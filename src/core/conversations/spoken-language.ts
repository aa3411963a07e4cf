import type { Language } from "../language.ts"
import { MOST_EVENTS } from "./message-id.ts"
import type { ConversationStore } from "./store.ts"

/** Messages among which what the customer said last is looked for. */
const LOOKED_AT = 20

/** The language of a message; where it does not tell, that of a locale. */
export type TellLanguage = (message: string, locale: string | undefined) => Language

/** In which language the bot speaks in a conversation, to a message where one is given that is not stored yet. */
export type LanguageFor = (conversationId: number, message?: string) => Promise<Language>

export interface LanguageForPorts {
  store: Pick<ConversationStore, "messagesBefore">
  /** Language tag of the customer's browser, where it is known. */
  localeOf(conversationId: number): Promise<string | undefined>
  languageOf: TellLanguage
}

/** For what the bot says by itself: chosen by what the customer wrote, as for an answer. */
export function languageFor({ store, localeOf, languageOf }: LanguageForPorts): LanguageFor {
  return async (conversationId, message) => {
    const [messages, locale] = await Promise.all([
      store.messagesBefore(conversationId, MOST_EVENTS + 1, LOOKED_AT),
      localeOf(conversationId),
    ])
    const theirs = messages.filter(({ sender }) => sender.kind === "customer").map(({ text = "" }) => text)
    return spokenLanguage(languageOf, message === undefined ? theirs : [...theirs, message], locale)
  }
}

/**
 * That of the last message; where it does not tell, that of the one before, or of the browser.
 *
 * @param said what the customer wrote, in order
 */
export function spokenLanguage(
  languageOf: TellLanguage,
  said: readonly string[],
  locale: string | undefined,
): Language {
  const before = said.at(-2)
  return languageOf(said.at(-1) ?? "", before === undefined ? locale : languageOf(before, locale))
}
