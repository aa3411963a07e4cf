import type { Config } from "./config/schema.ts"
import { isStillSignedIn } from "./core/customers.ts"
import type { Partner } from "./core/partner.ts"
import { isLive } from "./core/partner-keys.ts"
import { LINK_SECRET, type LinkTarget, LinkTokens } from "./http/link-tokens.ts"
import { type MailPagesPorts, type MailPageWords, mailPages } from "./http/mail-pages.ts"
import type { Mailer } from "./integrations/mail/smtp.ts"
import { chooseLanguage, directionOf, type Language } from "./integrations/mail/templates/languages.ts"
import { filledSubject } from "./integrations/mail/templates/template.ts"
import { wordsOf } from "./integrations/mail/templates/words.ts"
import { mailJobs } from "./jobs/mail/mail-jobs.ts"
import type { MailLinks } from "./jobs/mail/mail-room.ts"
import { ReplySweep } from "./jobs/mail/reply-sweep.ts"
import type { JobHandler } from "./jobs/outbox.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"
import { conversationByPublicId } from "./storage/repositories/conversations.ts"
import { customerById } from "./storage/repositories/customers.ts"
import { keysOf } from "./storage/repositories/partner-keys.ts"
import { partnerById } from "./storage/repositories/partners.ts"
import { allowNotices, stopNotices } from "./storage/repositories/reply-notices.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"

/** Where mails lead; nowhere while it is not set what the world calls this server. */
export async function mailLinks({ db }: Pick<Database, "db">, config: Config): Promise<MailLinks> {
  const tokens = await linkTokens(db)
  const base = config.server.public_url?.replace(/\/+$/, "")
  const link = (path: string, target: LinkTarget) =>
    base === undefined ? undefined : `${base}${path}${tokens.issue(target, new Date())}`
  return {
    conversation: ({ partnerId, publicId }) => link("/c/", { kind: "conversation", partnerId, publicId }),
    stopNotices: ({ partnerId, id }) => link("/u/", { kind: "notices", partnerId, customerId: id }),
  }
}

async function linkTokens(db: Database["db"]): Promise<LinkTokens> {
  return new LinkTokens(await serverSecret(db, LINK_SECRET))
}

export interface MailOutOptions {
  config: Config
  database: Database
  log: Logger
  mailer: Mailer | undefined
}

export interface SweepSurroundings {
  partners(): Promise<readonly Partner[]>
  /** Whether a customer has a client at this server. */
  isHere(customerId: number): boolean
  wake(): void
}

/** All mail that goes out, put together: what is sent, where it leads, and who is found to have gone. */
export async function openMailOut({ config, database, log, mailer }: MailOutOptions) {
  const links = await mailLinks(database, config)
  const handlers: Record<string, JobHandler> = mailer
    ? mailJobs({ database, config, links }, mailer, log)
    : {}
  return {
    handlers,
    pages: mailPages(await pagePorts(database, config)),
    /** Looks for customers who have gone, until stopped; where no mail can be sent nobody is looked for. */
    startSweep(surroundings: SweepSurroundings): { stop(): Promise<void> } {
      if (!mailer) return { stop: async () => {} }
      const sole = database.dialect === "sqlite"
      const sweep = new ReplySweep({ database, sole, log, ...surroundings })
      sweep.start()
      return sweep
    },
  }
}

async function pagePorts({ db }: Database, config: Config): Promise<MailPagesPorts> {
  const tokens = await linkTokens(db)
  const read = (token: string) => tokens.read(token, new Date())
  return {
    async conversation(token) {
      const target = read(token)
      if (target?.kind !== "conversation") return undefined
      const conversation = await conversationByPublicId(db, target.publicId)
      const customer = conversation && (await customerById(db, conversation.customerId))
      const partner = await partnerById(db, target.partnerId)
      if (!customer || !partner || customer.partnerId !== partner.id) return undefined
      if (!isStillSignedIn(customer, target.issuedAt)) return undefined
      const live = (await keysOf(db, partner.id)).filter((key) => isLive(key, new Date()))
      const widgetKey = live.findLast(({ kind }) => kind === "widget")?.value
      // Without a key the chat is for the partner that needs none.
      if (!widgetKey && config.crm.partner !== partner.id) return undefined
      return { words: wordsFor(partner, customer.locale), publicId: target.publicId, widgetKey }
    },
    async notices(token) {
      const target = read(token)
      if (target?.kind !== "notices") return undefined
      const customer = await customerById(db, target.customerId)
      const partner = await partnerById(db, target.partnerId)
      if (!customer || !partner || customer.partnerId !== partner.id) return undefined
      return {
        words: wordsFor(partner, customer.locale),
        stop: () => stopNotices(db, customer, new Date()),
        allow: () => allowNotices(db, customer),
      }
    },
    strangerWords: (languages) => pageWords(chooseLanguage(languages), ""),
  }
}

function wordsFor({ name, settings }: Partner, locale: string | undefined): MailPageWords {
  return pageWords(chooseLanguage([locale, settings.widget.locale]), name)
}

function pageWords(language: Language, company: string): MailPageWords {
  const direction = directionOf(language)
  const { pages } = wordsOf(language)
  const filled = Object.fromEntries(
    Object.entries(pages).map(([name, text]) => [name, filledSubject(text, { company }, direction)]),
  ) as typeof pages
  return { ...filled, language, direction }
}
