import type { Language } from "../language.ts"
import type { Partner } from "../partner.ts"
import { type Help, whoHelps } from "../routing/who-answers.ts"
import { absenceName } from "./answer-names.ts"
import { type Asked, absenceMessage, absentWord, botWord } from "./bot-messages.ts"
import { saysAbsence } from "./bot-sentences.ts"
import { type Conversation, type ConversationEvent, isWaiting } from "./conversation.ts"
import type { ConversationLog, EventName, NewEvent } from "./log.ts"
import { BOT } from "./senders.ts"
import type { LanguageFor } from "./spoken-language.ts"
import type { ConversationStore } from "./store.ts"

/** Messages among which what was said to them is looked for. */
const LOOKED_AT = 20
/** Events behind it among which somebody may have come. */
const LOOKED_THROUGH = 200

/** What who waits for a person is told where none can come, with what else is set for that; undefined where one can. */
export async function nobodyComes(
  asked: Asked,
  help: Help,
  languageOf: () => Promise<Language>,
): Promise<NewEvent | undefined> {
  if (help.by === "person" || !help.absence) return undefined
  const language = await languageOf()
  const word =
    help.by === "form"
      ? absenceMessage(asked, help.absence, language)
      : botWord(asked, absentWord(asked.partner, help.absence, language))
  return { ...word, ...absenceNameOf(asked.question) }
}

/** By which that word is stored once. */
export function absenceNameOf({ seq }: Asked["question"]): EventName {
  return { sender: BOT, clientId: absenceName(seq) }
}

export interface TellNobodyComesPorts {
  log: ConversationLog
  store: Pick<ConversationStore, "messagesBefore" | "eventsAfter">
  languageFor: LanguageFor
  now(): Date
}

/**
 * Tells a customer who waits for a person, and does not write, that nobody is there any more: once while they wait, however
 * often this runs. They keep their place.
 */
export async function tellNobodyComes(
  { log, store, languageFor, now }: TellNobodyComesPorts,
  partner: Partner,
  conversation: Conversation,
): Promise<void> {
  const said = await store.messagesBefore(conversation.id, conversation.lastSeq + 1, LOOKED_AT)
  // Who wrote a mail reads no chat.
  if (said.findLast(({ sender }) => sender.kind === "customer")?.data?.mail) return
  const told = said.findLast(({ sender, text = "" }) => sender.kind === "bot" && saysAbsence(text))
  if (told && !(await hasChangedHands(store, told))) return
  const help = whoHelps(partner.settings, now().getTime(), false)
  const question = said.at(-1) ?? { seq: 0 }
  const message = await nobodyComes({ partner, question }, help, () => languageFor(conversation.id))
  if (!message) return
  const decide = (at: Conversation) => ({ events: isWaiting(at) ? [message] : [] })
  await log.append(conversation.id, decide, absenceNameOf(question))
}

/**
 * Whether an agent has had them since, who may have gone without a word, or they wait anew. By what happened, not by when: a
 * clock that was put back would have them told again and again.
 */
async function hasChangedHands(
  store: TellNobodyComesPorts["store"],
  { conversationId, seq }: ConversationEvent,
): Promise<boolean> {
  const since = await store.eventsAfter(conversationId, seq, LOOKED_THROUGH)
  return since.some(({ type }) => type === "status")
}
