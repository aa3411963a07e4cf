import { createHash } from "node:crypto"
import type { Article } from "./article.ts"
import { type Source, UnreadableSource, unreadableBy } from "./readers/reader.ts"
import type { ReadingReply, ReadingRequest } from "./reading-worker.ts"
import type { PageLinks } from "./web/page-links.ts"

/** Takes sources apart elsewhere than on the calling thread. */
export interface SourceReader {
  /** @throws {UnreadableSource} also when it takes too long; the reason of `signal` when that is aborted */
  articles(source: Source, signal?: AbortSignal): Promise<Article[]>
  /**
   * Of a page, whose name is its address.
   * @throws as `articles` does
   */
  links(source: Source, robotsTag: string | undefined, signal?: AbortSignal): Promise<PageLinks>
  /** What is being read, or waits for it, fails. */
  close(): void
}

/** A source that was not read to its end. Another reader may have more room and time for it. */
export class SourceGivenUp extends UnreadableSource {}

export interface SourceReaderOptions {
  /** The longest that one source is read. Default 60,000: a PDF of 2,000 pages takes some seconds. */
  longestMs?: number
  /** By how much the process may grow meanwhile, in bytes. Default 3 GB: a million rows of CSV take 2. */
  mostBytes?: number
}

const REMEDY = "Split it, or save it as plain text."

/** A bomb that unpacks takes half a gigabyte a second. */
const LOOK_MS = 100

/**
 * Reads one source after the other in a worker, which begins with the first. A source that takes too long or too much
 * memory is given up, its worker with it: a few kilobytes may unpack to what would be read for days.
 */
export function openSourceReader({
  longestMs = 60_000,
  mostBytes = 3 * 1024 ** 3,
}: SourceReaderOptions = {}): SourceReader {
  let worker: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  const closing = new AbortController()
  /** By name: who watches a folder reads it again and again. */
  const givenUp = new Map<string, { digest: string; error: SourceGivenUp }>()

  const end = () => {
    worker?.terminate()
    worker = undefined
  }
  const read = async (request: ReadingRequest, signal?: AbortSignal): Promise<ReadingReply> => {
    closing.signal.throwIfAborted()
    signal?.throwIfAborted()
    worker ??= new Worker(new URL("./reading-worker.ts", import.meta.url))
    const { promise, resolve, reject } = Promise.withResolvers<ReadingReply>()
    const giveUp = (reason: unknown) => {
      end()
      reject(reason)
    }
    const abort = () => giveUp(signal?.reason)
    const close = () => giveUp(closing.signal.reason)
    const { name } = request.source
    const began = performance.now()
    const before = process.memoryUsage.rss()
    const watch = setInterval(() => {
      if (performance.now() - began > longestMs)
        giveUp(new SourceGivenUp(name, `takes longer than ${longestMs / 1000} seconds to read`, REMEDY))
      else if (process.memoryUsage.rss() - before > mostBytes)
        giveUp(
          new SourceGivenUp(name, `takes more than ${mostBytes / 1024 ** 2} MB of memory to read`, REMEDY),
        )
    }, LOOK_MS)
    signal?.addEventListener("abort", abort, { once: true })
    closing.signal.addEventListener("abort", close, { once: true })
    worker.onmessage = ({ data }: MessageEvent<ReadingReply>) => resolve(data)
    worker.onerror = ({ message }) => giveUp(unreadableBy(message, request.source))
    try {
      worker.postMessage(request)
      return await promise
    } finally {
      clearInterval(watch)
      signal?.removeEventListener("abort", abort)
      closing.signal.removeEventListener("abort", close)
    }
  }
  const ask = async (request: ReadingRequest, signal?: AbortSignal) => {
    const { source } = request
    const before = givenUp.get(source.name)
    if (before && before.digest === digestOf(source)) throw before.error
    const reading = last.then(() => read(request, signal))
    last = reading.catch((error) => {
      if (error instanceof SourceGivenUp) givenUp.set(source.name, { digest: digestOf(source), error })
    })
    const reply = await reading
    if (reply.kind === "unreadable") throw new UnreadableSource(source.name, reply.problem, reply.remedy)
    return reply
  }

  return {
    async articles(source, signal) {
      const reply = await ask({ kind: "articles", source }, signal)
      return reply.kind === "articles" ? reply.articles : []
    },
    async links(source, robotsTag, signal) {
      const reply = await ask({ kind: "links", source, robotsTag }, signal)
      if (reply.kind !== "links") return { links: [], noindex: false }
      const { links, canonical, noindex, noArticle } = reply
      return {
        links: links.map((link) => new URL(link)),
        noindex,
        ...(noArticle && { noArticle }),
        ...(canonical !== undefined && { canonical: new URL(canonical) }),
      }
    },
    close() {
      closing.abort(new Error("The reader was closed."))
      end()
    },
  }
}

function digestOf({ bytes }: Source): string {
  return createHash("sha256").update(bytes).digest("base64")
}
