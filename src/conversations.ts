import { Elysia } from "elysia"
import { chatRoutes } from "./api/chat/routes.ts"
import { chatSocket } from "./api/chat/socket.ts"
import { partnerConversations } from "./api/partner/conversations.ts"
import { partnerSocket } from "./api/partner/socket.ts"
import { openBotAnswers } from "./bot-answers.ts"
import type { Config } from "./config/schema.ts"
import type { AnswerPorts } from "./core/conversations/answer-conversation.ts"
import type { Conversation } from "./core/conversations/conversation.ts"
import type { Appended, ConversationLog } from "./core/conversations/log.ts"
import { type LanguageFor, languageFor } from "./core/conversations/spoken-language.ts"
import type { ConversationStore } from "./core/conversations/store.ts"
import type { SummaryStore } from "./core/conversations/summary.ts"
import { isStillSignedIn, type StoredCustomer } from "./core/customers.ts"
import type { IdentifyPorts } from "./core/identify-customer.ts"
import type { FindAttachment } from "./core/mail/attachment.ts"
import type { Partner } from "./core/partner.ts"
import { comeBack } from "./core/routing/come-back.ts"
import type { NamedSite } from "./core/sites/notice-site.ts"
import { flashbackNews } from "./flashback-news.ts"
import { CustomerTokens } from "./http/customer-tokens.ts"
import { LINK_SECRET, LinkTokens } from "./http/link-tokens.ts"
import { MessageLimits } from "./http/message-limits.ts"
import { OutgoingLimits } from "./http/outgoing-limits.ts"
import type { SocketContract } from "./http/sockets.ts"
import { endIdleSessions } from "./idle-sessions.ts"
import { startClockWatch } from "./jobs/clock-watch.ts"
import type { Logger } from "./log.ts"
import { openOtherServers } from "./other-servers.ts"
import { CustomersHere } from "./realtime/customers-here.ts"
import { Hub } from "./realtime/hub.ts"
import { remembered } from "./remembered.ts"
import { openRouting, type Routing } from "./routing.ts"
import { Staffed } from "./staffed.ts"
import {
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
import { tellWhoWaits } from "./waiting-news.ts"

/** What a token says of its bearer never changes; what the row says of them may, so soon. Who is signed out here is so at once. */
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
  answer: AnswerPorts["answer"]
  askExternal: AnswerPorts["askExternal"]
  languageOf: AnswerPorts["languageOf"]
  tickets: Pick<TicketJobs, "jobsForChange" | "wake">
  addressOf(request: Request): string
  /** Takes in which site a chat is about; never fails. */
  noticeSite(partner: Partner, site: NamedSite, customerId: number): Promise<void>
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
  /** Customers are looked up anew: some have been erased, or signed out. */
  forgetCustomers(): void
  routing: Routing
  tickets: Tickets
  findAttachment: FindAttachment
  onFault(error: unknown): void
}

/** Everything about conversations, put together: their log, who listens to it, the bot that answers in it. */
export async function openConversations(dependencies: ConversationDependencies) {
  const { config, database, log, mail, partners, tickets, addressOf, noticeSite } = dependencies
  const hub = new Hub((signal) => others?.typing.tell(signal))
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
      bot.committed(appended)
      flashbacks.committed(appended)
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
  const clocks = isSole ? undefined : await startClockWatch({ db: database.db, log })
  const people = openRouting({
    database,
    log,
    hub,
    partnerById: partners.byId,
    sole: isSole,
    onCommitted,
    ...(clocks && { now: clocks.agreed }),
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
  const bot = openBotAnswers({
    database,
    log,
    hub,
    answering: {
      log: conversationLog,
      store,
      answer: dependencies.answer,
      askExternal: dependencies.askExternal,
      languageOf: dependencies.languageOf,
      isStaffed,
    },
    partnerById: partners.byId,
    onCommitted,
    sole: isSole,
    hasOthers: async () => (await others?.hasOthers()) ?? false,
    modelMs: config.llm.timeout_ms,
  })
  const flashbacks = flashbackNews({ database, log, hub, store, partnerById: partners.byId })

  const secret = await serverSecret(database.db, "session-tokens")
  const tokens = new CustomerTokens(secret)
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
          bot.heard(published)
          for (const { conversation, event } of published)
            flashbacks.committed({ conversation, events: [event] })
        },
      })
    : undefined
  await people.takeUp()
  people.start()
  const tellingWaiting = tellWhoWaits({
    database,
    telling: { log: conversationLog, store, languageFor: spokenIn, now: () => new Date() },
    partnerById: partners.byId,
    isStaffed,
    log,
  })
  const endingIdle = endIdleSessions({
    database,
    conversations: conversationLog,
    partners: partners.all,
    log,
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
    birthdateChanged: (customer: StoredCustomer): Promise<void> => flashbacks.birthdateChanged(customer),
    /** That the machine's clock is another than the database's, where it is. */
    clocksDiffer: () => clocks?.found(),
    /** Takes up the questions that were left without an answer. */
    resumeAnswers: () => bot.resume(),
    /** Calls that wait for news get what there is; those that wait for the bot's answer go on. */
    endPolls(): void {
      stopping.abort()
    },
    async stop(): Promise<void> {
      await tellingWaiting.stop()
      await endingIdle.stop()
      await others?.stop()
      await bot.stop()
      await people.stop()
      await clocks?.stop()
      await closeLog()
      await messageIndex.stop()
    },
  }
}

async function customerOfToken(
  find: CustomerLookup,
  tokens: CustomerTokens,
  token: string,
): Promise<StoredCustomer | undefined> {
  const bearer = tokens.read(token, new Date())
  const customer = bearer && (await find(bearer.partnerId, bearer.externalId, bearer.verified))
  return customer && isStillSignedIn(customer, bearer.issuedAt) ? customer : undefined
}
