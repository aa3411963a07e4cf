import type { Source } from "../readers/reader.ts"
import type { GuardOptions } from "./address-guard.ts"
import type { PageLinks } from "./page-links.ts"

/** How far a crawl goes. */
export interface CrawlLimits {
  /** Most pages that are fetched, whatever comes of them. */
  maxPages: number
  /** Largest page, in bytes. */
  maxBytesPage: number
  /** Most bytes of all pages together. */
  maxBytesTotal: number
  /** Most links from the start to a page. */
  maxDepth: number
  /** Pages that are fetched at a time. */
  concurrency: number
  /** Longest wait for a page, in milliseconds. */
  timeoutMs: number
  /** Lets loopback and private networks pass. */
  allowPrivate: boolean
}

/** What else a crawl can be told. */
export interface CrawlOptions {
  /** Fetches the start only. */
  single?: boolean
  version?: string
  signal?: AbortSignal
  resolve?: GuardOptions["resolve"]
  /** Tells what a page says to crawlers, as `pageLinks` does, elsewhere than on the calling thread. */
  links?: (source: Source, robotsTag: string | undefined, signal?: AbortSignal) => Promise<PageLinks>
  /** Waits between pages, if robots.txt asks for it; in milliseconds. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Limits that suit a help centre. */
export const CRAWL_LIMITS: CrawlLimits = {
  maxPages: 200,
  maxBytesPage: 5 * 1024 * 1024,
  maxBytesTotal: 100 * 1024 * 1024,
  maxDepth: 5,
  concurrency: 2,
  timeoutMs: 20_000,
  allowPrivate: false,
}
