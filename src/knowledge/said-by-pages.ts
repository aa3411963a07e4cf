import { setTimeout as sleep } from "node:timers/promises"
import { type EmbeddedArticle, embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { aboutArticle, type SaidOfSite } from "./about-article.ts"
import { ABOUT_BASE } from "./default-base.ts"
import type { KnowledgeBase, KnowledgeReader } from "./knowledge-store.ts"
import { LoadedBase } from "./loaded-base.ts"

/** So long an answer waits for it: most are made of documents. */
const PATIENCE_MS = 3_000
const MOST_CUSTOMERS = 5_000
const MOST_BASES = 100

/**
 * What pages say that their sites are. Whoever is no browser may say the same and claim to be such a page, so that it is told to
 * the customer alone in whose name it was said; clients say it again with each session, so that it is kept in memory.
 */
export class SaidByPages {
  readonly #byCustomer = new Map<number, SaidOfSite>()
  readonly #bases = new Map<string, Promise<LoadedBase>>()

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  keep(customerId: number, said: SaidOfSite): void {
    this.#byCustomer.delete(customerId)
    putBounded(this.#byCustomer, customerId, said, MOST_CUSTOMERS)
  }

  /** A knowledge base of what the customer's page says; undefined where it says nothing, or no model has read it so far. */
  async baseFor(
    partnerId: string,
    customerId: number,
    embedder: () => Promise<Embedder>,
  ): Promise<LoadedBase | undefined> {
    const said = this.#byCustomer.get(customerId)
    if (!said) return undefined
    const read = this.#read(partnerId, said, await embedder())
    return Promise.race([read.catch(() => undefined), sleep(this.patienceMs, undefined, { ref: false })])
  }

  #read(partnerId: string, said: SaidOfSite, model: Embedder): Promise<LoadedBase> {
    const key = JSON.stringify([partnerId, model.id, said.host, said.text])
    const known = this.#bases.get(key)
    if (known) return known
    const made = baseOf(partnerId, said, model)
    putBounded(this.#bases, key, made, MOST_BASES)
    made.catch(() => this.#bases.delete(key))
    return made
  }
}

function putBounded<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  const [oldest] = map.keys()
  if (oldest !== undefined && map.size >= most) map.delete(oldest)
  map.set(key, value)
}

async function* only(article: EmbeddedArticle) {
  yield article
}

async function baseOf(partnerId: string, said: SaidOfSite, embedder: Embedder): Promise<LoadedBase> {
  const stored: KnowledgeBase = {
    id: `${ABOUT_BASE}:${said.host}`,
    partnerId,
    name: ABOUT_BASE,
    revision: 1,
    calibration: undefined,
    modelId: embedder.id,
  }
  const embedded = await embedArticle(aboutArticle(said), embedder)
  const store: KnowledgeReader = {
    basesOf: async () => [stored],
    baseById: async () => stored,
    changesSince: async () => ({ revision: stored.revision, removed: [], put: only(embedded) }),
  }
  const base = new LoadedBase(stored, store, Number.POSITIVE_INFINITY)
  await base.refresh()
  return base
}
