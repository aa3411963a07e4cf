import type { Embedder } from "../../../kb/embedder.ts"
import { intentWeightsSoon } from "./classifier.ts"
import { type Classified, classifyMessage } from "./classify.ts"
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
 * The intent of a message, by the embedding that retrieval made of it; where it made none, one is made.
 *
 * @param vectors the question's by each model that serves
 */
export async function understandIntent(
  text: string,
  vectors: ReadonlyMap<string, Float32Array>,
  embedderOf: (modelId: string) => Embedder | undefined,
  fallback: Embedder | undefined,
  { examples, orderPatterns }: PartnerIntents,
): Promise<Classified> {
  const meaning = await meaningOf(text, vectors, embedderOf, fallback)
  return classifyMessage({ text, meaning, examples, orderPatterns })
}

async function meaningOf(
  text: string,
  vectors: ReadonlyMap<string, Float32Array>,
  embedderOf: (modelId: string) => Embedder | undefined,
  fallback: Embedder | undefined,
) {
  for (const [modelId, vector] of vectors) {
    const embedder = embedderOf(modelId)
    const weights = embedder && intentWeightsSoon(embedder)
    if (weights) return { vector, weights }
  }
  // A model whose classifier is still being learned says nothing yet.
  const weights = fallback && intentWeightsSoon(fallback)
  const [vector] = (weights && (await fallback.embed([text], "query"))) ?? []
  return weights && vector && { vector, weights }
}
