import { Elysia } from "elysia"
import { chatRoutes } from "./api/chat/routes.ts"
import { chatSocket } from "./api/chat/socket.ts"
import { partnerConversations } from "./api/partner/conversations.ts"
import { partnerSocket } from "./api/partner/socket.ts"
import type { Config } from "./config/schema.ts"
import { type AnswerPorts, answerConversation } from "./core/conversations/answer-conversation.ts"
import { answerName, lastWords, owedAnswers } from "./core/conversations/answer-names.ts"
import { endIdle } from "./core/conversations/change-status.ts"
import type { Conversation, ConversationEvent } from "./core/conversations/conversation.ts"
import type { Appended, ConversationLog } from "./core/conversations/log.ts"
import { ANSWERED_WITHIN_MS, unansweredMs } from "./core/conversations/session.ts"
import { bringsHelper, type FlashbackPorts, shareFlashback } from "./core/conversations/share-flashback.ts"
import { type LanguageFor, languageFor } from "./core/conversations/spoken-language.ts"
import type { ConversationStore } from "./core/conversations/store.ts"
import type { SummaryStore } from "./core/conversations/summary.ts"
import type { StoredCustomer } from "./core/customers.ts"
import type { IdentifyPorts } from "./core/identify-customer.ts"
import type { FindAttachment } from "./core/mail/attachment.ts"
import type { Partner } from "./core/partner.ts"
import { comeBack } from "./core/routing/come-back.ts"
import type { NamedSite } from "./core/sites/notice-site.ts"
import { CustomerTokens } from "./http/customer-tokens.ts"
import { LINK_SECRET, LinkTokens } from "./http/link-tokens.ts"
import { MessageLimits } from "./http/message-limits.ts"
import { OutgoingLimits } from "./http/outgoing-limits.ts"
import type { SocketContract } from "./http/sockets.ts"
import { AnswerQueue } from "./jobs/answer-queue.ts"
import { takeUpLeftQuestions } from "./jobs/left-questions.ts"
import { type Repetition, repeat } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import { openOtherServers } from "./other-servers.ts"
import { showBotTyping } from "./realtime/bot-typing.ts"
import { CustomersHere } from "./realtime/customers-here.ts"
import { Hub } from "./realtime/hub.ts"
import { remembered } from "./remembered.ts"
import { openRouting, type Routing } from "./routing.ts"
import { Staffed } from "./staffed.ts"
import { askerOf } from "./storage/asker.ts"
import {
  answerPorts,
  conversationStore,
  handoffPorts,
  rateMessagePorts,
  sessionPorts,
  transcriptPorts,
} from "./storage/conversation-ports.ts"
import type { OnCommitted } from "./storage/conversations/batching-log.ts"
import { openConversationLog } from "./storage/conversations/conversation-log.ts"
import type { TicketJobs } from "./storage/core-ports.ts"
import { type CustomerLookup, customerLookup } from "./storage/customer-lookup.ts"
import type { Database } from "./storage/database.ts"
import { attachmentFinder } from "./storage/repositories/attachments.ts"
import {
  botConversations,
  leftConversations,
  quietConversations,
} from "./storage/repositories/conversations.ts"
import {
  createVisitor,
  customerById,
  ensureCustomer,
  externalIds,
  localeOfConversation,
  updateCustomer,
} from "./storage/repositories/customers.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"
import { openMessageIndex } from "./storage/search/message-index.ts"
import { summaryStore } from "./storage/summary-store.ts"
import { type Tickets, ticketPorts } from "./storage/ticket-ports.ts"

/** How often sessions are looked at that may have ended. */
const IDLE_CHECK_MS = 5_000
/** Sessions ended in one look. */
const MOST_ENDED = 500
/** Messages of a conversation among which questions without an answer are looked for after a restart. */
const MOST_OWED = 500
/** A question that waited so long another server may have answered meanwhile. */
const LONG_MS = 1_000
/** Conversations among which such are looked for that another server left, and of these taken up in one look. */
const MOST_QUIET = 2_000
const MOST_LEFT = 100
/** What a token says of its bearer never changes; what the row says of them may, so soon. */
const CUSTOMER_TTL_MS = 1_000
/** Conversations of one customer whose helpers are told of a change. */
const MOST_TOLD = 20

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
  answer: AnswerPorts["answer"]
  askExternal: AnswerPorts["askExternal"]
  languageOf: AnswerPorts["languageOf"]
  tickets: Pick<TicketJobs, "jobsForChange" | "wake">
  addressOf(request: Request): string
  /** Takes in which site a chat is about; never fails. */
  noticeSite(partner: Partner, site: NamedSite): Promise<void>
  /** Told of what was written. */
  onWritten?: OnCommitted
}

/** Conversations, for a contract of its own: who writes them, who reads them, who is told. */
export interface ConversationParts {
  hub: Hub
  /** Says that the server stops. */
  stopping: AbortSignal
  limits: MessageLimits
  log: ConversationLog
  store: ConversationStore
  summaries: SummaryStore
  /** Which customers have a client here. */
  here: CustomersHere
  /** Whether anybody is there who could answer; calls that overlap are answered in their order. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  /** To be told what was committed beside the log. */
  onCommitted: OnCommitted
  /** Customers are looked up anew: some have been erased. */
  forgetCustomers(): void
  routing: Routing
  tickets: Tickets
  findAttachment: FindAttachment
  onFault(error: unknown): void
}

/** Everything about conversations, put together: their log, who listens to it, the bot that answers in it. */
export async function openConversations(dependencies: ConversationDependencies) {
  const { config, database, log, mail, partners, tickets, addressOf, noticeSite } = dependencies
  const hub = new Hub()
  // With Postgres there may be others.
  const isSole = database.dialect === "sqlite"
  const stopping = new AbortController()
  const here = new CustomersHere()
  const messageIndex = openMessageIndex(database, (err) =>
    log.warn({ err }, "messages are not indexed just now"),
  )
  let others: Awaited<ReturnType<typeof openOtherServers>> | undefined
  const tell = (batch: readonly Appended[]) => {
    const published = batch.flatMap(({ conversation, events, known }) =>
      known ? [] : events.map((event) => ({ conversation, event })),
    )
    others?.noteTold(published)
    hub.publish(published)
    people.routing.committed(batch)
    for (const appended of batch) {
      askBot(answers, appended)
      if (isHandedBack(appended)) answerPending(appended.conversation)
      tellNewHelpers(appended)
    }
  }
  // What is committed stays so, whatever becomes of the telling: clients find it in the log.
  const onCommitted: OnCommitted = (batch) => {
    messageIndex.notice()
    try {
      tell(batch)
      dependencies.onWritten?.(batch)
    } catch (err) {
      log.error({ err }, "what was committed could not be told")
    }
  }
  const {
    log: conversationLog,
    unplaced,
    close: closeLog,
  } = openConversationLog(database, onCommitted, (err) =>
    log.warn({ err }, "events stay where they are for now"),
  )
  const people = openRouting({
    database,
    log,
    hub,
    partnerById: partners.byId,
    sole: isSole,
    onCommitted,
  })
  const { routing } = people
  const store = conversationStore(database, unplaced)
  const staff = new Staffed({
    routing,
    isDeskElsewhere: (partnerId) => others?.desks.isThere(partnerId) ?? false,
    onDesk: (partnerId, isHere) => others?.desks.tell(partnerId, isHere),
  })
  const isStaffed = (partnerId: string) => staff.isStaffed(partnerId)
  const spokenIn = languageFor({
    store,
    localeOf: (id) => localeOfConversation(database.db, id),
    languageOf: dependencies.languageOf,
  })
  const answering: AnswerPorts = {
    log: conversationLog,
    store,
    answer: dependencies.answer,
    askExternal: dependencies.askExternal,
    languageOf: dependencies.languageOf,
    customerById: (id) => customerById(database.db, id),
    askerOf: (conversation) => askerOf(database, conversation),
    ...answerPorts(database, onCommitted),
    isStaffed,
    now: () => new Date(),
    showWriting(conversation, answerId, text) {
      hub.signal({ conversation, kind: "stream", by: "bot", senderId: "bot", data: { answerId, text } })
    },
  }
  const answers = new AnswerQueue(async ({ conversation, question }, waitedMs) => {
    const partner = await partners.byId(conversation.partnerId)
    if (!partner) return
    if (!isSole && waitedMs > LONG_MS && (await isAnswered(conversation, question))) return
    await showBotTyping(hub, conversation, () =>
      answerConversation(answering, partner, conversation, question),
    )
  }, log)

  /** By another server, which took it for left. */
  const isAnswered = async (conversation: Conversation, question: ConversationEvent) => {
    const said = await store.eventsAfter(conversation.id, question.seq, MOST_OWED)
    return said.some(({ sender, clientId }) => sender.kind === "bot" && clientId === answerName(question.seq))
  }
  const owed = async (conversation: Conversation) =>
    owedAnswers(await store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_OWED))
  /** What an agent leaves to the bot without a word of their own, the bot takes up; where people answer it would only come back. */
  const pending = async (conversation: Conversation): Promise<void> => {
    const partner = await partners.byId(conversation.partnerId)
    const [question] = (await owed(conversation)).slice(-1)
    if (question && partner?.settings.answering.mode !== "agent") answers.add({ conversation, question })
  }
  const answerPending = (conversation: Conversation) => {
    pending(conversation).catch((err) => log.error({ err }, "what was handed back was not answered"))
  }

  const leftByOthers = async (quietSince: Date) => {
    const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
    const isLeft = async ({ partnerId, updatedAt }: Conversation) => {
      const partner = await partners.byId(partnerId)
      // There a message goes to people as it is stored; what they gave back would only come back.
      if (!partner || partner.settings.answering.mode === "agent") return false
      const { mode, external } = partner.settings.answering
      const answeringMs = (mode === "external" ? external.timeoutSeconds * 1000 : 0) + config.llm.timeout_ms
      return updatedAt <= quietSince.getTime() - answeringMs
    }
    const left: Conversation[] = []
    for (const conversation of await leftConversations(database.db, { since, quietSince }, MOST_QUIET))
      if (left.length < MOST_LEFT && (await isLeft(conversation))) left.push(conversation)
    const questionsOf = async (conversation: Conversation) => {
      const said = await store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_OWED)
      return lastWords(said).map((question) => ({ conversation, question }))
    }
    return (await Promise.all(left.map(questionsOf))).flat()
  }
  let takingUp: Repetition | undefined

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
  const tellNewHelpers = ({ conversation, events }: Pick<Appended, "conversation" | "events">) => {
    if (events.some(({ type, data }) => type === "status" && bringsHelper(data))) tellHelpers(conversation)
  }
  const findCustomer = customerLookup(database)
  const lookUp = (token: string) => customerOfToken(findCustomer, tokens, token)
  const remembering = remembered(lookUp, CUSTOMER_TTL_MS)
  // Whom another server has erased is nobody here from that moment on, too.
  const customerOf = isSole ? remembering : lookUp
  const links = new LinkTokens(await serverSecret(database.db, LINK_SECRET))
  const access = {
    customerOfToken: customerOf,
    partnerById: partners.byId,
    store,
    linkTarget: (token: string) => links.read(token, new Date()),
    customerById: (id: number) => customerById(database.db, id),
  }
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
  const shared = {
    hub,
    stopping: stopping.signal,
    here,
    limits,
    log: conversationLog,
    store,
    isStaffed,
    languageFor: spokenIn,
    addressOf,
    onFault,
  }
  const names = { externalIds: (ids: readonly number[]) => externalIds(database.db, ids) }
  const entry = {
    identify,
    tokens,
    sessions: sessionPorts(database, secret),
    partnerByWidgetKey: partners.byWidgetKey,
    comeBack: (conversation: Conversation, customer: StoredCustomer) =>
      comeBack(routing.ports, conversation, customer),
  }
  const ticketing = ticketPorts(database, onCommitted, tickets)
  const findAttachment = attachmentFinder(database.db)
  const outgoing = {
    findAttachment,
    tickets: ticketing,
    ratings: rateMessagePorts(database, onCommitted),
    handoffs: { ...handoffPorts(database, onCommitted, tickets), mail },
    transcripts: { ...transcriptPorts(database, tickets), mail },
    outgoing: new OutgoingLimits(),
  }
  const maxBodyBytes = config.server.max_body_kb * 1024
  const routes = new Elysia({ name: "conversations" })
    .use(chatRoutes({ ...shared, ...entry, ...outgoing, queue: routing, config, access, mail, noticeSite }))
    .use(
      partnerConversations({
        ...shared,
        ...entry,
        maxBodyBytes,
        actors,
        names,
        customerByExternalId: findCustomer,
      }),
    )
  const connect = {
    actors,
    verifyIdentity: dependencies.verifyIdentity,
    partnerByWidgetKey: partners.byWidgetKey,
    allPartners: partners.all,
    customerByExternalId: findCustomer,
  }
  const sockets: SocketContract[] = [
    chatSocket({ ...shared, queue: routing, access }),
    partnerSocket({
      ...shared,
      connect,
      names,
      agentConnected: (partnerId, number) => staff.connectedAs(partnerId, number),
    }),
  ]
  others = config.database_url
    ? await openOtherServers({
        url: config.database_url,
        database,
        hub,
        log,
        desksHere: () => staff.desksHere(),
        heard(published) {
          routing.heard(published)
          for (const { conversation, event } of published) tellNewHelpers({ conversation, events: [event] })
        },
      })
    : undefined
  await people.takeUp()
  people.start()
  const endingIdle = repeat(IDLE_CHECK_MS, async () => {
    try {
      await endIdleSessions(dependencies, conversationLog)
    } catch (err) {
      log.error({ err }, "idle sessions could not be looked for")
    }
    return IDLE_CHECK_MS
  })

  return {
    routes,
    sockets,
    routing,
    /** What others who write and hear of conversations are made of. */
    parts: {
      ...shared,
      summaries: summaryStore(database, unplaced, (customerId) => here.isHere(customerId)),
      routing,
      tickets: ticketing,
      findAttachment,
      onCommitted,
      forgetCustomers: () => remembering.forget(),
    } satisfies ConversationParts,
    /** What another contract for visitors is made of. */
    visitors: { ...entry, ...outgoing, customerOfToken: customerOf, findCustomer },
    /** Resolves when what was written can be searched, or when so much time has passed. */
    indexed: (withinMs: number): Promise<void> => messageIndex.caughtUp(withinMs),
    /** Gives those who help a customer the profile that follows from it. */
    async birthdateChanged({ id }: StoredCustomer): Promise<void> {
      const recent = await store.ofCustomer(id, MOST_TOLD)
      for (const conversation of recent) if (conversation.status !== "closed") tellHelpers(conversation)
    },
    /** Takes up the questions that an earlier process left without an answer, and from then on those that other servers leave. */
    async resumeAnswers(): Promise<void> {
      const since = new Date(Date.now() - ANSWERED_WITHIN_MS)
      for (const conversation of await botConversations(database.db, since)) {
        for (const question of await owed(conversation)) answers.add({ conversation, question })
      }
      if (!isSole) takingUp = takeUpLeftQuestions({ unanswered: leftByOthers, answers, log })
    },
    /** Calls that wait for news get what there is; those that wait for the bot's answer go on. */
    endPolls(): void {
      stopping.abort()
    },
    async stop(): Promise<void> {
      await endingIdle.stop()
      await takingUp?.stop()
      await others?.stop()
      await answers.stop()
      await people.stop()
      await closeLog()
      await messageIndex.stop()
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

async function customerOfToken(
  find: CustomerLookup,
  tokens: CustomerTokens,
  token: string,
): Promise<StoredCustomer | undefined> {
  const bearer = tokens.read(token, new Date())
  return bearer && find(bearer.partnerId, bearer.externalId, bearer.verified)
}

async function endIdleSessions(
  { database, partners, log }: ConversationDependencies,
  conversations: ConversationLog,
): Promise<void> {
  for (const { id, settings } of await partners.all()) {
    const { idleSeconds } = settings.session
    const before = (ms: number) => new Date(Date.now() - ms)
    const quietSince = {
      since: before(idleSeconds * 1000),
      unanswered: before(unansweredMs(idleSeconds)),
    }
    const quiet = await quietConversations(database.db, id, quietSince, MOST_ENDED)
    const ended = await Promise.allSettled(quiet.map((one) => endIdle(conversations, one, idleSeconds)))
    const failed = ended.find((one) => one.status === "rejected")
    if (failed) log.error({ err: failed.reason }, "idle sessions could not be ended")
  }
}
