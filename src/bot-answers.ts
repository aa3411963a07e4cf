import { type AnswerPorts, answerConversation } from "./core/conversations/answer-conversation.ts"
import { answerName, lastWords, owedAnswers } from "./core/conversations/answer-names.ts"
import {
  type Conversation,
  type ConversationEvent,
  isBots,
  isWaiting,
} from "./core/conversations/conversation.ts"
import type { Appended } from "./core/conversations/log.ts"
import { ANSWERED_WITHIN_MS } from "./core/conversations/session.ts"
import type { ConversationStore } from "./core/conversations/store.ts"
import type { Partner } from "./core/partner.ts"
import { AnswerQueue, type AnswerTask } from "./jobs/answer-queue.ts"
import { takeUpFailedQuestions } from "./jobs/failed-questions.ts"
import { LEFT_AFTER_MS, takeUpLeftQuestions } from "./jobs/left-questions.ts"
import type { Repetition } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import { showBotTyping } from "./realtime/bot-typing.ts"
import type { Hub, Published } from "./realtime/hub.ts"
import { askerOf } from "./storage/asker.ts"
import { answerPorts } from "./storage/conversation-ports.ts"
import type { OnCommitted } from "./storage/conversations/batching-log.ts"
import type { Database } from "./storage/database.ts"
import { botConversations, leftConversations } from "./storage/repositories/conversations.ts"
import { customerById } from "./storage/repositories/customers.ts"

/** Messages of a conversation among which questions without an answer are looked for after a restart. */
const MOST_OWED = 500
/** A question that waited so long another server may have answered meanwhile. */
const LONG_MS = 1_000
/** Conversations among which such are looked for that another server left, and of these taken up in one look. */
const MOST_QUIET = 2_000
const MOST_LEFT = 100

export interface BotAnswerDependencies {
  database: Database
  log: Logger
  hub: Hub
  /** How an answer is made, and where it is written. */
  answering: Pick<AnswerPorts, "answer" | "askExternal" | "languageOf" | "isStaffed" | "log"> & {
    store: ConversationStore
  }
  partnerById(id: string): Promise<Partner | undefined>
  /** Told of what is committed beside the log. */
  onCommitted: OnCommitted
  /** No other server answers in this database. */
  sole: boolean
  /** Whether one does so just now. */
  hasOthers(): Promise<boolean>
  /** How long a language model may take. */
  modelMs: number
}

/** A question that is being answered. */
interface AtWork {
  /** What happened up to there was known when it was taken up; of several servers one may hear of it later. */
  knownUpTo: number
  /** Of the answer that is shown while it is written. */
  shown: string | undefined
  /** The bot has lost the conversation since. */
  taken: AbortController
}

/** The bot's turns in conversations: which questions are its to answer, when they are taken up, and the queue in which they are. */
export function openBotAnswers(dependencies: BotAnswerDependencies) {
  const { database, log, hub, answering, partnerById, onCommitted, sole, hasOthers, modelMs } = dependencies
  const { store } = answering
  /** By conversation: in each they are answered one after the other. */
  const atWork = new Map<number, AtWork>()
  const showWriting = (conversation: Conversation, answerId: string, text: string | null): void =>
    hub.signal({ conversation, kind: "stream", by: "bot", senderId: "bot", data: { answerId, text } })
  const ports: AnswerPorts = {
    ...answering,
    customerById: (id) => customerById(database.db, id),
    askerOf: (conversation) => askerOf(database, conversation),
    ...answerPorts(database, onCommitted),
    now: () => new Date(),
    wasTaken: ({ id }) => atWork.get(id)?.taken.signal.aborted ?? false,
    showWriting(conversation, answerId, text) {
      const work = atWork.get(conversation.id)
      if (!work || work.taken.signal.aborted) return
      work.shown = text === null ? undefined : answerId
      showWriting(conversation, answerId, text)
    },
  }
  const answer = async ({ conversation, question, again }: AnswerTask, waitedMs: number): Promise<void> => {
    const taken = new AbortController()
    const work: AtWork = { knownUpTo: conversation.lastSeq, shown: undefined, taken }
    atWork.set(conversation.id, work)
    try {
      const partner = await partnerById(conversation.partnerId)
      const now = await store.byPublicId(conversation.publicId)
      if (!partner || !now || taken.signal.aborted || !(isBots(now) || isWaiting(now))) return
      work.knownUpTo = now.lastSeq
      if ((again || (!sole && waitedMs > LONG_MS)) && (await isAnswered(now, question))) return
      await showBotTyping(hub, now, taken.signal, () => answerConversation(ports, partner, now, question))
    } finally {
      atWork.delete(conversation.id)
    }
  }
  const answers = new AnswerQueue(answer, log, { onGivenUp: (task) => failed.note(task) })
  const failed = takeUpFailedQuestions({ owed: stillOwed, answers, log })
  let takingUp: Repetition | undefined

  /** What the bot is writing is shown no longer, and not said, once somebody else has the conversation, or it is over. */
  function noticeTaken(conversation: Conversation, events: readonly ConversationEvent[]): void {
    const work = atWork.get(conversation.id)
    if (!work || work.taken.signal.aborted) return
    if (!events.some((event) => event.seq > work.knownUpTo && takesFromBot(event))) return
    work.taken.abort()
    if (work.shown !== undefined) showWriting(conversation, work.shown, null)
  }

  const newestMessages = (conversation: Conversation) =>
    store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_OWED)

  /** By another server, which took it for left, or here since it was taken up again. */
  async function isAnswered(conversation: Conversation, question: ConversationEvent): Promise<boolean> {
    const said = await store.eventsAfter(conversation.id, question.seq, MOST_OWED)
    return said.some(({ sender, clientId }) => sender.kind === "bot" && clientId === answerName(question.seq))
  }

  /** As after a restart. */
  async function stillOwed({ publicId }: Conversation): Promise<AnswerTask[]> {
    const now = await store.byPublicId(publicId)
    if (!now || !isBots(now)) return []
    const since = Date.now() - ANSWERED_WITHIN_MS
    const owed = owedAnswers(await newestMessages(now)).filter(({ at }) => at >= since)
    return owed.map((question) => ({ conversation: now, question }))
  }

  /** What an agent leaves to the bot without a word of their own, the bot takes up; where people answer it would only come back. */
  async function answerHandedBack(conversation: Conversation): Promise<void> {
    const partner = await partnerById(conversation.partnerId)
    const [question] = owedAnswers(await newestMessages(conversation)).slice(-1)
    if (question && partner?.settings.answering.mode !== "agent")
      answers.add({ conversation, question, again: true })
  }

  async function isLeft({ partnerId, updatedAt }: Conversation, quietSince: Date): Promise<boolean> {
    const partner = await partnerById(partnerId)
    // There a message goes to people as it is stored; what they gave back would only come back.
    if (!partner || partner.settings.answering.mode === "agent") return false
    const { mode, external } = partner.settings.answering
    const answeringMs = (mode === "external" ? external.timeoutSeconds * 1000 : 0) + modelMs
    return updatedAt <= quietSince.getTime() - answeringMs
  }

  async function leftByOthers(quietSince: Date): Promise<AnswerTask[]> {
    const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
    const left: Conversation[] = []
    for (const conversation of await leftConversations(database.db, { since, quietSince }, MOST_QUIET))
      if (left.length < MOST_LEFT && (await isLeft(conversation, quietSince))) left.push(conversation)
    const tasksOf = async (conversation: Conversation): Promise<AnswerTask[]> =>
      lastWords(await newestMessages(conversation)).map((question) => ({ conversation, question }))
    return (await Promise.all(left.map(tasksOf))).flat()
  }

  return {
    /** To be told of everything that is committed here. */
    committed(appended: Appended): void {
      noticeTaken(appended.conversation, appended.events)
      for (const task of askedOfBot(appended)) answers.add(task)
      if (isHandedBack(appended))
        answerHandedBack(appended.conversation).catch((err) =>
          log.error({ err }, "what was handed back was not answered"),
        )
    },
    /** The same of what another server has committed. */
    heard(published: readonly Published[]): void {
      for (const { conversation, event } of published) noticeTaken(conversation, [event])
    },
    /** Takes up the questions that an earlier process left without an answer, and from then on those that other servers leave. */
    async resume(): Promise<void> {
      const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
      // What another server is at it answers itself; what it leaves is taken up below.
      const quietSince = !sole && (await hasOthers()) ? new Date(Date.now() - LEFT_AFTER_MS) : undefined
      for (const conversation of await botConversations(database.db, since)) {
        if (quietSince && !(await isLeft(conversation, quietSince))) continue
        // What came since the server listens is at work by now.
        for (const question of owedAnswers(await newestMessages(conversation)))
          answers.add({ conversation, question, again: true })
      }
      if (!sole) takingUp = takeUpLeftQuestions({ unanswered: leftByOthers, answers, log })
    },
    /** Takes no more, and resolves when what is at work is done. */
    async stop(): Promise<void> {
      await takingUp?.stop()
      await failed.stop()
      await answers.stop()
    },
  }
}

/** Who waits for a person may have to be told that nobody is there; who wrote a mail reads no chat. */
function askedOfBot({ conversation, events, known }: Appended): AnswerTask[] {
  if (known || !(isBots(conversation) || isWaiting(conversation))) return []
  return events
    .filter(({ type, sender, data }) => type === "message" && sender.kind === "customer" && !data?.mail)
    .map((question) => ({ conversation, question }))
}

function takesFromBot({ type, data }: ConversationEvent): boolean {
  return type === "status" && (data?.handler === "person" || data?.status === "closed")
}

/** By an agent: after a switch of who answers it is the customer's message that hands a conversation back, and brings its question. */
function isHandedBack({ events, known }: Appended): boolean {
  return (
    !known &&
    events.some(
      ({ type, sender, data }) =>
        type === "status" && data?.reason === "handed_back" && sender.kind === "agent",
    )
  )
}
