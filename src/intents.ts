import type { Embedder } from "../kb/embedder.ts"
import { intentWeights } from "./answers/intent/classifier.ts"
import { type Classified, intentByPattern } from "./answers/intent/classify.ts"
import { entitiesOf, orderPattern } from "./answers/intent/entities.ts"
import { type Comparable, comparable, type Example, likeness } from "./answers/intent/examples.ts"
import { OwnPhrases } from "./answers/intent/own-phrases.ts"
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
/** Phrases that are shown beside a sentence, out of those of chatd's that share the most letters with it. */
const NEAREST = 3
const LOOKED_AT = 48
/** Sentences at once that phrases are shown for: chatd's are embedded for it. */
const MOST_COMPARED = 10

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
  const phrases = new OwnPhrases()
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
    const texts = examples.map(({ text }) => text)
    const known = await phrases.of(current, partnerId, texts)
    return {
      examples: examples.flatMap(({ intent }, i): Example[] => {
        const there = known[i]
        return there ? [{ intent, known: there }] : []
      }),
      texts,
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
      await intentWeights(current)
      const asked = await current.embed(texts, "query")
      return Promise.all(
        texts.map(async (text, i): Promise<TestedIntent> => {
          const vector = asked[i] as Float32Array
          const byModel = new Map([[current.id, vector]])
          const entities = entitiesOf(text, added.orderPatterns)
          const { smalltalk: _, ...intent } =
            intentByPattern(text, entities) ??
            (await understandIntent(text, entities, byModel, () => current, current, added.examples))
          if (texts.length > MOST_COMPARED) return { ...intent, nearest: [] }
          const mine = comparable(plainText(text), vector)
          const own = added.examples.map(({ intent, known }, at) => {
            return { intent, text: added.texts[at] ?? "", likeness: likeness(mine, known), own: true }
          })
          const nearest = [...own, ...(await shippedPhrases(current, mine))]
          nearest.sort((a, b) => b.likeness - a.likeness)
          return { ...intent, nearest: nearest.slice(0, NEAREST) }
        }),
      )
    },
  }
}

/** Those of chatd's own phrases that are most alike. */
async function shippedPhrases(embedder: Embedder, mine: Comparable): Promise<TestedIntent["nearest"]> {
  const letters = { ...mine, vector: undefined }
  const some = INTENTS.flatMap((intent) =>
    PHRASES[intent].map((text) => {
      const known = comparable(plainText(text), undefined)
      return { intent, text, likeness: likeness(letters, known) }
    }),
  )
  some.sort((a, b) => b.likeness - a.likeness)
  const few = some.slice(0, LOOKED_AT)
  const vectors = await embedder.embed(
    few.map(({ text }) => text),
    "query",
  )
  return few.map(({ intent, text }, i) => {
    const known = comparable(plainText(text), vectors[i])
    return { intent, text, likeness: likeness(mine, known), own: false }
  })
}
