import { setTimeout as wait } from "node:timers/promises"
import { type Source, unreadableBy } from "../readers/reader.ts"
import { CRAWL_LIMITS, type CrawlLimits, type CrawlOptions } from "./crawl-limits.ts"
import { type Fetched, type FetchOptions, fetchPage } from "./fetch-page.ts"
import { isSearch } from "./page-kind.ts"
import { normaliseAddress, ownAddress, type PageLinks, pageLinks } from "./page-links.ts"
import { fetchRobots, type Robots } from "./robots.ts"
import { fetchSitemap, isSitemapAddress, type SitemapFault } from "./sitemap.ts"

/** Addresses that are taken from a sitemap for each page that may be read: many of them may be forbidden or lie elsewhere. */
const LISTED_PER_PAGE = 10

/** How often a page is asked for that says when to ask again, and the longest that is waited for it, in milliseconds. */
const MOST_TRIES = 3
const LONGEST_WAIT_MS = 60_000

/** Sitemaps of a robots.txt that are fetched. */
const MOST_SITEMAPS = 50

/**
 * A page that was fetched, or an address that gave none, and why, as a sentence's end. `byRule`: nothing is wrong with
 * it; robots.txt, the page itself or this crawl's bounds leave it out.
 */
export type Crawled = { source: Source } | SkippedPage

export interface SkippedPage {
  skipped: string
  reason: string
  byRule: boolean
  /** The origin that it leads to, where that is another one. */
  elsewhere?: string
  /** Whether it may be there another time. */
  passing?: boolean
  /** Whether it, and others, are left out only since the crawl is at its limit. */
  beyondLimit?: boolean
}

interface Task {
  url: URL
  /** Links from the start; 0 for what a sitemap lists as well. */
  depth: number
  /** Whether a page or a sitemap leads to it, not somebody who named it. */
  isFound: boolean
}

interface Visit {
  results: Crawled[]
  links: Task[]
}

/** A visit that has ended, and its own promise, to take it off the running ones. */
interface Ended {
  done: Visit
  visiting: Promise<Ended>
}

/** One crawl under way. */
interface Crawl {
  limits: CrawlLimits
  fetching: FetchOptions
  linksOf: NonNullable<CrawlOptions["links"]>
  origin: string
  robots: Robots
  /** Whether links are followed: not from a sitemap's pages, nor from a single page. */
  follows: boolean
  /** Sitemaps that gave no pages. */
  unlisted: SkippedPage[]
  /** Pages that a sitemap lists and that are not there. */
  dead: SkippedPage[]
  queue: Task[]
  /** Addresses that were queued. */
  seen: Set<string>
  /** Addresses that lie too deep, as far as is known yet. */
  tooDeep: Set<string>
  /** Addresses of sources, as several can lead to one page. */
  taken: Set<string>
  fetched: number
  bytes: number
  sleep: NonNullable<CrawlOptions["sleep"]>
  /** Whether pages are waited for: not any more once one was that gave nothing. */
  isPatient: boolean
}

/**
 * The pages of one site (one origin), as robots.txt, meta tags and canonical links allow. Pages come from the
 * sitemaps that robots.txt names, else from links; a start that is a sitemap gives its pages alone.
 * @throws the reason of `options.signal` when it is aborted; all else becomes a skipped page
 */
export async function* crawl(
  start: URL,
  limits: Partial<CrawlLimits> = {},
  options: CrawlOptions = {},
): AsyncGenerator<Crawled> {
  const ended = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal
  try {
    yield* crawlPages(await begin(start, { ...CRAWL_LIMITS, ...limits }, { ...options, signal }), signal)
  } finally {
    // Whoever asks for no more pages has no use for those under way.
    ended.abort()
  }
}

async function* crawlPages(state: Crawl, signal: AbortSignal): AsyncGenerator<Crawled> {
  yield* state.unlisted
  const running = new Set<Promise<Ended>>()
  while (running.size > 0 || mayFetch(state)) {
    while (running.size < state.limits.concurrency && mayFetch(state)) {
      const task = state.queue.shift()
      if (!task) break
      if (state.fetched++ > 0 && state.robots.delayMs > 0) await state.sleep(state.robots.delayMs, signal)
      const visiting: Promise<Ended> = visit(state, task).then((done) => ({ done, visiting }))
      // It may fail while nobody waits for it yet; the race below tells.
      visiting.catch(() => {})
      running.add(visiting)
    }
    const { done, visiting } = await Promise.race(running)
    running.delete(visiting)
    for (const link of done.links) enqueue(state, link)
    yield* done.results
  }
  yield* deadEntries(state)
  const [next] = state.queue
  if (next) {
    const reason = `is left out with ${state.queue.length - 1} others: the crawl is at its limit`
    yield { ...skip(next.url, reason, true), beyondLimit: true }
  }
  const [deep, ...others] = state.tooDeep.difference(state.seen)
  if (deep !== undefined) {
    const reason = `is left out with ${others.length} others: more than ${state.limits.maxDepth} links lead there from the start`
    yield skip(new URL(deep), reason, true)
  }
}

/** A sitemap that lists some pages that are gone is like any other; one of which nothing is there is broken, or its site is. */
function deadEntries({ dead, taken }: Crawl): SkippedPage[] {
  const isNormal = taken.size > 0
  return dead.map((page) => ({ ...page, byRule: isNormal, ...(!isNormal && { passing: true }) }))
}

async function linksHere(source: Source, robotsTag: string | undefined): Promise<PageLinks> {
  return pageLinks(source, new URL(source.name), robotsTag)
}

async function defaultSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal })
}

async function begin(start: URL, limits: CrawlLimits, options: CrawlOptions): Promise<Crawl> {
  const { version, signal, resolve, single = false } = options
  const { timeoutMs, allowPrivate } = limits
  const fetching = { version, signal, resolve, timeoutMs, allowPrivate, maxBytes: limits.maxBytesPage }
  const robots = await fetchRobots(start, fetching)
  const isSitemap = !single && isSitemapAddress(start)
  const own = robots.sitemaps.flatMap((sitemap) => ownAddress(sitemap, start.origin) ?? [])
  const sitemaps = single || !robots.allows(start) ? [] : isSitemap ? [start] : own
  const { listed, unlisted } = await listedIn(sitemaps, start, limits, fetching)
  const state: Crawl = {
    limits,
    fetching,
    linksOf: options.links ?? linksHere,
    origin: start.origin,
    robots,
    follows: !single && !isSitemap && listed.length === 0,
    unlisted,
    dead: [],
    queue: [],
    seen: new Set(),
    tooDeep: new Set(),
    taken: new Set(),
    fetched: 0,
    bytes: 0,
    sleep: options.sleep ?? defaultSleep,
    isPatient: true,
  }
  const isList = isSitemap && listed.length + unlisted.length > 0
  if (!isList) enqueue(state, { url: start, depth: 0, isFound: false })
  for (const url of listed) enqueue(state, { url, depth: 0, isFound: true })
  return state
}

/** What sitemaps list, as far as a crawl may need it, and those that gave nothing. */
async function listedIn(
  sitemaps: readonly URL[],
  start: URL,
  { maxPages }: CrawlLimits,
  fetching: FetchOptions,
): Promise<{ listed: URL[]; unlisted: SkippedPage[] }> {
  const listed: URL[] = []
  const unlisted: SkippedPage[] = []
  for (const [at, sitemap] of sitemaps.entries()) {
    if (listed.length > maxPages) break
    if (at === MOST_SITEMAPS) {
      const reason = `is left out with ${sitemaps.length - at - 1} others: ${MOST_SITEMAPS} sitemaps are the most`
      unlisted.push({ ...skip(sitemap, reason, true), beyondLimit: true })
      break
    }
    const { pages, faults } = await fetchSitemap(sitemap, LISTED_PER_PAGE * maxPages, fetching)
    const own = pages.flatMap((page) => ownAddress(page, start.origin) ?? [])
    listed.push(...own)
    if (own.length === 0 && pages.length > 0)
      unlisted.push(skip(sitemap, "lists no pages of this site", sitemap !== start))
    for (const fault of faults)
      if (isTold(fault, sitemap, sitemap === start)) unlisted.push(unlistedBy(fault, start))
  }
  return { listed, unlisted }
}

/** That a site names a sitemap which is not there is its affair: links are followed then. */
function isTold({ url, passing, beyondLimit }: SitemapFault, named: URL, isStart: boolean): boolean {
  return isStart || passing === true || beyondLimit === true || url.href !== named.href
}

/** What a sitemap that cannot be read lists is not known: it may all be there still. */
function unlistedBy({ url, reason, empty, beyondLimit }: SitemapFault, start: URL): SkippedPage {
  if (beyondLimit) return { ...skip(url, reason, true), beyondLimit }
  return {
    ...skip(url, reason, empty === true && url.href !== start.href),
    ...(!empty && { passing: true }),
  }
}

function mayFetch({ queue, fetched, bytes, limits }: Crawl): boolean {
  return queue.length > 0 && fetched < limits.maxPages && bytes < limits.maxBytesTotal
}

function enqueue(state: Crawl, task: Task): void {
  const own = ownAddress(task.url, state.origin)
  if (!own) return
  const url = normaliseAddress(own)
  if (state.seen.has(url.href)) return
  if (task.depth > state.limits.maxDepth) {
    state.tooDeep.add(url.href)
    return
  }
  state.seen.add(url.href)
  state.queue.push({ ...task, url })
}

async function visit(state: Crawl, task: Task): Promise<Visit> {
  const { url, depth, isFound } = task
  if (isFound && isSearch(url)) return { results: [skip(url, "is a search", true)], links: [] }
  let refusal = refuse(state, url)
  if (refusal) {
    const isKnown = !state.robots.problem
    return { results: [{ ...skip(url, refusal, isKnown), ...(!isKnown && { passing: true }) }], links: [] }
  }
  let elsewhere: string | undefined
  const found = await fetchPatiently(state, url, (next) => {
    elsewhere = next.origin === state.origin ? undefined : next.origin
    refusal = refuse(state, next)
    return refusal
  })
  if (found.kind !== "page") {
    const reason = found.kind === "failed" ? found.reason : "has not changed"
    // A link that leads nowhere is the site's affair; an address that somebody named is not.
    const isDeadLink = isFound && found.kind === "failed" && (found.status === 404 || found.status === 410)
    const skipped = skip(url, reason, refusal !== undefined || isDeadLink)
    if (isDeadLink && depth === 0) {
      state.dead.push(skipped)
      return { results: [], links: [] }
    }
    const isPassing = found.kind === "failed" && found.passing
    const more = { ...(elsewhere !== undefined && { elsewhere }), ...(isPassing && { passing: true }) }
    return { results: [{ ...skipped, ...more }], links: [] }
  }
  state.bytes += found.bytes.length
  const at = normaliseAddress(found.url)
  const source = { name: at.href, url: at.href, bytes: found.bytes, contentType: found.contentType }
  if (!/html/i.test(found.contentType)) {
    const isHidden = /\b(?:noindex|none)\b/i.test(found.robotsTag ?? "")
    return { results: [isHidden ? skip(at, "asks not to be indexed", true) : take(state, source)], links: [] }
  }
  try {
    return await readPage(state, source, task, found.robotsTag)
  } catch (error) {
    state.fetching.signal?.throwIfAborted()
    const { problem, remedy } = unreadableBy(error, source)
    return { results: [skip(at, `${problem}. ${remedy}`, false)], links: [] }
  }
}

/** A site that bounds how much is asked of it would never be read whole: each run would come as far as the last. */
async function fetchPatiently(
  state: Crawl,
  url: URL,
  refuse: NonNullable<FetchOptions["refuse"]>,
): Promise<Fetched> {
  for (let tries = 1; ; tries++) {
    const found = await fetchPage(url, { ...state.fetching, refuse })
    const afterMs = found.kind === "failed" ? found.afterMs : undefined
    if (afterMs === undefined || afterMs > LONGEST_WAIT_MS || !state.isPatient) return found
    if (tries === MOST_TRIES) {
      state.isPatient = false
      return found
    }
    await state.sleep(afterMs, state.fetching.signal)
  }
}

async function readPage(
  state: Crawl,
  source: Source,
  { depth, isFound }: Task,
  robotsTag: string | undefined,
): Promise<Visit> {
  const at = new URL(source.name)
  const page = await state.linksOf(source, robotsTag, state.fetching.signal)
  const links = state.follows ? page.links.map((url) => ({ url, depth: depth + 1, isFound: true })) : []
  if (page.noindex) return { results: [skip(at, "asks not to be indexed", true)], links }
  if (page.noArticle && (isFound || !page.noArticle.isList))
    return { results: [skip(at, page.noArticle.reason, isFound)], links }
  const canonical = page.canonical?.origin === state.origin ? page.canonical.href : source.name
  return { results: [take(state, { ...source, name: canonical, url: canonical })], links }
}

/** A page that several addresses lead to is taken once. */
function take(state: Crawl, source: Source): Crawled {
  if (state.taken.has(source.name)) return skip(new URL(source.name), "is the same page as one before", true)
  state.taken.add(source.name)
  state.seen.add(source.name)
  return { source }
}

function refuse({ origin, robots }: Crawl, url: URL): string | undefined {
  if (url.origin !== origin) return `redirects to another site (${url.origin})`
  if (robots.allows(url)) return undefined
  return robots.problem ?? "is disallowed by robots.txt"
}

function skip(url: URL, reason: string, byRule: boolean): SkippedPage {
  return { skipped: url.href, reason, byRule }
}
