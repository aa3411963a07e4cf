import type { Embedder } from "../../../kb/embedder.ts"
import { type Comparable, comparable } from "./examples.ts"
import { plainText } from "./plain-text.ts"

/** Phrases that are kept in all, some 5 KB each; those of whom was longest not asked for go first. */
const MOST_KEPT = 10_000
const AT_ONCE = 32
/** What a message waits for its partner's phrases to be embedded: a new one takes a few milliseconds, 300 a second. */
const WAIT_MS = 50

/** A model that could not be asked is asked again after so long. */
const AGAIN_AFTER_MS = 60_000

interface Kept {
  known: Map<string, Comparable>
  /** Those that have been embedded. */
  done: Set<string>
  /** Resolves when all have been, or could not be. */
  whole: Promise<void>
  failedAt: number | undefined
}

/**
 * Phrases as they are compared with messages, kept by whose they are. Where embedding them takes longer than a message
 * may wait, letters compare them until it is done.
 */
export class OwnPhrases {
  readonly #kept = new Map<string, Kept>()
  #model = ""

  /** In the order of `texts`. */
  async of(embedder: Embedder, owner: string, texts: readonly string[]): Promise<Comparable[]> {
    if (embedder.id !== this.#model) this.#kept.clear()
    this.#model = embedder.id
    const before = this.#kept.get(owner)
    // Last in the order, for it was asked for last.
    this.#kept.delete(owner)
    if (texts.length === 0) return []
    const kept = before && holds(before, texts) ? before : embedding(embedder, texts, before)
    this.#kept.set(owner, kept)
    this.#shrink(owner)
    await Promise.race([kept.whole, Bun.sleep(WAIT_MS)])
    return texts.flatMap((text) => kept.known.get(text) ?? [])
  }

  #shrink(owner: string): void {
    let all = 0
    for (const { known } of this.#kept.values()) all += known.size
    for (const [other, { known }] of this.#kept) {
      if (all <= MOST_KEPT || other === owner) return
      all -= known.size
      this.#kept.delete(other)
    }
  }
}

function holds({ known, failedAt }: Kept, texts: readonly string[]): boolean {
  if (failedAt !== undefined && performance.now() - failedAt > AGAIN_AFTER_MS) return false
  return known.size === texts.length && texts.every((text) => known.has(text))
}

/** Phrases as letters, which get their vectors as these come; what was embedded before is taken over. */
function embedding(embedder: Embedder, texts: readonly string[], before: Kept | undefined): Kept {
  const kept: Kept = { known: new Map(), done: new Set(), whole: Promise.resolve(), failedAt: undefined }
  for (const text of texts) kept.known.set(text, comparable(plainText(text), undefined))
  const takeOver = () => {
    for (const text of texts) {
      const there = before?.done.has(text) && before.known.get(text)
      if (!there) continue
      kept.known.set(text, there)
      kept.done.add(text)
    }
  }
  takeOver()
  kept.whole = embedRest(embedder, kept, texts, before?.whole.then(takeOver)).catch(() => {
    // Letters compare them meanwhile: a message is answered where the model is not there.
    kept.failedAt = performance.now()
  })
  return kept
}

async function embedRest(
  embedder: Embedder,
  { known, done }: Kept,
  texts: readonly string[],
  before: Promise<void> | undefined,
): Promise<void> {
  await before
  const missing = texts.filter((text) => !done.has(text))
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const some = missing.slice(from, from + AT_ONCE)
    const vectors = await embedder.embed(some, "query")
    for (const [i, text] of some.entries()) {
      known.set(text, comparable(plainText(text), vectors[i]))
      done.add(text)
    }
  }
}
