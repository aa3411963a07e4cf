import { setTimeout as wait } from "node:timers/promises"
import type { Source } from "../readers/reader.ts"
import { CRAWL_LIMITS, type CrawlLimits, type CrawlOptions } from "./crawl-limits.ts"
import { type Crawl, enqueue } from "./crawl-state.ts"
import { type Crawled, type SkippedPage, skip } from "./crawled.ts"
import { listedIn } from "./listed-pages.ts"
import { ownAddress, type PageLinks, pageLinks } from "./page-links.ts"
import { fetchRobots } from "./robots.ts"
import { isSitemapAddress } from "./sitemap.ts"
import { type Visit, visit } from "./visit.ts"

/** A visit that has ended, and its own promise, to take it off the running ones. */
interface Ended {
  done: Visit
  visiting: Promise<Ended>
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

/**
 * A sitemap that lists some pages that are gone is like any other; one of which nothing is there is broken, or its site is, though
 * its start be there.
 */
function deadEntries({ dead, taken, hasListed }: Crawl): SkippedPage[] {
  const isNormal = hasListed || (taken.size > 0 && dead.length === 1)
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
    hasListed: false,
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

function mayFetch({ queue, fetched, bytes, limits }: Crawl): boolean {
  return queue.length > 0 && fetched < limits.maxPages && bytes < limits.maxBytesTotal
}
