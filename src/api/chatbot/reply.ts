import { isUnsure } from "../../core/answer.ts"
import { absenceName, answerName } from "../../core/conversations/answer-names.ts"
import { type BotWords, botWordsIn, filled } from "../../core/conversations/bot-words.ts"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import { answerNoteOf, intentNameOf } from "../../core/conversations/said-by-bot.ts"
import { agentName } from "../../core/conversations/senders.ts"
import { withoutSourceMarks } from "../../core/conversations/source-marks.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { Hub } from "../../realtime/hub.ts"
import { readOrWait } from "../../realtime/wait-for-event.ts"

/** Events looked at in one go. */
const AT_ONCE = 500

export interface ReplyPorts {
  hub: Hub
  stopping: AbortSignal
  store: ConversationStore
}

/**
 * Resolves when a question has its answer, when a person has the conversation, when it is over, or when time is up. A
 * server that stops does not end it: the answer may come while calls under way are finished.
 */
export async function awaitAnswer(
  { hub, store }: Omit<ReplyPorts, "stopping">,
  { id }: Conversation,
  questionSeq: number,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + ms
  let after = questionSeq
  for (let left = ms; left > 0 && !signal.aborted; left = until - performance.now()) {
    const read = () => store.eventsAfter(id, after, AT_ONCE)
    const events = await readOrWait(hub, { of: "conversation", id }, left, [signal], read)
    if (events.some((event) => settles(event, questionSeq))) return
    after = events.at(-1)?.seq ?? after
  }
}

/** Resolves when the other side has said something after that event, when time is up, or when the server stops. */
export async function awaitNews(
  { hub, store, stopping }: ReplyPorts,
  { id }: Conversation,
  after: number,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + ms
  const ends = [signal, stopping]
  let known = after
  for (let left = ms; left > 0 && !ends.some(isAborted); left = until - performance.now()) {
    const read = () => store.eventsAfter(id, known, AT_ONCE)
    const events = await readOrWait(hub, { of: "conversation", id }, left, ends, read)
    if (events.some(isWord)) return
    known = events.at(-1)?.seq ?? known
  }
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted
}

function isWord({ type, sender }: ConversationEvent): boolean {
  return type === "message" && (sender.kind === "bot" || sender.kind === "agent")
}

function settles({ type, sender, clientId, data }: ConversationEvent, questionSeq: number): boolean {
  const isBots = clientId === answerName(questionSeq) || clientId === absenceName(questionSeq)
  if (type === "message") return sender.kind === "agent" || (sender.kind === "bot" && isBots)
  return type === "status" && (data?.handler === "person" || data?.status === "closed")
}

/** What the other side said after one event, and before the customer's next word where `upToNext` is set. */
export async function saidAfter(
  { store }: Pick<ReplyPorts, "store">,
  { id }: Conversation,
  after: number,
  upToNext: boolean,
): Promise<ConversationEvent[]> {
  const events = await store.eventsAfter(id, after, AT_ONCE)
  const messages = events.filter(({ type }) => type === "message")
  const next = upToNext ? messages.findIndex(({ sender }) => sender.kind === "customer") : -1
  const until = next === -1 ? messages : messages.slice(0, next)
  return until.filter(isWord)
}

/** What the bot says is for people to do, in the user's language. */
const PEOPLES: ReadonlySet<unknown> = new Set(["booking", "account", "order"])

/** The words of a reply. */
export function wordsOf(said: readonly ConversationEvent[]): string {
  const texts = said.map(withoutSourceMarks)
  const unsure = said.at(-1)
  const offers = unsure && offersOnly(unsure) && !PEOPLES.has(intentNameOf(unsure))
  return (offers ? [...texts, botWordsIn(unsure.data?.language).offer] : texts).join("\n\n")
}

/** The words of a reply where nothing was said yet: who has the conversation. */
export function meanwhile(
  { handler, agentId, agentName: name, status }: Conversation,
  { late, asked, passedOn }: BotWords,
): string {
  if (handler === "bot") return late
  if (agentId === undefined || status === "waiting") return asked
  return filled(passedOn, { name: agentName(agentId, name) })
}

/** The last word to which the form is what is left: nobody is there who could take over, or nobody any more. */
export function wishForForm(
  { handler, status }: Conversation,
  said: readonly ConversationEvent[],
): ConversationEvent | undefined {
  if (handler === "person" && status !== "waiting") return undefined
  const words = handler === "person" ? said.slice(-1) : said
  return words.findLast((event) => answerNoteOf(event)?.escalation && !offersOnly(event))
}

export function isBooking(event: ConversationEvent): boolean {
  return intentNameOf(event) === "booking"
}

/** The bot was not sure: it offers help, and nobody has asked for a person. */
function offersOnly(event: ConversationEvent): boolean {
  return isUnsure(answerNoteOf(event)?.escalation?.reason)
}
