import { isAbsolute } from "node:path"
import type { Article } from "../../kb/article.ts"
import type { SourcePlaces } from "../../kb/readers/source-places.ts"
import type { IngestStore, SourceState } from "./ingest-store.ts"

/** An article's id, and the source that has it already. */
export interface Rival {
  id: string
  owner: string
}

/** Which source gives which articles their ids, so that an id stays one article's. */
export class ArticleIds {
  /** Ids that this run's sources give their articles, and which source each. */
  readonly #claims = new Map<string, string>()

  /**
   * @param known sources from the last time
   * @param seen names of the sources that this run has found so far
   */
  constructor(
    private readonly store: Pick<IngestStore, "ownersOf" | "putSource">,
    private readonly places: SourcePlaces,
    private readonly known: ReadonlyMap<string, SourceState>,
    private readonly seen: ReadonlySet<string>,
  ) {}

  /** Reserves the articles' ids for their source, or tells which one another source has that is there still. */
  async claim(name: string, root: string, articles: readonly Article[]): Promise<Rival | undefined> {
    const ids = articles.map(({ id }) => id)
    for (const id of ids) {
      const owner = this.#claims.get(id) ?? name
      if (owner !== name) return { id, owner }
    }
    for (const id of ids) this.#claims.set(id, name)
    const others = [...(await this.store.ownersOf(ids))].filter(([, owner]) => owner !== name)
    const file = this.places.file(root, name)
    const held = others.find(([id, owner]) => this.#isThere(owner, id, file))
    if (held) {
      for (const id of ids) this.#claims.delete(id)
      return { id: held[0], owner: held[1] }
    }
    for (const owner of new Set(others.map(([, owner]) => owner))) {
      const state = this.known.get(owner)
      // Should it come back, it is not what it was: its articles have gone to another.
      if (state) await this.store.putSource({ ...state, contentHash: "" })
    }
    return undefined
  }

  /**
   * Whether the source that an article came from is there still, and is another one.
   *
   * @param file where the source lies that gives the article the same id now
   */
  #isThere(owner: string, articleId: string, file: string | undefined): boolean {
    const state = this.known.get(owner)
    // What agents answered comes from no source, and goes by its own id.
    if (!state) return owner === articleId
    const owners = this.places.file(state.root, owner)
    if (owners !== undefined) return owners !== file
    // Of a page it is known only at the next prune.
    return this.seen.has(owner) || !isAbsolute(state.root)
  }
}
