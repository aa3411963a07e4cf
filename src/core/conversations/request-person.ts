import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import { type Absence, whoHelps } from "../routing/who-answers.ts"
import { absenceSentence } from "./bot-sentences.ts"
import { botWordsIn } from "./bot-words.ts"
import type { Conversation, EventData, Sender } from "./conversation.ts"
import type { ConversationLog, Decision } from "./log.ts"
import { botMessage, customerSender } from "./senders.ts"
import { requireLive } from "./session.ts"
import type { LanguageFor } from "./spoken-language.ts"
import type { ConversationStore } from "./store.ts"
import { move } from "./transitions.ts"
import { lastFindings, type Why, whyData } from "./why.ts"

/** Messages among which the question and what the bot found are looked for. */
const LOOKED_AT = 20

export interface RequestPersonPorts {
  log: ConversationLog
  store: Pick<ConversationStore, "messagesBefore">
  /** Whether anybody is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  now(): Date
}

/** `bot`: the bot has said that nobody is there, and goes on alone. */
export type PersonOutcome = { outcome: "queued" | "bot" } | { outcome: "form"; absence: Absence | undefined }

/**
 * The customer wants a person. Where somebody is there, the conversation waits for them and the customer is told so, in
 * one write; where nobody is, nothing changes and the handoff form is to be shown, or the bot says so and goes on.
 *
 * @throws {ChatdError} `conflict` where the session has ended
 */
export async function requestPerson(
  { log, store, isStaffed, languageFor, now }: RequestPersonPorts,
  partner: Partner,
  customer: StoredCustomer,
  conversation: Conversation,
): Promise<PersonOutcome> {
  const { settings } = partner
  const { idleSeconds } = settings.session
  const help = whoHelps(settings, now().getTime(), await isStaffed(partner.id))
  if (help.by === "form") return { outcome: "form", absence: help.absence }
  const language = await languageFor(conversation.id)
  if (help.by === "bot") {
    await log.append(conversation.id, (current, at) => {
      requireLive(current, idleSeconds, at)
      return { events: [botMessage(partner, absenceSentence(settings, help.absence, language))] }
    })
    return { outcome: "bot" }
  }
  const messages = await store.messagesBefore(conversation.id, conversation.lastSeq + 1, LOOKED_AT)
  const question = messages.findLast(({ sender }) => sender.kind === "customer")?.text ?? ""
  const why = { reason: "asked", question, ...lastFindings(messages) } as const
  await log.append(conversation.id, (current, at) => {
    requireLive(current, idleSeconds, at)
    const wish = { sender: customerSender(customer), at, word: botWordsIn(language).coming, why }
    return waitForPerson(current, partner, wish) ?? { events: [] }
  })
  return { outcome: "queued" }
}

export interface PersonRequest {
  /** Who asked for it. */
  sender: Sender
  /** Milliseconds since 1970. */
  at: number
  /** What the bot says to it. */
  word: string
  /** Names the bot's word, where it is the answer to a message. */
  clientId?: string | undefined
  /** What else the word's data says. */
  about?: EventData | undefined
  why: Omit<Why, "at">
}

/** What makes the conversation wait for a person; undefined where it has one, or waits already. */
export function waitForPerson(
  conversation: Conversation,
  partner: Partner,
  { sender, at, word, clientId, about, why }: PersonRequest,
): Decision | undefined {
  if (conversation.handler === "person") return undefined
  const moved = move(conversation, "person_requested", { sender, at, data: whyData(why, at) })
  const said = { ...botMessage(partner, word, about), clientId }
  return moved && { events: [said, moved.event], change: moved.change }
}
