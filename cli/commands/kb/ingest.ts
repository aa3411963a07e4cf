import { availableParallelism } from "node:os"
import type { Command } from "commander"
import { type Embedder, EmbedderAway } from "../../../kb/embedder.ts"
import { SOURCE_PLACES } from "../../../kb/readers/source-places.ts"
import { openSourceReader, type SourceReader } from "../../../kb/source-reader.ts"
import type { Config } from "../../../src/config/schema.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { ChatdError } from "../../../src/core/errors.ts"
import { openConfiguredEmbedder } from "../../../src/embeddings.ts"
import { DEFAULT_BASE } from "../../../src/knowledge/default-base.ts"
import { type IngestReport, ingest } from "../../../src/knowledge/ingest.ts"
import { reembed } from "../../../src/knowledge/reembed.ts"
import type { Database } from "../../../src/storage/database.ts"
import { ingestStore } from "../../../src/storage/ingest-store.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { ensureBase } from "../../../src/storage/repositories/knowledge-bases.ts"
import { claimModel } from "../../../src/storage/repositories/model-claim.ts"
import { storedKnowledge } from "../../../src/storage/stored-knowledge.ts"
import { unavailableOr } from "../../../src/storage/unavailable.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT, reportFailure } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { paint, printJson } from "../../print.ts"
import { duration, ProgressLine } from "../../progress.ts"
import { configOf } from "../../settings.ts"
import { unread } from "../../standard-output.ts"
import { safeLine } from "../../terminal-text.ts"
import { counted } from "../copying.ts"
import { type BaseFlags, withBaseFlags } from "./options.ts"
import { type FoundSources, findSources, type SourceWatch, watchSources } from "./sources.ts"

interface IngestFlags extends BaseFlags {
  prune?: boolean
  watch?: boolean
  allowPrivate?: boolean
  singlePage?: boolean
  maxPages?: string
  threads?: string
}

const MOST_THREADS = 4

export function addIngestCommand(kb: Command): void {
  withBaseFlags(kb.command("ingest <path|url...>"))
    .description("read in files, folders, pages, sitemaps or whole sites; what has not changed is skipped")
    .option("--prune", "remove articles whose file or page has gone")
    .option("--watch", "go on and take over each change of a folder")
    .option("--allow-private", "let addresses in private networks be read")
    .option("--single-page", "read the page at each address, not its site")
    .option("--max-pages <n>", "most pages of a site")
    .option("--threads <n>", "embedding threads (default: one a core, at most 4)")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd kb ingest ./docs --prune\n  chatd kb ingest https://docs.acme.com\n  chatd kb ingest faq.csv handbook.pdf --kb internal",
    )
    .action((targets: string[], flags: IngestFlags, self: Command) => run(targets, flags, self))
}

async function run(targets: string[], flags: IngestFlags, self: Command): Promise<void> {
  // Resolved, an empty path is the folder that one happens to be in, which is none of the public's business.
  if (targets.some((target) => target.trim() === ""))
    throw new CommandFailure("What is to be read must not be empty.", EXIT.usage)
  if (flags.kb?.trim() === "") throw new CommandFailure("The name in --kb must not be empty.", EXIT.usage)
  const config = configOf(self, {
    "kb.allow_private_addresses": flags.allowPrivate,
    "kb.max_pages": flags.maxPages,
    "kb.threads": flags.threads,
  })
  const stop = new AbortController()
  process.once("SIGINT", () => stop.abort())
  process.once("SIGTERM", () => stop.abort())
  if (flags.watch) unread.addEventListener("abort", () => stop.abort())
  const reader = openSourceReader()
  try {
    // All of it before anything is stored: a name that is mistyped leaves no empty knowledge base behind.
    const options = { ...optionsOf(config, flags, stop.signal), links: reader.links }
    const found: FoundSources[] = []
    for (const target of targets) found.push(await findSources(target, options))
    // Before anything is read: what changes meanwhile is seen as well.
    const watch = flags.watch ? await watchSources(targets, stop.signal) : undefined
    try {
      const unreadable = await takeIn(config, flags, { found, watch, reader, signal: stop.signal })
      if (stop.signal.aborted && !flags.watch) process.exitCode = EXIT.interrupted
      else if (unreadable > 0) process.exitCode = EXIT.no
    } finally {
      await watch?.close()
    }
  } finally {
    reader.close()
  }
}

interface Intake {
  found: readonly FoundSources[]
  watch: SourceWatch | undefined
  reader: SourceReader
  signal: AbortSignal
}

/** Reads in what was found, then each change of what is watched, and counts what could not be read at first. */
async function takeIn(
  config: Config,
  flags: IngestFlags,
  { found, watch, reader, signal }: Intake,
): Promise<number> {
  const threads = config.kb.threads || Math.min(MOST_THREADS, availableParallelism())
  return withDatabase(config, async (database) => {
    const partner = await choosePartner(database.db, config, flags.partner)
    const base = await ensureBase(database.db, partner.id, flags.kb ?? DEFAULT_BASE)
    const embedder = await openConfiguredEmbedder(config, threads)
    try {
      await toConfiguredModel(database, base.id, embedder, signal)
      const take = async (found: FoundSources, prune: boolean) => {
        const report = await ingest(found.sources, {
          store: ingestStore(database.db, base.id, embedder.id),
          embedder,
          read: reader.articles,
          root: found.root,
          prune: (report) => prune && found.incomplete(report) === undefined,
          again: found.isNamed,
          places: SOURCE_PLACES,
          concurrency: threads + 1,
          signal,
          onProgress: progressOf(found),
        })
        tell(report, found, flags, signal.aborted, prune ? found.incomplete(report) : undefined)
        if (report.articles + report.removed > 0)
          await insertAuditEntry(
            database.db,
            {
              partnerId: partner.id,
              actor: OPERATOR,
              action: "documents_read",
              target: base.name,
              details: { root: found.root, articles: report.articles, removed: report.removed },
            },
            new Date(),
          )
        return report.unreadable.length
      }
      let count = 0
      for (const one of found) {
        if (signal.aborted) break
        count += await take(one, Boolean(flags.prune))
      }
      if (watch) {
        for await (const changed of watch) {
          try {
            await take(changed, true)
          } catch (error) {
            const fault = unavailableOr(error)
            if (!mayPass(fault)) throw fault
            reportFailure(fault)
            console.error(`${paint("dim", "watch")} It is tried again within a minute.`)
            watch.again()
          }
        }
      }
      return count
    } finally {
      await embedder.close()
    }
  })
}

/** Who watches a folder for months is not to be ended by a database or an endpoint that is away for a minute. */
function mayPass(fault: unknown): boolean {
  return fault instanceof EmbedderAway || (fault instanceof ChatdError && fault.code === "unavailable")
}

/** A knowledge base of another model is embedded anew before anything is added to it. */
async function toConfiguredModel(
  { db }: Database,
  kbId: string,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<void> {
  const modelId = await claimModel(db, kbId, embedder.id)
  if (modelId === embedder.id) return
  console.error(`The model has changed from ${modelId} to ${embedder.id}: embedding what is there anew.`)
  const line = new ProgressLine()
  const onProgress = (articles: number) => line.show(`${articles} articles`)
  await reembed(storedKnowledge(db), kbId, embedder, { signal, onProgress })
  line.clear()
}

function optionsOf(config: Config, flags: IngestFlags, signal: AbortSignal) {
  return {
    maxPages: config.kb.max_pages,
    allowPrivate: config.kb.allow_private_addresses,
    singlePage: Boolean(flags.singlePage),
    signal,
  }
}

function progressOf({ total, consumed }: FoundSources): (report: Readonly<IngestReport>) => void {
  const line = new ProgressLine()
  return (report) => {
    const share = total ? consumed() / total.bytes : 0
    const left = share > 0.02 ? `, ${duration((report.seconds * (1 - share)) / share)} left` : ""
    const rate = report.seconds > 0 ? (report.chunks / report.seconds).toFixed(0) : "0"
    const files = total ? `${report.sources} of ${total.files}` : `${report.sources}`
    line.show(`${files} files, ${report.chunks} chunks, ${rate} chunks/s${left}`)
  }
}

function tell(
  report: IngestReport,
  { root }: FoundSources,
  flags: IngestFlags,
  stopped: boolean,
  notPruned: string | undefined,
): void {
  if (flags.json) {
    printJson({
      root,
      ...report,
      chunks_per_second: report.seconds > 0 ? report.chunks / report.seconds : 0,
      stopped,
      ...(notPruned && { not_pruned: notPruned }),
    })
    return
  }
  new ProgressLine().clear()
  for (const { name, error } of report.unreadable) {
    const says = error.startsWith(name) ? error : `${name} ${error}`
    console.error(`${paint("red", "skipped")} ${safeLine(says)}`)
  }
  for (const { name, reason } of report.passedOver)
    console.error(`${paint("dim", "passed over")} ${safeLine(`${name} ${reason}`)}`)
  if (notPruned) console.error(`${paint("red", "not pruned:")} ${safeLine(notPruned)}`)
  const done = stopped ? "stopped after" : "read"
  const source = /^https?:/i.test(root) ? "page" : "file"
  console.log(
    `${root}: ${done} ${counted(report.sources, source)} in ${duration(report.seconds)}: ${counted(report.articles, "article")} and ${counted(report.chunks, "chunk")} new or changed, ` +
      `${counted(report.unchanged, source)} unchanged, ${counted(report.removed, "article")} removed, ${report.unreadable.length} unreadable`,
  )
}
