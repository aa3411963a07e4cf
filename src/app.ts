import { join } from "node:path"
import type { Embedder } from "../kb/embedder.ts"
import { answerQuestion } from "./answers/answer-question.ts"
import { warmUpExtraction } from "./answers/extract/warm-up.ts"
import { warmUpIntents } from "./answers/intent/classifier.ts"
import { languageOf } from "./answers/intent/language.ts"
import { healthReport } from "./api/crm/health.ts"
import { crmRoutes } from "./api/crm/routes.ts"
import { partnerRoutes } from "./api/partner/routes.ts"
import { calmLog } from "./calm-log.ts"
import { openChatbot } from "./chatbot.ts"
import type { Config } from "./config/schema.ts"
import { CONTRACTS } from "./contracts.ts"
import { openConversations } from "./conversations.ts"
import { OPERATOR, REGISTRATION } from "./core/audit.ts"
import type { AnswerPorts } from "./core/conversations/answer-conversation.ts"
import { allowsOrigin } from "./core/partner.ts"
import { isLive } from "./core/partner-keys.ts"
import { openDesk } from "./desk.ts"
import { deskKnowledge } from "./desk-knowledge.ts"
import { openErrorReports, reportingLog } from "./error-reports.ts"
import { externalChatbots } from "./external-chatbot.ts"
import { openFreshdeskBack } from "./freshdesk-back.ts"
import { healthChecks, noSuchPartner } from "./health-checks.ts"
import { clientAddress } from "./http/client-address.ts"
import { httpFrame } from "./http/frame.ts"
import { metricsRoute } from "./http/metrics-route.ts"
import { docsPages } from "./http/openapi/docs-pages.ts"
import { strangersName } from "./http/own-name.ts"
import { pages, type ShownPartner } from "./http/pages.ts"
import { listen } from "./http/server.ts"
import { watchSockets } from "./http/socket-watch.ts"
import { widgetFiles } from "./http/widget-files.ts"
import { provenIdentities } from "./identities.ts"
import { googleTokens } from "./identity/google-tokens.ts"
import { openIntents } from "./intents.ts"
import { startDailyFigures } from "./jobs/daily-figures.ts"
import { tellUndelivered } from "./jobs/mail/tell-undelivered.ts"
import { type Outbox, startOutbox } from "./jobs/outbox.ts"
import { ticketJobs } from "./jobs/ticket-jobs.ts"
import { startKnowledge } from "./knowledge-service.ts"
import { loggedLlmFaults } from "./llm-faults.ts"
import type { Logger } from "./log.ts"
import { startMailIn } from "./mail-in.ts"
import { openMailOut } from "./mail-out.ts"
import { onceThere } from "./once-there.ts"
import { rememberedPartners } from "./partners.ts"
import { startRetention } from "./retention.ts"
import { configuredServices, mailboxOf } from "./services.ts"
import { startSites } from "./sites.ts"
import { configuredLocation } from "./storage/configured-location.ts"
import { customerPorts, escalationPorts, partnerPorts, questionPorts } from "./storage/core-ports.ts"
import { DATABASE_FILE } from "./storage/data-folder.ts"
import { type Db, openDatabase } from "./storage/database.ts"
import { lockDataFolder } from "./storage/instance-lock.ts"
import { isNew } from "./storage/migrate.ts"
import { exampleQuestions } from "./storage/repositories/kb-articles.ts"
import { keysOf, liveAmong } from "./storage/repositories/partner-keys.ts"
import { partnerById, partnersAmong } from "./storage/repositories/partners.ts"
import { announceServer } from "./storage/running-server.ts"
import { PATIENCE_MS } from "./storage/sqlite/busy.ts"
import { watchDatabaseFile } from "./storage/sqlite/database-file.ts"
import { statsPorts } from "./storage/stats/stats-ports.ts"
import { version } from "./version.ts"
import { startWebhooks } from "./webhooks.ts"

/** A command that has the data folder to itself, since no server runs, is done soon. */
const COMMAND_MS = 3_000

/** So long an end waits for what is to be reported. */
const REPORT_MS = 1_000
/** No statement of a server's own takes nearly as long; who asks has given up by then. */
const QUERY_WITHIN_MS = 30_000

export interface RunningServer {
  url: URL
  /** Resolves with the reason once going on is of no use: whatever was written would be lost. */
  lost: Promise<Error>
  /** Reports the error that ends this process, and waits for it a moment; undefined where errors are not reported. */
  reportFatal: ((error: unknown) => Promise<void>) | undefined
  /** Takes no more requests, lets those under way and the outbox finish, and closes everything. */
  stop(): Promise<void>
}

/**
 * Puts the whole server together; the only file that knows everybody.
 *
 * @param embedder the configured one, where the caller has it open already; the server closes it
 */
export async function startServer(
  config: Config,
  ownLog: Logger,
  embedder?: Embedder,
): Promise<RunningServer> {
  const lock = config.database_url ? undefined : lockDataFolder(config.data, COMMAND_MS)
  const database = await openDatabase(configuredLocation(config), PATIENCE_MS.server, "allowed", (ran) =>
    // A data folder that is not mounted looks like a new one: who lacks everything finds here why.
    ownLog.info(
      { migrations: ran.length },
      isNew(ran) ? "a new database was made" : "the database was brought up to this version",
    ),
  )
  const file = lock && watchDatabaseFile(join(config.data, DATABASE_FILE))
  // The migrations took as long as they took.
  database.limitQueries(QUERY_WITHIN_MS)
  const isMetered = config.metrics.open || config.metrics.token !== undefined
  // Loaded where they are wanted: their libraries take milliseconds of every start.
  const metrics = isMetered
    ? (await import("./metrics.ts")).openMetrics(database, {
        sockets: () => server.sockets(),
        onFault: (err) => log.warn({ err }, "what lies in the database could not be counted"),
      })
    : undefined
  const reports = await openErrorReports(config.sentry, ownLog, metrics?.reported)
  const log = calmLog(reports ? reportingLog(ownLog, reports) : ownLog)
  const knowing = startKnowledge(config, database, log)
  const { knowledge } = knowing
  const {
    llm,
    freshdesk,
    freshdeskBack: freshdeskClient,
    mailer,
  } = configuredServices(config, loggedLlmFaults(log))
  const { handlers: ticketHandlers, ...ticketing } = ticketJobs(database, config, { freshdesk, mailer })
  const mailOut = await openMailOut({ config, database, log, mailer })
  // What is enqueued before it starts it finds by itself.
  let outbox: Outbox | undefined
  const tickets = { ...ticketing, wake: () => outbox?.wake() }
  const escalation = escalationPorts(database, tickets)
  const partners = rememberedPartners(database)
  const checks = healthChecks({
    config,
    database,
    embed: async (text) => (await knowing.embedders()).current.embed([text], "query"),
    knowledge,
    llm,
    freshdesk,
    smtp: mailer,
    imap: mailboxOf(config) && { health: () => mailIn.health() },
    clocksDiffer: () => conversations.clocksDiffer(),
    isPartner: async (id) => (await partners.byId(id)) !== undefined,
  })

  const intents = openIntents(database, partners, async () => (await knowing.embedders()).current)
  const sites = startSites({
    config,
    database,
    log,
    embedders: knowing.embedders,
    // What is another's may be broken; who looks for changes says so, and looks again.
    changed: () => knowledge.refresh().catch(() => {}),
    soleReader: lock !== undefined,
  })
  const answer: AnswerPorts["answer"] = async (input) => {
    const embedders = await knowing.embedders()
    const said = await answerQuestion(
      {
        embedderOf: (modelId) => embedders.byId(modelId),
        llm,
        basesOf: async (partnerId) => [
          ...(await knowledge.of(partnerId)),
          ...(await sites.saidTo(partnerId, input.customerId)),
        ],
        intents,
      },
      input,
    )
    return sites.saying(input.partnerId, said)
  }
  // Asked only while a request is served, when the server below is there.
  const addressOf = (request: Request) => clientAddress(request, server, config.server.trust_proxy)
  const webhooks = startWebhooks({
    database,
    log,
    mails: mailer !== undefined,
    config: config.webhooks,
    soleWorker: lock !== undefined,
    ...(metrics && { onAttempt: metrics.attempted }),
  })
  const verifyGoogleToken = googleTokens(config.google.jwks_url)
  const googleClients = config.google.client_ids.split(",").flatMap((one) => one.trim() || [])
  const customers = customerPorts(database)
  const conversations = await openConversations({
    config,
    database,
    log,
    mail: mailer !== undefined,
    partners,
    verifyIdentity: provenIdentities(database, partners, verifyGoogleToken, googleClients),
    answer,
    askExternal: externalChatbots(config.external_chatbot.allow_private_addresses, log),
    languageOf,
    tickets,
    addressOf,
    noticeSite: sites.notice,
    onWritten(batch) {
      webhooks.notice()
      metrics?.committed(batch)
    },
  })
  const back = openFreshdeskBack({
    config,
    database,
    log,
    client: freshdeskClient,
    tickets: conversations.parts.tickets,
    wake: tickets.wake,
    addressOf,
  })
  outbox = startOutbox({
    database,
    handlers: { ...ticketHandlers, ...mailOut.handlers, ...back.handlers },
    log,
    soleWorker: lock !== undefined,
    onGivenUp(job, error, settle) {
      const { kind, attempts } = job
      reports?.report(error, { from: "job", kind, attempts })
      const { onCommitted } = conversations.parts
      return tellUndelivered({ database, onCommitted, tickets, settle }, job, error)
    },
  })
  const mailIn = await startMailIn({ config, database, log, partners, parts: conversations.parts, tickets })
  const desk = await openDesk({
    config,
    database,
    log,
    partners,
    conversations: conversations.parts,
    intents,
    knowledge: deskKnowledge(database, knowing.embedders, (partnerId) => knowledge.of(partnerId), llm),
    addressOf,
  })
  const chatbot = await openChatbot({
    config,
    database,
    partners,
    conversations,
    desk,
    tickets,
    noticeSite: sites.notice,
    verifyGoogleToken,
    googleClients,
    addressOf,
  })
  const isKnownOrigin = async (origin: string) =>
    (await partners.all()).some((partner) => allowsOrigin(partner, origin))
  const http = httpFrame({
    log,
    isKnownOrigin,
    ...(metrics && { onAnswered: metrics.answered }),
    ...(reports && {
      onFailed: ({ error, ...where }) => reports.report(error, { from: "request", ...where }),
    }),
  })
    .use(
      crmRoutes({
        config,
        partners,
        ports: {
          ...questionPorts(database, config),
          ...escalation,
          answer,
        },
        health: () => healthReport(checks),
        addressOf,
      }),
    )
    .use(
      partnerRoutes({
        config,
        partners,
        registration: partnerPorts(
          database,
          config.partners.registration === "open" ? REGISTRATION : OPERATOR,
        ),
        customers: {
          ...customers,
          async saveCustomer(partnerId, externalId, ...change) {
            const before = await customers.findCustomer(partnerId, externalId)
            const saved = await customers.saveCustomer(partnerId, externalId, ...change)
            if (saved.birthdate !== before?.birthdate) await conversations.birthdateChanged(saved)
            desk.customerChanged(saved)
            return saved
          },
        },
        addressOf,
      }),
    )
    .use(conversations.routes)
    .use(back.routes)
    .use(desk.routes)
    .use(chatbot.routes)
    .use(
      pages({
        partner: () => shownPartner(database.db, config.crm.partner),
        mail: mailer !== undefined,
        exampleQuestions: (partnerId, limit) => exampleQuestions(database.db, partnerId, limit),
      }),
    )
    .use(mailOut.pages)
    .use(widgetFiles())
    .use(metricsRoute(config.metrics, metrics))
    .use(docsPages(CONTRACTS, version))
  const replySweep = mailOut.startSweep({
    partners: partners.all,
    isHere: (customerId) => conversations.parts.here.isHere(customerId),
    wake: () => outbox.wake(),
  })
  const { host, port, public_url: publicUrl, sockets_per_address: mostOfAddress } = config.server
  const server = listen(http, [...conversations.sockets, ...desk.sockets], {
    host,
    port,
    log,
    addressOf,
    mostOfAddress,
    refusal: (request) => strangersName(request, { publicUrl, isKnownOrigin, addressOf }),
  })
  const socketWatch = watchSockets(server, {
    partnersAmong: (ids) => partnersAmong(database.db, ids),
    liveAmong: (keys) => liveAmong(database.db, keys, new Date()),
    // Of those that let them in: looked up by id they may be known of longer, and who has just come was sent away.
    letsInBareIds: async (id) =>
      (await partners.all()).some((partner) => partner.id === id && partner.settings.sockets.bareClientId),
    onFault: (err) => log.warn({ err }, "whose sockets are to be closed could not be looked up"),
  })
  const withdraw = announce(config.data, server.url, config.database_url !== undefined, log)
  // Whoever stops a server that starts ends the process.
  process.once("exit", withdraw)
  /** Where everything in the folder was deleted with the database, as a volume is emptied, the next server finds that one was there. */
  const leaveSign = (lost: Error) => {
    announce(config.data, server.url, false, log)
    return lost
  }

  // The model takes longer than everything before: who only wants to read or to reach a person is served meanwhile.
  const canAnswer = await knowing.load(embedder, conversations.resumeAnswers).catch(async (error) => {
    withdraw()
    process.off("exit", withdraw)
    await server.stop(0)
    throw error
  })
  const dailyFigures = startDailyFigures({ ports: statsPorts(database), partners: () => partners.all(), log })
  await onceThere(log, async () => {
    const { partner } = config.crm
    if (partner && !(await partners.byId(partner))) log.warn(noSuchPartner(partner))
    else if (partner) await knowledge.of(partner)
  })
  await warmUpExtraction()
  warmUpIntents()
  if (canAnswer) await onceThere(log, conversations.resumeAnswers)
  sites.start()
  await onceThere(log, desk.resumeRotation)
  const retention = startRetention({ database, partners, log, onGone: desk.erased })
  process.off("exit", withdraw)
  // What loading left behind is more than what stays, and nobody waits yet.
  Bun.gc(true)

  return {
    url: server.url,
    lost: file ? file.lost.then(leaveSign) : new Promise(() => {}),
    reportFatal:
      reports &&
      (async (error) => {
        reports.report(error, { from: "process" })
        await reports.flush(REPORT_MS)
      }),
    async stop() {
      withdraw()
      socketWatch.stop()
      await knowing.stop()
      await sites.stop()
      conversations.endPolls()
      await server.stop(config.server.drain_seconds * 1000)
      await mailIn.stop()
      await retention.stop()
      await desk.stop()
      await dailyFigures.stop()
      await replySweep.stop()
      await conversations.stop()
      metrics?.stop()
      await webhooks.stop(config.server.drain_seconds * 1000)
      await back.stop()
      await outbox?.stop(config.server.drain_seconds * 1000)
      mailer?.close()
      await knowing.close()
      file?.stop()
      await database.close()
      lock?.release()
      await reports?.flush(REPORT_MS)
    },
  }
}

/** Commands beside a server whose folder cannot be written do not find it; it serves all the same. */
function announce(dataDir: string, url: URL, isOnPostgres: boolean, log: Logger): () => void {
  try {
    return announceServer(dataDir, url, isOnPostgres)
  } catch (err) {
    log.warn({ err }, "the address could not be written into the data folder")
    return () => {}
  }
}

/** The partner that the pages show, as it is now. */
async function shownPartner(db: Db, id: string | undefined): Promise<ShownPartner | undefined> {
  const partner = id === undefined ? undefined : await partnerById(db, id)
  if (!partner) return undefined
  const keys = (await keysOf(db, partner.id)).filter((key) => isLive(key, new Date()))
  return { ...partner, widgetKey: keys.findLast(({ kind }) => kind === "widget")?.value }
}
