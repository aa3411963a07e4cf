import { Elysia } from "elysia"
import { chatRoutes } from "./api/chat/routes.ts"
import { chatSocket } from "./api/chat/socket.ts"
import { partnerConversations } from "./api/partner/conversations.ts"
import { partnerSocket } from "./api/partner/socket.ts"
import type { Config } from "./config/schema.ts"
import type { Answer, Exchange } from "./core/answer.ts"
import { answerConversation } from "./core/conversations/answer-conversation.ts"
import { endIdle } from "./core/conversations/change-status.ts"
import type { Conversation } from "./core/conversations/conversation.ts"
import type { Appended, ConversationLog } from "./core/conversations/log.ts"
import { bringsHelper, type FlashbackPorts, shareFlashback } from "./core/conversations/share-flashback.ts"
import type { StoredCustomer } from "./core/customers.ts"
import type { IdentifyPorts } from "./core/identify-customer.ts"
import type { Partner } from "./core/partner.ts"
import { CustomerTokens } from "./http/customer-tokens.ts"
import { MessageLimits } from "./http/message-limits.ts"
import type { SocketContract } from "./http/sockets.ts"
import { AnswerQueue } from "./jobs/answer-queue.ts"
import type { Logger } from "./log.ts"
import { Hub } from "./realtime/hub.ts"
import { remembered } from "./remembered.ts"
import { answerPorts, conversationStore, sessionPorts } from "./storage/conversation-ports.ts"
import { openConversationLog } from "./storage/conversations/conversation-log.ts"
import type { Database } from "./storage/database.ts"
import { quietConversations, unansweredQuestions } from "./storage/repositories/conversations.ts"
import {
  createVisitor,
  customerByExternalId,
  customerById,
  ensureCustomer,
  externalIds,
  updateCustomer,
} from "./storage/repositories/customers.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"

/** How often sessions are looked at that may have ended. */
const IDLE_CHECK_MS = 5_000
/** Sessions ended in one look. */
const MOST_ENDED = 500
/** A question that has waited longer than this for its answer is not answered any more after a restart. */
const ANSWERED_WITHIN_MS = 10 * 60_000
/** Conversations of one customer whose helpers are told of a change. */
const MOST_TOLD = 20
/** What a token says of its bearer never changes; what the row says of them may, so soon. */
const CUSTOMER_TTL_MS = 1_000

export interface ConversationDependencies {
  config: Config
  database: Database
  log: Logger
  mail: boolean
  partners: {
    all(): Promise<readonly Partner[]>
    byId(id: string): Promise<Partner | undefined>
    byApiKey(key: string): Promise<Partner | undefined>
    byWidgetKey(key: string): Promise<Partner | undefined>
  }
  verifyIdentity: IdentifyPorts["verifyIdentity"]
  answer(input: { partnerId: string; message: string; history: readonly Exchange[] }): Promise<Answer>
  addressOf(request: Request): string
}

/** Everything about conversations, put together: their log, who listens to it, the bot that answers in it. */
export async function openConversations(dependencies: ConversationDependencies) {
  const { config, database, log, partners, addressOf } = dependencies
  const hub = new Hub()
  const store = conversationStore(database)
  const onCommitted = (batch: readonly Appended[]) => {
    try {
      hub.publish(
        batch.flatMap(({ conversation, events, known }) =>
          known ? [] : events.map((event) => ({ conversation, event })),
        ),
      )
    } catch (err) {
      // It is stored, and listeners find a gap: nobody who writes may fail for it.
      log.error({ err }, "what was committed was not told to everybody")
    }
    for (const appended of batch) {
      askBot(answers, appended)
      if (appended.events.some(({ type, data }) => type === "status" && bringsHelper(data)))
        tellHelpers(appended.conversation)
    }
  }
  const conversationLog = openConversationLog(database, onCommitted)
  const answering = { store, answer: dependencies.answer, ...answerPorts(database, onCommitted) }
  const answers = new AnswerQueue(async ({ conversation, question }) => {
    const partner = await partners.byId(conversation.partnerId)
    if (partner) await answerConversation(answering, partner, conversation, question)
  }, log)

  const secret = await serverSecret(database.db, "session-tokens")
  const tokens = new CustomerTokens(secret)
  const flashbacks: FlashbackPorts = {
    partnerById: partners.byId,
    customerById: (id) => customerById(database.db, id),
    tellHelpers: (conversation, profile) =>
      hub.signalHelpers({
        conversation,
        kind: "flashback",
        by: "bot",
        senderId: "bot",
        data: { ...profile },
      }),
    now: () => new Date(),
  }
  const tellHelpers = (conversation: Conversation) => {
    shareFlashback(flashbacks, conversation).catch((err) => log.error({ err }, "a profile was not shared"))
  }
  const customerOf = remembered((token: string) => customerOfToken(database, tokens, token), CUSTOMER_TTL_MS)
  const access = { customerOfToken: customerOf, partnerById: partners.byId, store }
  const limits = new MessageLimits()
  const identify: IdentifyPorts = {
    verifyIdentity: dependencies.verifyIdentity,
    customerOfToken: customerOf,
    ensureCustomer: (identity, at) => ensureCustomer(database.db, identity, at),
    createVisitor: (visitor, at) => createVisitor(database.db, visitor, at),
    updateCustomer: (customer, details, at) => updateCustomer(database.db, customer, details, at),
    now: () => new Date(),
  }
  const onFault = (err: unknown) => log.error({ err }, "a socket's message failed")

  const actors = { partners, customerOfToken: customerOf }
  const find = (partnerId: string, id: string, verified: boolean) =>
    customerByExternalId(database.db, partnerId, id, verified)
  const shared = { hub, limits, log: conversationLog, store, addressOf, onFault }
  const names = { externalIds: (ids: readonly number[]) => externalIds(database.db, ids) }
  const entry = {
    identify,
    tokens,
    sessions: sessionPorts(database, secret),
    partnerByWidgetKey: partners.byWidgetKey,
  }
  const maxBodyBytes = config.server.max_body_kb * 1024
  const routes = new Elysia({ name: "conversations" })
    .use(chatRoutes({ ...shared, ...entry, config, access, mail: dependencies.mail }))
    .use(
      partnerConversations({ ...shared, ...entry, maxBodyBytes, actors, names, customerByExternalId: find }),
    )
  const connect = {
    actors,
    verifyIdentity: dependencies.verifyIdentity,
    partnerByWidgetKey: partners.byWidgetKey,
    allPartners: partners.all,
    customerByExternalId: find,
  }
  const sockets: SocketContract[] = [
    chatSocket({ ...shared, access }),
    partnerSocket({ ...shared, connect, names }),
  ]
  const endingIdle = repeat(IDLE_CHECK_MS, () =>
    endIdleSessions(dependencies, conversationLog).catch((err) =>
      log.error({ err }, "idle sessions could not be looked for"),
    ),
  )

  return {
    routes,
    sockets,
    hub,
    log: conversationLog,
    store,
    /** Tells those who help a customer what is new of them. */
    async customerChanged({ id }: StoredCustomer): Promise<void> {
      const recent = await store.ofCustomer(id, MOST_TOLD)
      for (const conversation of recent) if (conversation.status !== "closed") tellHelpers(conversation)
    },
    /** Takes up the questions that an earlier process left without an answer. */
    async resumeAnswers(): Promise<void> {
      const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
      for (const task of await unansweredQuestions(database.db, since)) answers.add(task)
    },
    async stop(): Promise<void> {
      endingIdle.stop()
      await answers.stop()
      await conversationLog.idle()
    },
  }
}

function askBot(answers: AnswerQueue, { conversation, events, known }: Appended): void {
  if (known || conversation.handler !== "bot" || conversation.status === "closed") return
  for (const event of events) {
    if (event.type === "message" && event.sender.kind === "customer")
      answers.add({ conversation, question: event })
  }
}

async function customerOfToken(
  { db }: Database,
  tokens: CustomerTokens,
  token: string,
): Promise<StoredCustomer | undefined> {
  const bearer = tokens.read(token, new Date())
  return bearer && customerByExternalId(db, bearer.partnerId, bearer.externalId, bearer.verified)
}

async function endIdleSessions(
  { database, partners, log }: ConversationDependencies,
  conversations: ConversationLog,
): Promise<void> {
  for (const { id, settings } of await partners.all()) {
    const { idleSeconds } = settings.session
    const since = new Date(Date.now() - idleSeconds * 1000)
    const quiet = await quietConversations(database.db, id, since, MOST_ENDED)
    const ended = await Promise.allSettled(quiet.map((one) => endIdle(conversations, one, idleSeconds)))
    const failed = ended.find((one) => one.status === "rejected")
    if (failed) log.error({ err: failed.reason }, "idle sessions could not be ended")
  }
}

/** Runs work that never fails again and again, each time so long after it was done. */
function repeat(ms: number, work: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout>
  let stopped = false
  const next = () => {
    timer = setTimeout(() => {
      work().finally(() => {
        if (!stopped) next()
      })
    }, ms)
  }
  next()
  return {
    stop(): void {
      stopped = true
      clearTimeout(timer)
    },
  }
}
