import { ChatdError } from "../errors.ts"
import type { Language } from "../language.ts"
import type { Partner } from "../partner.ts"
import { whoAnswers } from "../routing/who-answers.ts"
import { storableText } from "../storable-text.ts"
import { botWordsIn } from "./bot-words.ts"
import type { Conversation, EventData, Sender } from "./conversation.ts"
import type { Appended, ConversationLog, Decision } from "./log.ts"
import { MOST_EVENTS } from "./message-id.ts"
import { waitForPerson } from "./request-person.ts"
import { agentNumber, SYSTEM } from "./senders.ts"
import { requireLive } from "./session.ts"
import type { LanguageFor } from "./spoken-language.ts"
import { type Moved, move } from "./transitions.ts"
import { NOTHING_TRIED } from "./why.ts"

/** By then every server knows of a change of settings. */
const KNOWN_EVERYWHERE_MS = 2_000

export interface NewMessage {
  conversationId: number
  sender: Sender
  /** Its sender's own name for it; a retry under the same name is stored once. */
  clientId: string | undefined
  text: string
  data?: EventData | undefined
}

export interface PostMessagePorts {
  log: ConversationLog
  /** Whether anybody is there who could answer; calls that overlap are answered in their order. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
}

/**
 * Stores a message; an agent's first one makes the conversation theirs. Where it was set anew who answers, a customer's
 * next one takes the conversation along, in the same write.
 *
 * @throws {ChatdError} `invalid_input` naming `text`, `conflict` where the session has ended, `too_large` where the
 *   conversation is full
 */
export async function postMessage(
  { log, isStaffed, languageFor }: PostMessagePorts,
  partner: Partner,
  message: NewMessage,
): Promise<Appended> {
  const shown = { ...message, text: shownText(message.text, partner.settings.limits.messageLength) }
  const asksPeople = partner.settings.answering.mode === "agent" && message.sender.kind === "customer"
  const staffed = asksPeople && (await isStaffed(partner.id))
  const language = staffed ? await languageFor(message.conversationId, shown.text) : undefined
  const served: Served = { partner, staffed, language }
  return log.append(
    message.conversationId,
    (conversation, at) => decide(conversation, at, served, shown),
    shown,
  )
}

/**
 * A text as it is stored.
 *
 * @param field what it is called where it came from
 * @throws {ChatdError} `invalid_input` naming it
 */
export function shownText(given: string, most: number, field = "text"): string {
  const text = storableText(given)
  if (text.trim() === "") throw new ChatdError("invalid_input", `${field} must not be empty.`, { field })
  if (text.length <= most) return text
  throw new ChatdError(
    "invalid_input",
    `${field} must have at most ${most} characters; it has ${text.length}.`,
    { field },
  )
}

/** @throws {ChatdError} `too_large` where so many events more do not fit */
export function requireRoom({ lastSeq }: Conversation, events: number): void {
  if (lastSeq + events <= MOST_EVENTS) return
  throw new ChatdError("too_large", "This conversation is full. Start a new one to go on.")
}

interface Served {
  partner: Partner
  /** Whether somebody is there; asked only where it matters. */
  staffed: boolean
  /** That of the message, where the bot may have a word to say to it. */
  language: Language | undefined
}

function decide(conversation: Conversation, at: number, served: Served, message: NewMessage): Decision {
  const { sender, clientId, text, data } = message
  requireLive(conversation, served.partner.settings.session.idleSeconds, at, sender.kind)
  requireRoom(conversation, 3)
  const event = { type: "message", sender, clientId, text, data } as const
  const follows = consequence(conversation, at, served, message)
  if (!follows) return { events: [event] }
  // An agent joins, and then speaks; what follows from a customer's message stands below it.
  const events = sender.kind === "agent" ? [...follows.events, event] : [event, ...follows.events]
  return { ...follows, events }
}

function consequence(
  conversation: Conversation,
  at: number,
  served: Served,
  message: NewMessage,
): Decision | undefined {
  const { kind } = message.sender
  if (kind === "agent") return asDecision(joinedBy(conversation, at, message))
  if (kind !== "customer") return undefined
  if (conversation.handler === "person") return asDecision(handedBack(conversation, at, served.partner))
  return toPeople(conversation, at, served, message)
}

function asDecision(moved: Moved | undefined): Decision | undefined {
  return moved && { events: [moved.event], change: moved.change }
}

/** Where people answer, and somebody is there, the bot has nothing to say. */
function toPeople(
  conversation: Conversation,
  at: number,
  { partner, staffed, language }: Served,
  { sender, text }: NewMessage,
): Decision | undefined {
  const { settings } = partner
  if (settings.answering.mode !== "agent") return undefined
  if (whoAnswers(settings, at, staffed).by !== "person") return undefined
  const why = { reason: "settings", question: text, ...NOTHING_TRIED } as const
  return waitForPerson(conversation, partner, { sender, at, word: botWordsIn(language).coming, why })
}

/**
 * Where the bot answers since people had the conversation, it has it again. Who took it over later meant to: it stays
 * theirs. What came into the queue right after the switch was decided before it was known everywhere.
 */
function handedBack(
  conversation: Conversation,
  at: number,
  { settings, answeringSince }: Partner,
): Moved | undefined {
  const { mode } = settings.answering
  if (mode !== "bot" && mode !== "external") return undefined
  const personSince = conversation.assignedAt ?? conversation.queuedAt ?? 0
  const isLeftOver = mode === "bot" && conversation.agentId === undefined
  if (personSince > answeringSince + (isLeftOver ? KNOWN_EVERYWHERE_MS : 0)) return undefined
  return move(conversation, "handed_back", { sender: SYSTEM, at })
}

/** Whoever has a conversation keeps it when a colleague says something in it. */
function joinedBy(conversation: Conversation, at: number, { sender, data }: NewMessage) {
  if (conversation.handler === "person" && conversation.agentId !== undefined) return undefined
  const number = agentNumber(sender.id)
  const name = typeof data?.senderName === "string" ? data.senderName : undefined
  return move(conversation, "agent_joined", {
    sender,
    at,
    keeper: number === undefined ? undefined : { number, name },
  })
}
