import { existsSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { findSources as findFiles } from "../../../kb/readers/folder.ts"
import { type FolderNews, watchFolder } from "../../../kb/readers/watch.ts"
import type { SourceReader } from "../../../kb/source-reader.ts"
import { crawl } from "../../../kb/web/crawl.ts"
import { normaliseAddress } from "../../../kb/web/page-links.ts"
import type { FoundSource, IngestReport } from "../../../src/knowledge/ingest.ts"
import { isUnreached } from "../../../src/knowledge/unreached.ts"
import { version } from "../../../src/version.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { paint } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { measureFolder } from "./measure-folder.ts"

/** What ingest was pointed at, and what is found there. */
export interface FoundSources {
  root: string
  sources: AsyncIterable<FoundSource>
  /** Whether it is one file or page that was named, not what a folder or a site holds. */
  isNamed: boolean
  /** Of a folder; a site's size is not known beforehand. */
  total: { files: number; bytes: number } | undefined
  /** Bytes handed out so far. */
  consumed(): number
  /** Once all is read: why what was not found may be there still, so that nothing may be pruned. */
  incomplete(report: Pick<IngestReport, "lost">): string | undefined
}

export interface SourceOptions {
  maxPages: number
  allowPrivate: boolean
  singlePage: boolean
  signal: AbortSignal
  links: SourceReader["links"]
}

/** @throws {CommandFailure} where there is no such file or folder */
export async function findSources(target: string, options: SourceOptions): Promise<FoundSources> {
  return isAddress(target) ? onTheWeb(target, options) : onDisk(target)
}

function isAddress(target: string): boolean {
  return /^https?:\/\//i.test(target)
}

async function onDisk(target: string): Promise<FoundSources> {
  const root = resolve(target)
  requireThere(root, target)
  let consumed = 0
  let unlisted = 0
  let isEmpty = true
  async function* sources(): AsyncGenerator<FoundSource> {
    for await (const found of findFiles(root)) {
      isEmpty = false
      if ("source" in found) {
        consumed += found.source.bytes.byteLength
        yield found
      } else if ("passedOver" in found) yield found
      else {
        if (found.isFolder) unlisted++
        yield { name: found.unreadable.source, unreadable: found.unreadable.message }
      }
    }
  }
  const incomplete = () => {
    // A disk that is not mounted leaves an empty folder behind.
    if (isEmpty) return "there is no file in it. `chatd kb remove` removes what there was"
    if (unlisted === 0) return undefined
    return `${unlisted} ${unlisted === 1 ? "folder" : "folders"} could not be read`
  }
  return {
    root,
    sources: sources(),
    isNamed: statSync(root).isFile(),
    total: await measureFolder(root),
    consumed: () => consumed,
    incomplete,
  }
}

function requireThere(path: string, target: string): void {
  if (!statSync(path, { throwIfNoEntry: false })) {
    throw new CommandFailure(`There is no file or folder ${target}.`, EXIT.notFound)
  }
}

function onTheWeb(target: string, options: SourceOptions): FoundSources {
  const { maxPages, allowPrivate, singlePage, signal, links } = options
  const first = normaliseAddress(new URL(target)).href
  let unreached = 0
  let isAtLimit = false
  async function* sources(): AsyncGenerator<FoundSource> {
    try {
      for await (const page of crawl(
        new URL(target),
        { maxPages, allowPrivate },
        { single: singlePage, version, signal, links },
      )) {
        if ("source" in page) {
          yield page
          continue
        }
        if (isUnreached(page, page.skipped === first)) unreached++
        if (page.beyondLimit) isAtLimit = true
        if (page.byRule) yield { name: page.skipped, passedOver: page.reason }
        else yield { name: page.skipped, unreadable: withRemedy(page.reason) }
      }
    } catch (error) {
      // Ctrl-C ends the crawl; what was read stays.
      if (!signal.aborted) throw error
    }
  }
  const incomplete = ({ lost }: Pick<IngestReport, "lost">) => {
    if (singlePage) return "one page of it was read"
    if (unreached > 0) return `${pages(unreached)} could not be reached`
    if (lost > 0) return `${pages(lost)} that ${lost === 1 ? "was" : "were"} read before could not be read`
    return isAtLimit ? "the crawl is at its limit (--max-pages)" : undefined
  }
  return {
    root: new URL(target).href,
    sources: sources(),
    isNamed: singlePage,
    total: undefined,
    consumed: () => 0,
    incomplete,
  }
}

/** A folder that is watched: after each change the folder again, of which what has not changed is skipped. */
export interface SourceWatch extends AsyncIterable<FoundSources> {
  /** For who could not take it in: the folder comes once more. */
  again(): void
  close(): Promise<void>
}

/**
 * Watches a folder, every change of which is told from when this resolves.
 *
 * @throws CommandFailure where there is more than one target, or an address
 */
export async function watchSources(targets: readonly string[], signal: AbortSignal): Promise<SourceWatch> {
  const [target] = targets
  if (!target || targets.length > 1 || isAddress(target)) {
    throw new CommandFailure("--watch takes one folder.", EXIT.usage)
  }
  const watcher = watchFolder(resolve(target))
  const stopped = Promise.withResolvers<void>()
  const stop = () => {
    stopped.resolve()
    watcher.close()
  }
  signal.addEventListener("abort", stop)
  // While the folder was looked through, nobody listened.
  if (signal.aborted) stop()
  await Promise.race([watcher.ready, stopped.promise])
  return {
    async *[Symbol.asyncIterator]() {
      for await (const news of watcher) {
        if (signal.aborted) return
        if (news === "changed") {
          // It may have gone just now: that is the next news.
          if (existsSync(target)) yield await onDisk(target)
        } else console.error(`${paint("dim", "watch")} ${safeLine(`${target} ${lackOf(news)}`)}`)
      }
    },
    again: () => watcher.again(),
    close: () => watcher.close(),
  }
}

function lackOf(news: Exclude<FolderNews, "changed">): string {
  if (news === "gone")
    return "is not there any more. What was read from it stays, and it is read when it is there again."
  return `cannot be watched in all its parts (${news.unwatched}). What changes there is found within half a minute.`
}

function pages(count: number): string {
  return `${count} ${count === 1 ? "page" : "pages"}`
}

function withRemedy(reason: string): string {
  if (!reason.includes("private network")) return reason
  return `${reason}. Use --allow-private if you mean to read your own network.`
}
