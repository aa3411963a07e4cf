import type { Embedder } from "../../../kb/embedder.ts"
import { intentWeightsSoon } from "./classifier.ts"
import { type Classified, intentByMeaning } from "./classify.ts"
import type { Found } from "./entities.ts"
import type { Example } from "./examples.ts"

/** What a partner has added to what intents are told by. */
export interface PartnerIntents {
  examples: readonly Example[]
  orderPatterns: readonly RegExp[]
}

export interface IntentSource {
  /** The model that questions are embedded with where no knowledge base has them embedded; undefined while there is none. */
  embedder(): Embedder | undefined
  ofPartner(partnerId: string): Promise<PartnerIntents>
}

export const NOTHING_ADDED: PartnerIntents = { examples: [], orderPatterns: [] }

/**
 * The intent of a message that no pattern told, by the embedding that retrieval made of it; where it made none, one is made.
 *
 * @param found what was found in the message by its form
 * @param vectors the question's by each model that serves
 */
export async function understandIntent(
  text: string,
  found: Found,
  vectors: ReadonlyMap<string, Float32Array>,
  embedderOf: (modelId: string) => Embedder | undefined,
  fallback: Embedder | undefined,
  examples: readonly Example[],
): Promise<Classified> {
  const understood = await meaningOf(text, vectors, embedderOf, fallback)
  if (!understood) return intentByMeaning({ text, examples }, found)
  const { modelId, ...meaning } = understood
  // Vectors of two models cannot be compared: then letters are.
  const comparables =
    modelId === fallback?.id
      ? examples
      : examples.map(({ intent, known }) => ({ intent, known: { ...known, vector: undefined } }))
  return intentByMeaning({ text, meaning, examples: comparables }, found)
}

async function meaningOf(
  text: string,
  vectors: ReadonlyMap<string, Float32Array>,
  embedderOf: (modelId: string) => Embedder | undefined,
  fallback: Embedder | undefined,
) {
  const own = fallback && vectors.get(fallback.id)
  for (const [modelId, vector] of own ? [[fallback.id, own] as const, ...vectors] : vectors) {
    const embedder = embedderOf(modelId)
    const weights = embedder && intentWeightsSoon(embedder)
    if (weights) return { modelId, vector, weights }
  }
  // A model whose classifier is still being learned says nothing yet.
  const weights = fallback && intentWeightsSoon(fallback)
  const [vector] = (weights && (await fallback.embed([text], "query"))) ?? []
  return weights && vector && { modelId: fallback.id, vector, weights }
}
