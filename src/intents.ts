import type { Embedder } from "../kb/embedder.ts"
import type { Classified } from "./answers/intent/classify.ts"
import { orderPattern } from "./answers/intent/entities.ts"
import { comparable, type Example, likeness } from "./answers/intent/examples.ts"
import { PHRASES } from "./answers/intent/phrases.ts"
import { plainText } from "./answers/intent/plain-text.ts"
import { type IntentSource, understandIntent } from "./answers/intent/understand.ts"
import { INTENTS, type IntentName } from "./core/intent.ts"
import type { Partners } from "./partners.ts"
import { remembered } from "./remembered.ts"
import type { Database } from "./storage/database.ts"
import { intentExamples } from "./storage/repositories/intent-examples.ts"

/** How old what is known of a partner's examples may be. */
const TTL_MS = 1_000
/** Phrases whose vectors are kept: 1.5 KB each. */
const MOST_VECTORS = 3_000
const NEAREST = 3
const AT_ONCE = 32

/** What a sentence would be taken for, and why. */
export interface TestedIntent extends Omit<Classified, "smalltalk"> {
  nearest: { intent: IntentName; text: string; likeness: number; own: boolean }[]
}

export interface Intents extends IntentSource {
  /** What sentences would be taken for, by patterns, examples and meaning; nothing is looked up in the knowledge base. */
  test(partnerId: string, texts: readonly string[]): Promise<TestedIntent[]>
  /** This process has changed a partner's examples. */
  forget(): void
}

/**
 * What intents are told by, with what partners have added.
 *
 * @param embedder resolves when the model is loaded
 */
export function openIntents(
  { db }: Database,
  partners: Pick<Partners, "byId">,
  embedder: () => Promise<Embedder>,
): Intents {
  const stored = remembered((partnerId: string) => intentExamples(db, partnerId), TTL_MS)
  const patterns = new Map<string, RegExp>()
  const vectors = new PhraseVectors()
  let loaded: Embedder | undefined
  const model = async () => {
    loaded = await embedder()
    return loaded
  }

  async function ofPartner(partnerId: string) {
    const [examples, partner, current] = await Promise.all([
      stored(partnerId),
      partners.byId(partnerId),
      model(),
    ])
    const known = await vectors.of(
      current,
      examples.map(({ text }) => text),
    )
    return {
      examples: examples.map(({ intent, text }, i): Example => ({ intent, text, vector: known[i] })),
      orderPatterns: (partner?.settings.intents.orderIds ?? []).map((template) => {
        const pattern = patterns.get(template) ?? orderPattern(template)
        patterns.set(template, pattern)
        return pattern
      }),
    }
  }

  return {
    embedder: () => loaded,
    ofPartner,
    forget: () => stored.forget(),
    async test(partnerId, texts) {
      const current = await model()
      const added = await ofPartner(partnerId)
      const phrases = INTENTS.flatMap((intent) =>
        PHRASES[intent].map((text) => ({ intent, text, own: false })),
      )
      const shipped = await vectors.of(
        current,
        phrases.map(({ text }) => text),
      )
      const all = [
        ...added.examples.map((example) => ({ ...example, own: true })),
        ...phrases.map((phrase, i) => ({ ...phrase, vector: shipped[i] })),
      ].map((one) => ({ ...one, known: comparable(plainText(one.text), one.vector) }))
      const asked = await current.embed(texts, "query")
      return Promise.all(
        texts.map(async (text, i): Promise<TestedIntent> => {
          const vector = asked[i] as Float32Array
          const byModel = new Map([[current.id, vector]])
          const { smalltalk: _, ...intent } = await understandIntent(
            text,
            byModel,
            () => current,
            current,
            added,
          )
          const mine = comparable(plainText(text), vector)
          const nearest = all
            .map(({ intent, text, own, known }) => ({ intent, text, own, likeness: likeness(mine, known) }))
            .sort((a, b) => b.likeness - a.likeness)
            .slice(0, NEAREST)
          return { ...intent, nearest }
        }),
      )
    },
  }
}

/** Phrases with their vectors, embedded once a model. */
class PhraseVectors {
  #model = ""
  readonly #known = new Map<string, Float32Array>()

  async of(embedder: Embedder, texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    if (embedder.id !== this.#model || this.#known.size > MOST_VECTORS) this.#known.clear()
    this.#model = embedder.id
    const missing = texts.filter((text) => !this.#known.has(text))
    for (let from = 0; from < missing.length; from += AT_ONCE) {
      const some = missing.slice(from, from + AT_ONCE)
      const made = await embedder.embed(some, "query")
      if (embedder.id === this.#model)
        for (const [i, text] of some.entries()) this.#known.set(text, made[i] as Float32Array)
    }
    return texts.map((text) => (embedder.id === this.#model ? this.#known.get(text) : undefined))
  }
}
