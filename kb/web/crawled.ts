import type { Source } from "../readers/reader.ts"

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

export function skip(url: URL, reason: string, byRule: boolean): SkippedPage {
  return { skipped: url.href, reason, byRule }
}
