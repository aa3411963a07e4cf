import robotsParser from "robots-parser"
import { type Fetched, type FetchOptions, fetchPage } from "./fetch-page.ts"

/** Name that rules for the knowledge base are under. */
const AGENT = "chatd"

/** Longest wait between pages that is honoured, in milliseconds. */
const MAX_DELAY_MS = 10_000

/** Largest robots.txt in bytes, as RFC 9309 sets it. */
const MAX_BYTES = 500 * 1024

/** How often an address may be looked at for the wildcards of all rules: a twentieth of a second's work. */
const MOST_LOOKS = 4_000_000

/** The rules of one origin. */
export interface Robots {
  allows(url: URL): boolean
  /** Wait between two pages in milliseconds. */
  delayMs: number
  sitemaps: URL[]
  /** Why the rules are not known, so that nothing is allowed; to stand after a page's address. */
  problem?: string
}

/** Rules by RFC 9309: without the file all is allowed, with a server that fails or cannot be reached nothing is. */
export async function fetchRobots(origin: URL, options: FetchOptions): Promise<Robots> {
  const address = new URL("/robots.txt", origin)
  const found = await fetchPage(address, {
    ...options,
    accept: [],
    maxBytes: MAX_BYTES,
    etag: undefined,
    lastModified: undefined,
  })
  if (found.kind === "page") return parseRobots(address, new TextDecoder().decode(found.bytes))
  const status = found.kind === "failed" ? found.status : undefined
  const isMissing = status !== undefined && status >= 400 && status < 500 && status !== 429
  const problem = found.kind === "failed" && !isMissing ? { problem: whyUnknown(found) } : {}
  return { allows: () => isMissing, delayMs: 0, sitemaps: [], ...problem }
}

/** Where nothing answers, that is to be told, and not which file was asked for first. */
function whyUnknown({ reason, status, passing }: Extract<Fetched, { kind: "failed" }>): string {
  return passing && status === undefined ? reason : `has no known rules: robots.txt ${reason}`
}

/** The rules that a robots.txt at an address states. */
function parseRobots(address: URL, text: string): Robots {
  const robots = robotsParser(address.href, text)
  const wildcards = text.split("*").length - 1
  const delay = robots.getCrawlDelay(AGENT) ?? 0
  const sitemaps = robots
    .getSitemaps()
    .flatMap((each) => (URL.canParse(each, address) ? [new URL(each, address)] : []))
  return {
    // Rules that hold the thread for seconds with each address are nobody's honest wish: they allow nothing.
    allows: (url) => wildcards * url.href.length <= MOST_LOOKS && robots.isAllowed(url.href, AGENT) !== false,
    delayMs: Number.isFinite(delay) ? Math.min(Math.max(0, delay * 1000), MAX_DELAY_MS) : 0,
    sitemaps,
  }
}
