import { Insights } from "./answers/insight.ts"
import type { CallerPorts, DeskCaller } from "./api/desk/caller.ts"
import type { CustomerPorts, DataPorts, KnowledgePorts } from "./api/desk/data-ports.ts"
import type { AccountPorts, DeskDependencies } from "./api/desk/dependencies.ts"
import { DeskWatch } from "./api/desk/desk-watch.ts"
import { DeskFeeds } from "./api/desk/feed/desk-feeds.ts"
import { deskRoutes } from "./api/desk/routes.ts"
import { deskSocket } from "./api/desk/socket.ts"
import type { Config } from "./config/schema.ts"
import type { ConversationParts } from "./conversations.ts"
import { OPERATOR } from "./core/audit.ts"
import type { StoredCustomer } from "./core/customers.ts"
import { OPERATOR_SECRET, OperatorTokens } from "./http/operator-tokens.ts"
import type { SocketContract } from "./http/sockets.ts"
import { newTotpSecret, stepOfCode, totpUrl } from "./identity/one-time-codes.ts"
import { Passwords } from "./identity/passwords.ts"
import type { Intents } from "./intents.ts"
import type { Logger } from "./log.ts"
import { mailTemplatePorts } from "./mail-templates.ts"
import type { Partners } from "./partners.ts"
import { remembered } from "./remembered.ts"
import {
  changeAgentPorts,
  createAgentPorts,
  ownAccountPorts,
  revokeAndNote,
  signInPorts,
} from "./storage/account-ports.ts"
import { changePartnerPorts } from "./storage/core-ports.ts"
import type { Database } from "./storage/database.ts"
import { dataPorts } from "./storage/desk-data-ports.ts"
import { erasedSince } from "./storage/privacy/erased-conversations.ts"
import type { Step } from "./storage/privacy/retention.ts"
import { privacyPorts } from "./storage/privacy-ports.ts"
import { agentByToken, liveTokens, stillLive } from "./storage/repositories/agent-tokens.ts"
import { accountById, agentByNumber, agentsMark, takeStep } from "./storage/repositories/agents.ts"
import { auditEntries, insertAuditEntry } from "./storage/repositories/audit.ts"
import { customerById } from "./storage/repositories/customers.ts"
import { intentExamplePorts } from "./storage/repositories/intent-examples.ts"
import { keysOf } from "./storage/repositories/partner-keys.ts"
import { settingsMark } from "./storage/repositories/partners.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"
import { ticketsMark } from "./storage/repositories/tickets.ts"
import { KeyRotation } from "./storage/sealing/key-rotation.ts"
import { webhookPorts } from "./webhook-work.ts"

/** How long a token that was revoked by another process goes on, and an agent's new name is unknown. */
const CALLER_TTL_MS = 1_000

export interface DeskOptions {
  config: Config
  database: Database
  log: Logger
  partners: Partners
  conversations: ConversationParts
  /** What messages are taken for. */
  intents: Pick<Intents, "test" | "forget">
  /** Undefined where there is no embedding model. */
  knowledge?: (KnowledgePorts & Pick<DataPorts, "insight">) | undefined
  addressOf(request: Request): string
}

/**
 * What agents and admins do, put together. It neither listens nor waits for anything: a command may ask its routes in its
 * own process, on a database that no server has.
 */
export async function openDesk(options: DeskOptions) {
  const { config, database, log, partners, conversations, addressOf } = options
  const onFault = (err: unknown) => log.error({ err }, "the desk's news could not be told")
  const callers = await callerPorts(database, partners)
  const watch = new DeskWatch({
    stillLive: (tokenIds) => stillLive(database.db, tokenIds, new Date()),
    settingsMark: (partnerId) => settingsMark(database.db, partnerId),
    agentsMark: (partnerId) => agentsMark(database.db, partnerId),
    ticketsMark: (partnerId) => ticketsMark(database.db, partnerId),
    erasedSince: (partnerId, since) => erasedSince(database.db, partnerId, since),
    gone: (partnerId, numbers) => feeds.tellErased(partnerId, numbers),
    onFault,
  })
  // Whoever has just changed something must see it, whatever was remembered.
  const changed = async (partnerId: string) => {
    partners.forget()
    callers.forget()
    conversations.routing.wake(partnerId)
    await watch.look()
  }
  const {
    hub,
    here,
    limits,
    log: conversationLog,
    store,
    summaries,
    isStaffed,
    languageFor,
    routing,
  } = conversations
  const feeds = new DeskFeeds({ hub, here, summaries, routing, onFault })
  const rotation = new KeyRotation(database, (err) =>
    log.error({ err }, "texts are not sealed anew just now"),
  )
  const erased = (partnerId: string, gone: Step["gone"]) => {
    conversations.forgetCustomers()
    feeds.erased(partnerId, gone.customerIds, gone.conversationIds)
    hub.erased(gone)
    void watch.look()
  }
  const data = dataPorts(database)
  const customers: CustomerPorts = {
    ...data.customers,
    async changeCustomer(...change) {
      const customer = await data.customers.changeCustomer(...change)
      feeds.customerChanged(customer)
      return customer
    },
    async signOut(...who) {
      const theirs = await data.customers.signOut(...who)
      conversations.forgetCustomers()
      hub.signedOut(theirs)
    },
  }
  const dependencies: DeskDependencies = {
    config,
    callers,
    accounts: accountPorts(database, changed),
    partners: {
      change: changePartnerPorts(database),
      keys: (partnerId) => keysOf(database.db, partnerId),
      audit: (partnerId, before, limit) => auditEntries(database.db, partnerId, { before, limit }),
    },
    routing,
    webhooks: (actor) => webhookPorts({ database, config: config.webhooks }, actor),
    intents: {
      examples: (actor) => intentExamplePorts(database.db, actor),
      test: (partnerId, texts) => options.intents.test(partnerId, texts),
      changed: () => options.intents.forget(),
    },
    data: {
      ...data,
      customers,
      insight: options.knowledge?.insight ?? insightWithoutModel(),
      knowledge: options.knowledge,
    },
    tickets: conversations.tickets,
    privacy: privacyPorts(database, erased),
    findAttachment: conversations.findAttachment,
    encryption: {
      status: () => rotation.status(),
      async start(partnerId, actor) {
        if (!(await rotation.start())) return
        const entry = { partnerId, actor, action: "encryption_rotated" } as const
        await insertAuditEntry(database.db, entry, new Date())
      },
    },
    mailTemplates: mailTemplatePorts(database),
    watch,
    hub,
    limits,
    log: conversationLog,
    store,
    summaries,
    isStaffed,
    languageFor,
    customerById: (id) => customerById(database.db, id),
    addressOf,
    onFault: conversations.onFault,
    onBrokenOff: (err) => log.error({ err }, "a file could not be sent to its end"),
  }
  const sockets: SocketContract[] = [deskSocket({ ...dependencies, feeds })]
  return {
    routes: deskRoutes(dependencies),
    sockets,
    /** Who acts with a token: an agent, or the operator's command line. */
    callerOfToken: callers.callerOfToken,
    /** Tells agents what is new of a customer. */
    customerChanged: (customer: StoredCustomer) => feeds.customerChanged(customer),
    /** Forgets what was erased, and ends who listens to it. */
    erased,
    /** Goes on with sealing everything anew, where that was begun. */
    resumeRotation: () => rotation.resume(),
    async stop(): Promise<void> {
      watch.stop()
      await rotation.stop()
    },
  }
}

function insightWithoutModel(): DataPorts["insight"] {
  const insights = new Insights({ embedder: async () => undefined, llm: undefined })
  return (conversation, messages) => insights.of(conversation.id, messages)
}

async function callerPorts(
  { db }: Database,
  partners: Pick<Partners, "byId">,
): Promise<CallerPorts & { forget(): void }> {
  const operators = new OperatorTokens(await serverSecret(db, OPERATOR_SECRET))
  const find = remembered((token: string) => bearerOf(db, operators, token), CALLER_TTL_MS)
  return {
    async callerOfToken(token) {
      const bearer = await find(token)
      const partner = bearer && (await partners.byId(bearer.partnerId))
      if (!bearer || !partner) return undefined
      const { partnerId: _, ...rest } = bearer
      return { partner, ...rest }
    },
    forget: find.forget,
  }
}

type Bearer = Omit<DeskCaller, "partner"> & { partnerId: string }

async function bearerOf(
  db: Database["db"],
  operators: OperatorTokens,
  token: string,
): Promise<Bearer | undefined> {
  const now = new Date()
  if (!token.startsWith("op_")) {
    const found = await agentByToken(db, token, now)
    if (!found) return undefined
    const { agent, tokenId } = found
    return { partnerId: agent.partnerId, agent, role: agent.role, tokenId, actor: agent.email }
  }
  const operator = operators.read(token, now)
  if (!operator) return undefined
  const { partnerId, agentNumber } = operator
  const agent = agentNumber === undefined ? undefined : await agentByNumber(db, partnerId, agentNumber)
  if (agentNumber !== undefined && (!agent || agent.disabled)) return undefined
  return { partnerId, agent, role: "admin", tokenId: undefined, actor: OPERATOR }
}

function accountPorts(database: Database, changed: AccountPorts["changed"]): AccountPorts {
  const { db } = database
  const passwords = new Passwords()
  const hashing = { hashPassword: (password: string) => passwords.hash(password) }
  const proof: Pick<AccountPorts["signIn"], "verifyPassword" | "takeCode"> = {
    verifyPassword: (password, hash) => passwords.verify(password, hash),
    async takeCode({ agent, secondFactor }, code, at) {
      const step = secondFactor && stepOfCode(secondFactor.secret, code, at)
      return step !== undefined && takeStep(db, agent.id, step)
    },
  }
  return {
    signIn: { ...signInPorts(database), ...proof },
    own: { ...ownAccountPorts(database), ...hashing, ...proof, newSecret: newTotpSecret },
    create: { ...createAgentPorts(database), ...hashing },
    change: { ...changeAgentPorts(database), ...hashing },
    accountOf: ({ id }) => accountById(db, id),
    secondFactorUrl: (secret, { email }, { name }) => totpUrl(secret, email, name),
    tokens: ({ id }) => liveTokens(db, id, new Date()),
    revokeToken: (agent, tokenId, actor) => revokeAndNote(database, agent, tokenId, actor, new Date()),
    changed,
  }
}
