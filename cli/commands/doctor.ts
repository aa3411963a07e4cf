import { accessSync, constants } from "node:fs"
import { resolve } from "node:path"
import { Command } from "commander"
import type { Config } from "../../src/config/schema.ts"
import type { Partner } from "../../src/core/partner.ts"
import { openConfiguredEmbedder } from "../../src/embeddings.ts"
import { noSuchPartner } from "../../src/health-checks.ts"
import { checkMailbox, type MailboxConfig } from "../../src/integrations/mail/incoming/mailbox.ts"
import { isAddress } from "../../src/integrations/mail/message.ts"
import { senderOf } from "../../src/integrations/mail/sender.ts"
import { configuredServices, mailboxOf } from "../../src/services.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { inDataFolder, lackOfSpace, makeDataFolder } from "../../src/storage/data-folder.ts"
import { connect, type Database } from "../../src/storage/database.ts"
import { pendingMigrations } from "../../src/storage/migrate.ts"
import { summarizeBases } from "../../src/storage/repositories/knowledge-bases.ts"
import { listPartners } from "../../src/storage/repositories/partners.ts"
import { requireKeysFor } from "../../src/storage/sealing/key-registry.ts"
import { damageFound, damageSaid } from "../../src/storage/sqlite/damage.ts"
import { allEndpoints } from "../../src/storage/webhooks/endpoint-states.ts"
import { CommandFailure } from "../failure.ts"
import { paint, printJson } from "../print.ts"
import { configOf } from "../settings.ts"
import { safeLine } from "../terminal-text.ts"
import { localTime } from "../times.ts"
import { counted } from "./copying.ts"

type State = "ok" | "warning" | "fault" | "off"

interface Finding {
  what: string
  state: State
  says: string
}

const MARKS: Record<State, string> = {
  ok: paint("green", "ok     "),
  warning: paint("yellow", "warning"),
  fault: paint("red", "fault  "),
  off: paint("dim", "off    "),
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "check data folder, database, model, knowledge base, SMTP, webhooks, IMAP, Freshdesk, LLM, metrics and Sentry, and say what to do",
    )
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd doctor")
    .action(async (flags: { json?: boolean }, self: Command) => {
      const findings = await examine(configOf(self))
      for (const finding of findings) {
        if (flags.json) printJson(finding)
        else console.log(`${MARKS[finding.state]}  ${finding.what.padEnd(14)}  ${finding.says}`)
      }
      const faults = findings.filter((finding) => finding.state === "fault").length
      if (faults > 0) throw new CommandFailure(`${faults} ${faults === 1 ? "fault" : "faults"} found.`)
    })
}

async function examine(config: Config): Promise<Finding[]> {
  const findings = [dataFolder(config)]
  findings.push(...(await databaseAndKnowledge(config)))
  findings.push(await model(config))
  findings.push(...(await services(config)))
  findings.push(metrics(config), await sentry(config))
  return findings
}

function metrics({ metrics: { token, open } }: Config): Finding {
  const what = "metrics"
  if (open) {
    const says =
      "GET /metrics is open to everybody who reaches the server: keep it from the public at your proxy"
    return { what, state: "warning", says }
  }
  return token
    ? { what, state: "ok", says: "GET /metrics, for the bearer of metrics.token" }
    : { what, state: "off", says: "not configured: nobody may read GET /metrics; set metrics.token" }
}

async function sentry({ sentry: { dsn, environment } }: Config): Promise<Finding> {
  const what = "sentry"
  if (!dsn)
    return { what, state: "off", says: "not configured: errors stand in the log only; set sentry.dsn" }
  const { askSentry } = await import("../../src/integrations/sentry/ask-sentry.ts")
  // Without the key, which stands before its host.
  const { origin } = new URL(dsn)
  const answer = await askSentry(dsn)
  if (answer === "takes")
    return { what, state: "ok", says: `${origin} takes reports; errors are filed under ${environment}` }
  if (answer === "pauses") {
    const says = `${origin} takes no more reports for now (its limit is reached): errors stand in the log only.`
    return { what, state: "warning", says }
  }
  const says = {
    refuses: `${origin} does not know sentry.dsn: copy it again from the project's settings (Client Keys).`,
    silent: `${origin} does not answer. Check sentry.dsn, and whether a firewall lets chatd out to it.`,
  }
  if (typeof answer === "string") return { what, state: "fault", says: says[answer] }
  return {
    what,
    state: "fault",
    says: `${origin} answered with status ${answer.status}: is sentry.dsn right?`,
  }
}

function dataFolder({ data }: Config): Finding {
  const what = "data folder"
  try {
    makeDataFolder(data)
    inDataFolder(data, () => accessSync(data, constants.R_OK | constants.W_OK))
    const lack = lackOfSpace(data)
    return lack ? { what, state: "fault", says: lack } : { what, state: "ok", says: resolve(data) }
  } catch (error) {
    return { what, state: "fault", says: (error as Error).message }
  }
}

async function databaseAndKnowledge(config: Config): Promise<Finding[]> {
  let database: Database
  try {
    database = await connect(configuredLocation(config))
  } catch (error) {
    const damage = damageSaid(error)
    if (damage) return [{ what: "database", state: "fault", says: damage }]
    const remedy = config.database_url
      ? "Check database_url and that Postgres runs."
      : "Check the data folder's rights and space."
    return [{ what: "database", state: "fault", says: `${sentence((error as Error).message)} ${remedy}` }]
  }
  try {
    const waiting = await writableAndKnown(database)
    if (!Array.isArray(waiting)) return [waiting]
    if (waiting.length > 0) {
      const says = `${database.dialect}; ${waiting.length} migrations have not run: \`chatd serve\` or \`chatd migrate\` runs them`
      return [{ what: "database", state: "warning", says }]
    }
    const damage = await damageFound(database)
    if (damage) return [{ what: "database", state: "fault", says: damage }]
    const missing = await missingKey(database)
    if (missing) return [{ what: "database", state: "ok", says: database.dialect }, missing]
    return [
      { what: "database", state: "ok", says: database.dialect },
      await knowledge(config, database),
      ...mail(config, await listPartners(database.db)),
      ...(await webhooks(database)),
      ...answers(config, await listPartners(database.db)),
    ]
  } finally {
    await database.close()
  }
}

/** The migrations that have not run; what is wrong with a database that takes no writes, or that a newer chatd has migrated. */
async function writableAndKnown(database: Database): Promise<string[] | Finding> {
  try {
    await database.ping()
    return await pendingMigrations(database)
  } catch (error) {
    return { what: "database", state: "fault", says: (error as Error).message }
  }
}

/** What a server would refuse to start for: texts that it could not read. */
async function missingKey({ db, sealing }: Database): Promise<Finding | undefined> {
  const used = await db.selectFrom("encryption_key").selectAll().execute()
  try {
    requireKeysFor(used, sealing, "allowed")
    return undefined
  } catch (error) {
    return { what: "encryption", state: "fault", says: (error as Error).message }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

async function knowledge(config: Config, { db }: Database): Promise<Finding> {
  const what = "knowledge base"
  const partners = await listPartners(db)
  if (partners.length === 0) {
    return {
      what,
      state: "warning",
      says: "no partner yet: chatd partner create --name Acme --domain acme.com",
    }
  }
  if (config.crm.partner && !partners.some((partner) => partner.id === config.crm.partner)) {
    return { what, state: "fault", says: noSuchPartner(config.crm.partner) }
  }
  const bases = (await Promise.all(partners.map((partner) => summarizeBases(db, partner.id)))).flat()
  const articles = bases.reduce((sum, base) => sum + base.articles, 0)
  const unreadable = bases.reduce((sum, base) => sum + base.unreadable, 0)
  if (articles === 0)
    return { what, state: "warning", says: "empty: read something in with chatd kb ingest ./docs" }
  if (unreadable > 0) {
    return {
      what,
      state: "warning",
      says: `${articles} articles; ${unreadable} files could not be read: run \`kb ingest\` again to see why`,
    }
  }
  return {
    what,
    state: "ok",
    says: `${counted(articles, "article")} in ${counted(bases.length, "knowledge base")}`,
  }
}

/** Those that are told of nothing, though nobody wanted it so, and those that fail just now. */
async function webhooks({ db }: Database): Promise<Finding[]> {
  const what = "webhooks"
  const all = await allEndpoints(db)
  if (all.length === 0) return []
  const findings = all.flatMap((one): Finding[] => {
    const name = `webhook ${one.number} of ${safeLine(one.partnerName)}`
    const resume = `chatd webhooks set ${one.number} --resume --partner ${one.partnerId}`
    const since = localTime(new Date(one.statusAt).toISOString())
    const fault = one.lastError ? ` (${one.lastError})` : ""
    if (one.reason === "failing")
      return [
        {
          what,
          state: "fault",
          says: `${name} took nothing for a day and is paused since ${since}${fault}. Events are kept. Mend the receiver, then: ${resume}`,
        },
      ]
    if (one.reason === "gone")
      return [
        {
          what,
          state: "fault",
          says: `${name} answered 410 and is off since ${since}: no events are kept. Where that was a mistake: ${resume}`,
        },
      ]
    if (one.status === "active" && one.lastError !== undefined)
      return [
        {
          what,
          state: "warning",
          says: `${name} does not take its events: ${one.lastError} They are tried for a day.`,
        },
      ]
    return []
  })
  const active = all.filter(({ status }) => status === "active").length
  const paused = all.length - active
  const says = paused === 0 ? `${active} active` : `${active} active, ${paused} paused by an admin`
  return findings.length > 0 ? findings : [{ what, state: "ok", says }]
}

/** What would be missing in mails that go out. */
function mail({ smtp, server }: Config, partners: readonly Partner[]): Finding[] {
  // That nothing is sent is told below.
  if (!smtp.host) return []
  const what = "mail"
  const warn = (says: string): Finding => ({ what, state: "warning", says })
  const { address } = senderOf(smtp.from ?? "")
  const domain = address.split("@")[1]?.toLowerCase()
  const findings: Finding[] = []
  if (!isAddress(address))
    findings.push({
      what,
      state: "fault",
      says: 'smtp.from is no sender: write it as "Support <support@example.com>"',
    })
  else if (!partners.some((partner) => isOf(domain, partner.domain)))
    findings.push(
      warn(
        `smtp.from is of ${domain}, which is no partner's domain: see that its SPF and DKIM records let ${smtp.host} send for it`,
      ),
    )
  if (!server.public_url)
    findings.push(
      warn("server.public_url is not set: mails link to no conversation, and cannot be unsubscribed"),
    )
  else if (!server.public_url.startsWith("https://"))
    findings.push(warn("server.public_url is not https://: links in mails can be read on the way"))
  for (const { id, name, settings } of partners)
    if (settings.mail.team.length === 0)
      findings.push(
        warn(`nobody is told of ${name}'s new tickets: chatd partner set ${id} mail.team=team@example.com`),
      )
  return findings.length > 0 ? findings : [{ what, state: "ok", says: `from ${address}` }]
}

/** What would go wrong with mails that come in. */
function answers({ imap, smtp }: Config, partners: readonly Partner[]): Finding[] {
  if (!imap.host) return []
  const what = "mail"
  const warn = (says: string): Finding => ({ what, state: "warning", says })
  const findings: Finding[] = []
  if (imap.new === "ticket" && !partners.some(({ id }) => id === imap.partner))
    findings.push({
      what,
      state: "fault",
      says: `imap.partner is ${imap.partner ?? "empty"}, which is no partner`,
    })
  if (!imap.authserv_id)
    findings.push(
      warn(
        "imap.authserv_id is not set: whoever writes a customer's address into a mail is believed to be them",
      ),
    )
  if (!smtp.host) findings.push(warn("mail is read, but none is sent: set smtp.host and smtp.from"))
  return findings
}

function isOf(domain: string | undefined, site: string): boolean {
  const named = site
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[:/].*$/, "")
    .replace(/^www\./, "")
  return (
    domain !== undefined && (domain === named || domain.endsWith(`.${named}`) || named.endsWith(`.${domain}`))
  )
}

async function model(config: Config): Promise<Finding> {
  const what = "model"
  try {
    const started = performance.now()
    const embedder = await openConfiguredEmbedder(config)
    await embedder.embed(["Is the model there?"], "query")
    await embedder.close()
    return {
      what,
      state: "ok",
      says: `${embedder.id}, answered in ${Math.round(performance.now() - started)} ms`,
    }
  } catch (error) {
    return { what, state: "fault", says: `${(error as Error).message} Check the embeddings settings.` }
  }
}

const WHERE_TO_LOOK = {
  llm: {
    off: "answers come from your documents' own sentences",
    check: "Check llm.base_url, llm.api_key and llm.model.",
  },
  smtp: { off: "no mail is sent; set smtp.host and smtp.from", check: "Check the smtp settings." },
  imap: { off: "no mail is read; set imap.host and imap.address", check: "Check the imap settings." },
  freshdesk: { off: "chatd's own tickets serve", check: "Check freshdesk.domain and freshdesk.api_key." },
}

type Health = { ok: true; says?: string } | { ok: false; detail: string }

async function services(config: Config): Promise<Finding[]> {
  const { llm, mailer: smtp, freshdesk } = configuredServices(config)
  const mailbox = mailboxOf(config)
  const trial = llm && { health: () => llm.tryOut() }
  const imap = mailbox && { health: () => mailboxHealth(mailbox) }
  const findings = await Promise.all(
    Object.entries({ llm: trial, smtp, imap, freshdesk }).map(async ([what, service]): Promise<Finding> => {
      const { off, check } = WHERE_TO_LOOK[what as keyof typeof WHERE_TO_LOOK]
      if (!service) return { what, state: "off", says: `not configured: ${off}` }
      const health: Health = await service.health()
      return health.ok
        ? { what, state: "ok", says: health.says ?? "answers" }
        : { what, state: "fault", says: `${safeLine(health.detail)} ${check}` }
    }),
  )
  smtp?.close()
  return findings
}

async function mailboxHealth(config: MailboxConfig) {
  try {
    const { tells, waiting } = await checkMailbox(config)
    const how = tells ? "tells of new mail by itself" : "is asked again and again"
    const mails = waiting === 1 ? "1 unseen mail" : `${waiting} unseen mails`
    return { ok: true, says: `${mails} in ${config.mailbox}; it ${how}` } as const
  } catch (error) {
    return { ok: false, detail: (error as Error).message } as const
  }
}
