import type { CrawlLimits, CrawlOptions } from "./crawl-limits.ts"
import type { SkippedPage } from "./crawled.ts"
import type { FetchOptions } from "./fetch-page.ts"
import { normaliseAddress, ownAddress } from "./page-links.ts"
import type { Robots } from "./robots.ts"

/** An address to visit. */
export interface Task {
  url: URL
  /** Links from the start; 0 for what a sitemap lists as well. */
  depth: number
  /** Whether a page or a sitemap leads to it, not somebody who named it. */
  isFound: boolean
}

/** Whether it stands in a sitemap. */
export function isListed({ depth, isFound }: Task): boolean {
  return isFound && depth === 0
}

/** One crawl under way. */
export interface Crawl {
  limits: CrawlLimits
  fetching: FetchOptions
  linksOf: NonNullable<CrawlOptions["links"]>
  origin: string
  robots: Robots
  /** Whether links are followed: not from a sitemap's pages, nor from a single page. */
  follows: boolean
  /** Sitemaps that gave no pages. */
  unlisted: SkippedPage[]
  /** Pages that a sitemap lists and that are not there, or ask to sign in. */
  dead: SkippedPage[]
  /** Whether one that a sitemap lists was taken. */
  hasListed: boolean
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

/** Queues an address of this site once, unless it lies too deep. */
export function enqueue(state: Crawl, task: Task): void {
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
