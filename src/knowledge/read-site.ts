import type { Embedder } from "../../kb/embedder.ts"
import { openSourceReader, type SourceReader } from "../../kb/source-reader.ts"
import { crawl } from "../../kb/web/crawl.ts"
import { type FoundSource, type IngestReport, ingest } from "./ingest.ts"
import type { IngestStore } from "./ingest-store.ts"
import { rootOf } from "./site-root.ts"
import { isUnreached } from "./unreached.ts"

export interface ReadSiteOptions {
  store: IngestStore
  embedder: Embedder
  /** Whether pages of that origin may be read. */
  allows(origin: string): boolean
  maxPages: number
  allowPrivate: boolean
  version: string
  signal: AbortSignal
  onProgress(report: Readonly<IngestReport>): void
}

/** Pages are small, and the server needs its memory. */
const READING = { longestMs: 20_000, mostBytes: 1024 ** 3 }

/** Origins that lead from one to the next: `http:` to `https:`, and that to `www.`. */
const MOST_HOPS = 3

/**
 * Takes a site over into a knowledge base, as `kb ingest` does. Where its first page leads to another origin that may be read,
 * that one is read in its place. What has gone is removed, but for when pages could not be reached: what they lead to may be
 * there still.
 */
export async function readSite(origin: string, options: ReadSiteOptions): Promise<IngestReport> {
  const unreached = new Set<string>()
  const reader = openSourceReader(READING)
  try {
    return await ingest(pagesOf(origin, { ...options, reader }, unreached), {
      store: options.store,
      embedder: options.embedder,
      read: reader.articles,
      root: rootOf(origin),
      prune: ({ lost }) => unreached.size === 0 && lost === 0,
      concurrency: 1,
      signal: options.signal,
      onProgress: options.onProgress,
    })
  } finally {
    reader.close()
  }
}

interface CrawlSiteOptions extends ReadSiteOptions {
  reader: SourceReader
}

async function* pagesOf(
  origin: string,
  options: CrawlSiteOptions,
  unreached: Set<string>,
): AsyncGenerator<FoundSource> {
  let at: string | undefined = origin
  for (let hop = 0; at !== undefined && hop <= MOST_HOPS; hop++) {
    const from: string = at
    at = undefined
    for await (const found of crawled(from, options)) {
      if ("source" in found) {
        yield found
        continue
      }
      const { skipped: name, reason, elsewhere } = found
      // Only the first page speaks for all: others that lead away are left out, and so is what is no page.
      const isFirst = name === rootOf(from)
      if (isFirst && elsewhere !== undefined && options.allows(elsewhere)) at = elsewhere
      else if (isUnreached(found, isFirst)) {
        unreached.add(name)
        yield { name, unreadable: reason }
      } else yield { name, passedOver: reason }
    }
  }
}

async function* crawled(origin: string, options: CrawlSiteOptions) {
  const { maxPages, allowPrivate, version, signal, reader } = options
  try {
    const { links } = reader
    yield* crawl(new URL(rootOf(origin)), { maxPages, allowPrivate }, { version, signal, links })
  } catch (error) {
    // Whoever stops it wants no more pages; what was read stays.
    if (!signal.aborted) throw error
  }
}
