import { type AnswerPorts, answerConversation } from "./core/conversations/answer-conversation.ts"
import { lastWords, owedAnswers } from "./core/conversations/answer-names.ts"
import type { Conversation } from "./core/conversations/conversation.ts"
import type { Appended } from "./core/conversations/log.ts"
import { ANSWERED_WITHIN_MS } from "./core/conversations/session.ts"
import type { Partner } from "./core/partner.ts"
import { AnswerQueue, type AnswerTask } from "./jobs/answer-queue.ts"
import { takeUpLeftQuestions } from "./jobs/left-questions.ts"
import type { Repetition } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import { showBotTyping } from "./realtime/bot-typing.ts"
import type { Hub } from "./realtime/hub.ts"
import { askerOf } from "./storage/asker.ts"
import { answerPorts } from "./storage/conversation-ports.ts"
import type { OnCommitted } from "./storage/conversations/batching-log.ts"
import type { Database } from "./storage/database.ts"
import { botConversations, leftConversations } from "./storage/repositories/conversations.ts"
import { customerById } from "./storage/repositories/customers.ts"

/** Messages of a conversation among which questions without an answer are looked for after a restart. */
const MOST_OWED = 500
/** Conversations that another server left, taken up in one look. */
const MOST_LEFT = 100

export interface BotAnswerDependencies {
  database: Database
  log: Logger
  hub: Hub
  /** How an answer is made, and where it is written. */
  answering: Pick<AnswerPorts, "answer" | "askExternal" | "languageOf" | "isStaffed" | "log" | "store">
  partnerById(id: string): Promise<Partner | undefined>
  /** Told of what is committed beside the log. */
  onCommitted: OnCommitted
  /** No other server answers in this database. */
  sole: boolean
}

/** The bot's turns in conversations: which questions are its to answer, when they are taken up, and the queue in which they are. */
export function openBotAnswers(dependencies: BotAnswerDependencies) {
  const { database, log, hub, answering, partnerById, onCommitted, sole } = dependencies
  const { store } = answering
  const ports: AnswerPorts = {
    ...answering,
    customerById: (id) => customerById(database.db, id),
    askerOf: (conversation) => askerOf(database, conversation),
    ...answerPorts(database, onCommitted),
    now: () => new Date(),
    showWriting(conversation, answerId, text) {
      hub.signal({ conversation, kind: "stream", by: "bot", senderId: "bot", data: { answerId, text } })
    },
  }
  const answers = new AnswerQueue(async ({ conversation, question }) => {
    const partner = await partnerById(conversation.partnerId)
    if (!partner) return
    await showBotTyping(hub, conversation, () => answerConversation(ports, partner, conversation, question))
  }, log)
  let takingUp: Repetition | undefined

  const newestMessages = (conversation: Conversation) =>
    store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_OWED)

  /** Where people answer, a message goes to them as it is stored; what they gave back would only come back. */
  async function isPeoples({ partnerId }: Conversation): Promise<boolean> {
    return (await partnerById(partnerId))?.settings.answering.mode === "agent"
  }

  /** What an agent leaves to the bot without a word of their own, the bot takes up. */
  async function answerHandedBack(conversation: Conversation): Promise<void> {
    const [question] = owedAnswers(await newestMessages(conversation)).slice(-1)
    if (question && !(await isPeoples(conversation))) answers.add({ conversation, question })
  }

  async function leftByOthers(quietSince: Date): Promise<AnswerTask[]> {
    const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
    const left = await leftConversations(database.db, { since, quietSince }, MOST_LEFT)
    const tasksOf = async (conversation: Conversation): Promise<AnswerTask[]> => {
      if (await isPeoples(conversation)) return []
      return lastWords(await newestMessages(conversation)).map((question) => ({ conversation, question }))
    }
    return (await Promise.all(left.map(tasksOf))).flat()
  }

  return {
    /** To be told of everything that is committed here. */
    committed(appended: Appended): void {
      for (const task of askedOfBot(appended)) answers.add(task)
      if (isHandedBack(appended))
        answerHandedBack(appended.conversation).catch((err) =>
          log.error({ err }, "what was handed back was not answered"),
        )
    },
    /** Takes up the questions that an earlier process left without an answer, and from then on those that other servers leave. */
    async resume(): Promise<void> {
      const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
      for (const conversation of await botConversations(database.db, since)) {
        for (const question of owedAnswers(await newestMessages(conversation)))
          answers.add({ conversation, question })
      }
      if (!sole) takingUp = takeUpLeftQuestions({ unanswered: leftByOthers, answers, log })
    },
    /** Takes no more, and resolves when what is at work is done. */
    async stop(): Promise<void> {
      await takingUp?.stop()
      await answers.stop()
    },
  }
}

function askedOfBot({ conversation, events, known }: Appended): AnswerTask[] {
  if (known || conversation.handler !== "bot" || conversation.status === "closed") return []
  return events
    .filter(({ type, sender }) => type === "message" && sender.kind === "customer")
    .map((question) => ({ conversation, question }))
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
