import { randomUUID } from "node:crypto"
import type { Config } from "./config/schema.ts"
import { type Answer, isUnsure } from "./core/answer.ts"
import { UNSURE } from "./core/conversations/bot-sentences.ts"
import type { Partner } from "./core/partner.ts"
import {
  MOST_SITES,
  type NamedSite,
  type NoticeSitePorts,
  noticeSite,
  saidOf,
} from "./core/sites/notice-site.ts"
import { siteOrigin } from "./core/sites/site-origin.ts"
import { answersInPart } from "./core/told-sources.ts"
import { repeat } from "./jobs/repeat.ts"
import type { Embedders } from "./knowledge/embedders.ts"
import type { IngestReport } from "./knowledge/ingest.ts"
import type { LoadedBase } from "./knowledge/loaded-base.ts"
import { SaidByPages } from "./knowledge/said-by-pages.ts"
import { rootOf } from "./knowledge/site-root.ts"
import type { Logger } from "./log.ts"
import { remembered } from "./remembered.ts"
import type { Database } from "./storage/database.ts"
import { partnerById } from "./storage/repositories/partners.ts"
import {
  addSite,
  claimSite,
  finishReading,
  forgetSite,
  keepReading,
  NEVER,
  releaseAll,
  releaseSite,
  type Site,
  unreadSite,
} from "./storage/repositories/sites.ts"
import { keepDescription, removePages, siteStore } from "./storage/site-knowledge.ts"
import { version } from "./version.ts"

/** Sites that this server reads at once. */
const MOST_AT_ONCE = 2
/** A site whose reader died is taken up by another after this. */
const LEASE_MS = 60_000
const HEARTBEAT_MS = 1_000
/** Another process may have asked for a site. */
const LOOK_MS = 2_000
/** What is not read by then is left for the next time. */
const LONGEST_MS = 10 * 60_000
const HOUR_MS = 3_600_000
/** After the first failure; then twice as long each time. */
const RETRY_MS = 60_000
/** What was named within this time is not looked up again. */
const NOTICED_MS = 60_000
const MOST_NOTICED = 1_000
/** How long it may be unknown that a site has been read. */
const READING_MS = 1_000

export interface SitesOptions {
  config: Config
  database: Database
  log: Logger
  /** Resolves when the model is loaded. */
  embedders(): Promise<Embedders>
  /** Articles have come that the next answer may be made of. */
  changed(): Promise<void>
  /** No other process reads sites: what a crash left half done is taken up at once. */
  soleReader: boolean
}

export type Sites = ReturnType<typeof startSites>

/**
 * Reads the sites that partners' chats are about into their knowledge bases: at first sight, and again from time to time.
 * What is to be read is a row, so that it is read whatever becomes of this process.
 */
export function startSites(options: SitesOptions) {
  const { database, log } = options
  const { db } = database
  const me = randomUUID()
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let looking: Promise<void> | undefined

  const released = (options.soleReader ? releaseAll(db) : Promise.resolve()).catch((err) =>
    log.error({ err }, "sites that were being read wait for their lease to end"),
  )

  function wake(): void {
    if (stopping.signal.aborted) return
    clearTimeout(timer)
    looking ??= look()
      .catch((err) => log.error({ err }, "sites cannot be looked up"))
      .finally(() => {
        looking = undefined
        if (stopping.signal.aborted) return
        timer = setTimeout(wake, LOOK_MS)
        timer.unref()
      })
  }

  async function look(): Promise<void> {
    await released
    while (running.size < MOST_AT_ONCE && !stopping.signal.aborted) {
      const site = await claimSite(database, me, new Date(), LEASE_MS)
      if (!site) return
      const reading: Promise<void> = read(site)
        .catch((err) => log.error({ err, site: site.origin }, "a site could not be read"))
        .finally(() => {
          running.delete(reading)
          wake()
        })
      running.add(reading)
    }
  }

  async function read(site: Site): Promise<void> {
    const partner = await partnerById(db, site.partnerId)
    // What may not be read any more does not stay either.
    if (!partner || siteOrigin(partner, site.origin) !== site.origin) {
      await removePages(db, site.partnerId, rootOf(site.origin))
      await forgetSite(db, site)
      return
    }
    const lost = new AbortController()
    const late = AbortSignal.timeout(LONGEST_MS)
    const signal = AbortSignal.any([stopping.signal, lost.signal, late])
    let report: Readonly<IngestReport> | undefined
    const beat = repeat(HEARTBEAT_MS, async () => {
      const until = new Date(Date.now() + LEASE_MS)
      // A database that is busy for a moment is asked again; the lease is longer than that.
      const isOurs = await keepReading(db, site, me, progressOf(report), until).catch(() => true)
      if (!isOurs) lost.abort()
      return HEARTBEAT_MS
    })
    const failure = await take(partner, site, signal, (now) => {
      report = now
    }).catch((error: unknown) => {
      log.warn({ err: error, site: site.origin }, "a site could not be read")
      return error instanceof Error ? error.message : String(error)
    })
    await beat.stop()
    if (lost.signal.aborted) {
      // It was taken off the list meanwhile, by whoever removed what was there by then.
      await removePages(db, site.partnerId, rootOf(site.origin))
      return
    }
    if (stopping.signal.aborted) return releaseSite(db, site, me)
    await keepReading(db, site, me, progressOf(report), new Date(Date.now() + LEASE_MS))
    const error = failure ?? faultOf(report, late.aborted)
    const readAt = failure === undefined && !isNothing(report) ? new Date() : undefined
    const nextAt = readAt
      ? nextReading(partner)
      : new Date(Date.now() + RETRY_MS * 2 ** Math.min(site.attempts - 1, 10))
    // Whoever reads that a site has been read may ask about it at once.
    await options.changed()
    await finishReading(db, site, me, { nextAt, readAt, error })
    const { pages, articles } = progressOf(report)
    const told = { site: site.origin, partner: partner.id, pages, articles, error }
    if (readAt) log.info(told, "a site was read")
    else log.warn(told, "a site could not be read; it is tried again")
  }

  /** @returns why it was not read; undefined where it was, as far as it could be */
  async function take(
    partner: Partner,
    site: Site,
    signal: AbortSignal,
    onProgress: (report: Readonly<IngestReport>) => void,
  ): Promise<string | undefined> {
    const models = await options.embedders()
    const target = await siteStore(db, partner.id, models.current, (id) => models.byId(id))
    if (!target)
      return "The knowledge base is being embedded with another model; the site is read after that."
    const { kb } = options.config
    // What reads documents is loaded with the first site: a start does not wait for it.
    const { readSite } = await import("./knowledge/read-site.ts")
    await readSite(site.origin, {
      ...target,
      allows: (origin) => siteOrigin(partner, origin) === origin,
      maxPages: kb.max_pages,
      allowPrivate: kb.allow_private_addresses,
      version,
      signal,
      onProgress,
    })
    return undefined
  }

  const ports: NoticeSitePorts = {
    addSite: (partnerId, origin, by, most) => addSite(database, partnerId, origin, by, most, new Date()),
    async describe(partnerId, host, text) {
      const models = await options.embedders()
      const description = { partnerId, host, text, most: MOST_SITES }
      if (await keepDescription(db, description, models.current, (id) => models.byId(id)))
        await options.changed()
    },
    wake,
    refused: ({ id }, url) =>
      log.warn(
        { partner: id, site: siteNamed(url) },
        "a page names a site that is none of its partner's: it is not read; `chatd partner set` sites.domains lets it be",
      ),
  }
  const saidByPages = new SaidByPages()
  /** What was named, and until when it need not be looked up again. */
  const noticed = new Map<string, number>()
  const unread = remembered((partnerId: string) => unreadSite(db, partnerId), READING_MS)

  return {
    /** Looks for sites to read. Until then nothing is read. */
    start: wake,
    /** A client says which site its chat is about. What goes wrong with it is nobody's business who only asks something. */
    async notice(partner: Partner, site: NamedSite, customerId: number): Promise<void> {
      if (site.url.trim() === "" && site.description.trim() === "") return
      const said = site.by === "server" || !partner.settings.sites.enabled ? undefined : saidOf(partner, site)
      if (said) saidByPages.keep(customerId, said)
      // Under other settings it may be another matter.
      const { id, domain, allowedOrigins, settings } = partner
      const key = JSON.stringify([id, site, domain, allowedOrigins, settings.sites])
      const now = performance.now()
      if ((noticed.get(key) ?? 0) > now) return
      // Keys come from callers: whoever invents them must not fill the memory.
      if (noticed.size >= MOST_NOTICED) noticed.clear()
      noticed.set(key, now + NOTICED_MS)
      await noticeSite(ports, partner, site).catch((err) => {
        noticed.delete(key)
        log.error({ err, partner: id }, "a site could not be taken in")
      })
    },
    /** What is known from the customer's own page alone. */
    async saidTo(partnerId: string, customerId: number | undefined): Promise<LoadedBase[]> {
      if (customerId === undefined) return []
      const embedder = async () => (await options.embedders()).current
      const base = await saidByPages.baseFor(partnerId, customerId, embedder)
      return base ? [base] : []
    },
    /** While a site is read for the first time, whoever is not answered is told so. */
    async saying(partnerId: string, answer: Answer): Promise<Answer> {
      if (!isUnsure(answer.escalation) || answersInPart(answer)) return answer
      const site = await unread(partnerId)
      if (!site) return answer
      const { host } = new URL(site.origin)
      const text = `${UNSURE} I'm still reading ${host}: please ask again in a minute.`
      return { ...answer, text, language: "en" }
    },
    async stop(): Promise<void> {
      stopping.abort(new Error("The server is stopping."))
      clearTimeout(timer)
      await looking
      await Promise.all(running)
    },
  }
}

function progressOf(report: Readonly<IngestReport> | undefined) {
  const { sources = 0, unchanged = 0, articles = 0, unreadable = [] } = report ?? {}
  return { pages: sources - unreadable.length, articles: articles + unchanged, unreadable: unreadable.length }
}

/** Nothing at all could be read: it is tried again soon. */
function isNothing(report: Readonly<IngestReport> | undefined): boolean {
  return !report || (report.sources > 0 && report.sources === report.unreadable.length)
}

/** What whoever looks after it should know. */
function faultOf(report: Readonly<IngestReport> | undefined, late: boolean): string | undefined {
  if (late) return `It took longer than ${LONGEST_MS / 60_000} minutes; what was read by then is there.`
  const [first] = report?.unreadable ?? []
  if (first) return `${first.name} ${first.error}`
  if (report?.sources === 0) {
    const [left] = report.passedOver
    return left ? `${left.name} ${left.reason}` : "There was nothing to read."
  }
  return undefined
}

function nextReading({ settings }: Partner): Date {
  const { refreshHours } = settings.sites
  return refreshHours === 0 ? NEVER : new Date(Date.now() + refreshHours * HOUR_MS)
}

/** The address without its path and query, which may say who looked at it. */
function siteNamed(url: string): string {
  return URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : "no address"
}
