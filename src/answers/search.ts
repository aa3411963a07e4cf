import { DEFAULT_CALIBRATION } from "../../kb/default-calibration.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { CONTEXT_SHARE, type FollowUp, mixed } from "../../kb/follow-up.ts"
import { type Decision, decide } from "../../kb/gate.ts"
import type { Hit } from "../../kb/retrieval.ts"
import type { RetrievedPassage, Source } from "../core/answer.ts"
import { ABOUT_BASE } from "../knowledge/default-base.ts"
import type { LoadedBase } from "../knowledge/loaded-base.ts"

/** What one knowledge base found, and what its gate thinks of it. */
export interface Found {
  base: LoadedBase
  /** Of what the best article is asked, by this knowledge base's model. */
  placeVector: Float32Array
  hits: Hit[]
  decision: Decision
}

/** Sources that a reader is shown, the one that the answer is from first. */
export const MAX_SOURCES = 3
const MAX_HITS = 10

/** A question with its vector by each model that serves. */
export interface EmbeddedQuestion {
  text: string
  vectors: ReadonlyMap<string, Float32Array>
  /** Of what the article that is found is asked. */
  placeVectors: ReadonlyMap<string, Float32Array>
}

/** Embeds a question once a model; a knowledge base of a model that is not there cannot be asked. */
export async function embedQuestion(
  { text, earlier, earlierShare, asked }: FollowUp,
  bases: readonly LoadedBase[],
  embedderOf: (modelId: string) => Embedder | undefined,
): Promise<EmbeddedQuestion> {
  const models = new Set(bases.flatMap((base) => base.stored.modelId ?? []))
  const vectors = new Map<string, Float32Array>()
  const placeVectors = new Map<string, Float32Array>()
  for (const modelId of models) {
    const texts = earlier === undefined ? [text] : [text, earlier, asked]
    const [vector, before, own] = (await embedderOf(modelId)?.embed(texts, "query")) ?? []
    if (!vector) continue
    vectors.set(modelId, before ? mixed(vector, before, earlierShare) : vector)
    placeVectors.set(modelId, own ? mixed(own, vector, CONTEXT_SHARE) : vector)
  }
  return { text, vectors, placeVectors }
}

/** Each knowledge base judges by its own calibration; the surest one speaks. */
export function searchBases(
  bases: readonly LoadedBase[],
  { text, vectors, placeVectors }: EmbeddedQuestion,
): Found | undefined {
  const found = bases.flatMap((base): Found[] => {
    const vector = vectors.get(base.stored.modelId ?? "")
    if (!vector) return []
    const placeVector = placeVectors.get(base.stored.modelId ?? "") ?? vector
    const { hits: all, features } = base.index.search({ text, vector, placeVector }, MAX_HITS)
    // A reader needs no second source that says the same, nor does a language model.
    const hits = all.filter(({ isCopy }) => !isCopy)
    const decision = decide(features, base.stored.calibration ?? DEFAULT_CALIBRATION)
    return [{ base, placeVector, hits, decision }]
  })
  found.sort((a, b) => b.decision.confidence - a.decision.confidence)
  // What a client says that a site is never takes the place of a document.
  const isDocument = ({ base }: Found) => base.stored.name !== ABOUT_BASE
  const [surest] = found.filter(isDocument)
  if (surest?.decision.answer) return surest
  return found.find((one) => !isDocument(one) && one.decision.answer) ?? surest ?? found[0]
}

export function sourcesOf({ hits, decision }: Found): Source[] {
  const best = hits[0]?.score ?? 0
  return hits.slice(0, MAX_SOURCES).map((hit) => ({
    articleId: hit.articleId,
    title: hit.title,
    // The gate judges the first hit; the others can only be as sure as they score beside it.
    confidence: best > 0 ? (decision.confidence * Math.max(0, hit.score)) / best : 0,
    entryType: hit.entryType ?? "article",
    ...(hit.url && { url: hit.url }),
  }))
}

export function retrievedPassages({ base, hits }: Found): RetrievedPassage[] {
  return hits.map((hit) => ({
    kb: base.stored.name,
    articleId: hit.articleId,
    title: hit.title,
    section: hit.passage?.section ?? [],
    text: hit.passage?.text ?? "",
    score: hit.score,
    scores: { ...hit.components },
  }))
}
