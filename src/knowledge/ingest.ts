import type { Article } from "../../kb/article.ts"
import { CHUNKING } from "../../kb/chunker.ts"
import { embedArticle } from "../../kb/embedded-article.ts"
import { type Embedder, TextRefused } from "../../kb/embedder.ts"
import { type Source, UnreadableSource } from "../../kb/readers/reader.ts"
import type { SourcePlaces } from "../../kb/readers/source-places.ts"
import { SourceGivenUp, type SourceReader } from "../../kb/source-reader.ts"
import { ArticleIds, type Rival } from "./article-ids.ts"
import type { IngestStore, SourceState } from "./ingest-store.ts"

/** A source found, one that could not even be fetched, or one that a rule (robots.txt, noindex) leaves out. */
export type FoundSource =
  | { source: Source }
  | { name: string; unreadable: string }
  | { name: string; passedOver: string }

export interface IngestReport {
  sources: number
  unchanged: number
  articles: number
  /** Chunks of the articles taken over, embedded anew or not. */
  chunks: number
  /** Texts embedded. */
  embedded: number
  removed: number
  unreadable: { name: string; error: string }[]
  /** Of those, the ones that could not even be fetched, and of which there are articles: what they led to is not known. */
  lost: number
  /** Left out by a rule: no fault. */
  passedOver: { name: string; reason: string }[]
  seconds: number
}

export interface IngestOptions {
  store: IngestStore
  embedder: Embedder
  /** Makes articles of a source. */
  read: SourceReader["articles"]
  /** What the sources were found under: prune removes what else is known of it. */
  root: string
  /** Asked at the end, where it depends on how it went. */
  prune?: boolean | ((report: Readonly<IngestReport>) => boolean)
  /**
   * Where sources lie. One that is known already keeps its name however it is found; one that only has the name of another
   * that is there still gets its root's name before its own. Unless given, whatever has the same name is the same.
   */
  places?: SourcePlaces
  /** The sources are named one by one: what was taken out of them by hand comes back, also where they have not changed. */
  again?: boolean
  /** Sources under way at once; more than one keeps several embedding threads busy. */
  concurrency?: number
  signal?: AbortSignal
  onProgress?: (report: Readonly<IngestReport>) => void
}

/** Of what the readers make of a source; when it or the chunker's number rises, every source is read anew. */
const FORMAT = 8
/** Articles of one source that are embedded at once. */
const ARTICLES_AT_ONCE = 4

/**
 * Takes sources over into a knowledge base. Each article is whole or not there, and a source is noted after its
 * articles: stopped at any point, what is there can be searched, and the next run goes on. What has not changed is
 * neither read nor embedded again.
 */
export async function ingest(
  found: AsyncIterable<FoundSource>,
  options: IngestOptions,
): Promise<IngestReport> {
  const run = new IngestRun(options, await options.store.sources())
  const iterator = found[Symbol.asyncIterator]()
  const lane = async () => {
    for (;;) {
      if (options.signal?.aborted) return
      const next = await iterator.next()
      if (next.done) return
      await run.take(next.value)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency ?? 2 }, lane))
  if (!options.signal?.aborted) await run.prune()
  if (!options.signal?.aborted) await run.takeRefused()
  return run.finish()
}

/** Every root is written in one way, and nothing is known to lie anywhere. */
const NO_PLACES: SourcePlaces = { root: (root) => root, file: () => undefined, isWithin: () => false }

class IngestRun {
  readonly #started = performance.now()
  readonly #places: SourcePlaces
  /** What is known, by where it lies. Several only where an earlier version took one file for two. */
  readonly #knownAt = new Map<string, SourceState[]>()
  readonly #seen = new Set<string>()
  readonly #seenFiles = new Set<string>()
  readonly #ids: ArticleIds
  /** Sources that give an id which another one has, and may give up in this very run: they are tried once more at the end. */
  readonly #refused: { source: Source; root: string }[] = []
  readonly #report: IngestReport = {
    sources: 0,
    unchanged: 0,
    articles: 0,
    chunks: 0,
    embedded: 0,
    removed: 0,
    unreadable: [],
    lost: 0,
    passedOver: [],
    seconds: 0,
  }

  constructor(
    private readonly options: IngestOptions,
    private readonly known: ReadonlyMap<string, SourceState>,
  ) {
    this.#places = options.places ?? NO_PLACES
    this.#ids = new ArticleIds(options.store, this.#places, known, this.#seen)
    for (const state of known.values()) {
      const file = this.#places.file(state.root, state.name)
      if (file !== undefined) this.#knownAt.set(file, [...(this.#knownAt.get(file) ?? []), state])
    }
  }

  async take(found: FoundSource): Promise<void> {
    if ("passedOver" in found) {
      // Not seen: what was taken from it before the rule goes with the next prune.
      this.#report.passedOver.push({ name: found.name, reason: found.passedOver })
      return
    }
    const { name, root } = this.#identify("source" in found ? found.source.name : found.name)
    this.#seen.add(name)
    this.#report.sources++
    if ("source" in found) await this.#takeSource({ ...found.source, name }, root)
    else {
      this.#report.unreadable.push({ name, error: found.unreadable })
      if ((await this.options.store.articlesOf(name)).size > 0) this.#report.lost++
    }
    this.#tell()
  }

  /** The name and the root that a source goes by: where the file is known, those that it has. */
  #identify(name: string): Pick<SourceState, "name" | "root"> {
    const { root } = this.options
    const file = this.#places.file(root, name)
    if (file === undefined) return { name: this.#freeName(name), root }
    this.#seenFiles.add(file)
    const known = this.#knownAs(file, name)
    if (!known) return { name: this.#freeName(name), root }
    // The wider root takes it over where the name says the same there: its prune is to find it.
    const isOurs =
      this.#isRoot(known.root) ||
      (this.#places.isWithin(known.root, root) && this.#places.file(root, known.name) === file)
    return { name: known.name, root: isOurs ? root : known.root }
  }

  /** Of two names for one file, that of the widest root; links make two of a folder's own. */
  #knownAs(file: string, name: string): SourceState | undefined {
    const states = this.#knownAt.get(file) ?? []
    const widest = Math.min(...states.map(({ root }) => root.length))
    const candidates = states.filter(({ root }) => root.length === widest)
    return candidates.find((state) => state.name === name) ?? candidates[0]
  }

  /** Two folders may each have a README.md: the second one's must not take the place of the first one's. */
  #freeName(name: string): string {
    const { root } = this.options
    const folder = root.split(/[\\/]/).findLast(Boolean) ?? root
    const isTaken = (candidate: string) => {
      const known = this.known.get(candidate)
      return (
        known !== undefined &&
        !this.#isRoot(known.root) &&
        this.#places.file(known.root, candidate) !== undefined
      )
    }
    return [name, `${folder}/${name}`].find((candidate) => !isTaken(candidate)) ?? `${root}/${name}`
  }

  #isRoot(root: string): boolean {
    return root === this.options.root || this.#places.root(root) === this.#places.root(this.options.root)
  }

  /** @param isLastTry whether an id that another source has is a fault, or may be free later in this run */
  async #takeSource(source: Source, root: string, isLastTry = false): Promise<void> {
    const { name } = source
    const state = { name, root, contentHash: this.#hash(source) }
    const before = this.known.get(name)
    const isKnown = before?.contentHash === state.contentHash
    if (isKnown) {
      if (before.root !== root) await this.options.store.putSource({ ...before, root })
      if (before.error !== undefined) return void this.#report.unreadable.push({ name, error: before.error })
      if (!this.options.again) return void this.#report.unchanged++
    }
    try {
      const { read, signal } = this.options
      const articles = await read(source, signal)
      if (isKnown && (await this.#areThere(name, articles))) return void this.#report.unchanged++
      const rival = await this.#ids.claim(name, root, articles)
      if (rival && !isLastTry) return void this.#refused.push({ source, root })
      if (rival) return await this.#refuse(source, root, rival)
      const whole = await this.#takeArticles(name, articles)
      if (whole) await this.options.store.putSource({ ...state, error: undefined })
    } catch (error) {
      // What was under way is not there, and the next run goes on with it.
      if (this.options.signal?.aborted && error === this.options.signal.reason) return
      if (!(error instanceof UnreadableSource)) throw error
      this.#report.unreadable.push({ name, error: error.message })
      // Without a hash it is read again next time.
      const isPassing = error instanceof SourceGivenUp || error.cause instanceof TextRefused
      const given = isPassing ? { contentHash: "" } : {}
      await this.options.store.putSource({ ...state, ...given, error: error.message })
    }
  }

  async #areThere(source: string, articles: readonly Article[]): Promise<boolean> {
    const stored = await this.options.store.articlesOf(source)
    return articles.every(({ id }) => stored.has(id))
  }

  async #refuse(source: Source, root: string, { id, owner }: Rival): Promise<void> {
    const { name } = source
    const problem = `gives the id "${id}", which ${owner} has`
    const { message } = new UnreadableSource(name, problem, "Give every article an id of its own.")
    this.#report.unreadable.push({ name, error: message })
    // Without a hash it is read again next time: what must change may be the other source.
    await this.options.store.putSource({ name, root, contentHash: "", error: message })
  }

  /** Takes the sources whose ids were another one's, now that all others have been read and what is gone was pruned. */
  async takeRefused(): Promise<void> {
    for (const { source, root } of this.#refused) await this.#takeSource(source, root, true)
  }

  /**
   * Articles that the source no longer holds are removed. False where the run was stopped before the end.
   * @throws {UnreadableSource} where the model refuses one of them, once all others are taken
   */
  async #takeArticles(source: string, articles: readonly Article[]): Promise<boolean> {
    const { store, signal } = this.options
    const before = await store.articlesOf(source)
    let refused: { id: string; reason: TextRefused } | undefined
    for (let start = 0; start < articles.length; start += ARTICLES_AT_ONCE) {
      if (signal?.aborted) return false
      const few = articles.slice(start, start + ARTICLES_AT_ONCE)
      const changed = few.filter((article) => before.get(article.id) !== store.hashOf(article))
      // Also where one fails, none is left that would go on writing.
      const taken = await Promise.allSettled(changed.map((article) => this.#takeArticle(source, article)))
      for (const [at, each] of taken.entries()) {
        if (each.status === "fulfilled") continue
        if (!(each.reason instanceof TextRefused)) throw each.reason
        refused ??= { id: changed[at]?.id ?? source, reason: each.reason }
      }
      this.#report.articles += few.length
      this.#tell()
    }
    const ids = new Set(articles.map((article) => article.id))
    const gone = [...before.keys()].filter((id) => !ids.has(id))
    this.#report.removed += (await store.removeArticles(gone)).length
    if (refused) {
      const problem = `has an article that the embedding model refuses: ${refused.id} (${refused.reason.message})`
      throw new UnreadableSource(source, problem, "Say it in other words.", { cause: refused.reason })
    }
    return true
  }

  async #takeArticle(source: string, article: Article): Promise<void> {
    const known = await this.options.store.knownVectors(article.id)
    const { embedder, signal } = this.options
    const embedded = await embedArticle(article, embedder, (text) => known.get(text), signal)
    await this.options.store.putArticle(source, embedded)
    this.#report.chunks += embedded.chunks.length
    this.#report.embedded += embedded.vectors.filter(({ text }) => !known.has(text)).length
  }

  async prune(): Promise<void> {
    const { store, prune = false } = this.options
    if (!(typeof prune === "function" ? prune(this.#report) : prune)) return
    for (const state of this.known.values()) {
      const { name } = state
      if (this.#seen.has(name) || !this.#isGone(state)) continue
      const gone = [...(await store.articlesOf(name)).keys()]
      this.#report.removed += (await store.removeArticles(gone)).length
      await store.removeSource(name)
    }
  }

  /** Of what was not seen under its name: what was found here before, what goes by another name now, and lost files. */
  #isGone({ name, root }: SourceState): boolean {
    if (this.#isRoot(root)) return true
    const file = this.#places.file(root, name)
    if (file !== undefined) return this.#seenFiles.has(file)
    return this.#places.isWithin(root, this.options.root)
  }

  finish(): IngestReport {
    this.#tell()
    return this.#report
  }

  #tell(): void {
    this.#report.seconds = (performance.now() - this.#started) / 1000
    this.options.onProgress?.(this.#report)
  }

  #hash(source: Source): string {
    return new Bun.CryptoHasher("sha256")
      .update(`${FORMAT}.${CHUNKING}\n${this.options.embedder.id}\n${source.url ?? ""}\n`)
      .update(source.bytes)
      .digest("hex")
      .slice(0, 32)
  }
}
