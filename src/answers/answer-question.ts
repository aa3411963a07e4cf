import { DEFAULT_CALIBRATION } from "../../kb/default-calibration.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { type Decision, decide } from "../../kb/gate.ts"
import type { Hit } from "../../kb/retrieval.ts"
import type { Answer, Exchange, RetrievedPassage, Source } from "../core/answer.ts"
import type { LoadedBase } from "../knowledge/loaded-base.ts"
import { extractAnswer } from "./extract.ts"
import type { Passage } from "./passage.ts"
import { Stopwatch } from "./stopwatch.ts"

export interface AnswerDependencies {
  embedder: Embedder
  basesOf(partnerId: string): Promise<readonly LoadedBase[]>
}

interface Found {
  base: LoadedBase
  hits: Hit[]
  decision: Decision
}

/** Hits that a reader may want to see as sources, beside the one that the answer is from. */
const MAX_SOURCES = 3
/** Passages that an answer may be composed of. */
const MAX_PASSAGES = 5
const SHOWN_HITS = 10

const UNSURE = "I couldn't find a confident answer to that."

/** One message in, an answer or an escalation out: retrieve, gate, compose. */
export async function answerQuestion(
  { embedder, basesOf }: AnswerDependencies,
  input: { partnerId: string; message: string; history: readonly Exchange[] },
): Promise<Answer> {
  const watch = new Stopwatch()
  const [vector] = await embedder.embed([input.message], "query")
  if (!vector) throw new Error("The embedder returned no vector for a question.")
  watch.lap("embed")
  const found = bestBase(await basesOf(input.partnerId), { text: input.message, vector })
  watch.lap("retrieve")
  const answer = await compose(input.message, vector, found)
  watch.lap("compose")
  return { ...answer, timings: watch.laps() }
}

/** Each knowledge base judges by its own calibration; the surest one speaks. */
function bestBase(
  bases: readonly LoadedBase[],
  query: { text: string; vector: Float32Array },
): Found | undefined {
  const found = bases.map((base): Found => {
    const { hits, features } = base.index.search(query, SHOWN_HITS)
    return { base, hits, decision: decide(features, base.stored.calibration ?? DEFAULT_CALIBRATION) }
  })
  return found.sort((a, b) => b.decision.confidence - a.decision.confidence)[0]
}

async function compose(
  question: string,
  vector: Float32Array,
  found: Found | undefined,
): Promise<Omit<Answer, "timings">> {
  const judged = {
    confidence: found?.decision.confidence ?? 0,
    threshold: found?.decision.threshold ?? DEFAULT_CALIBRATION.threshold,
    sources: found ? sourcesOf(found) : [],
    passages: found ? retrievedPassages(found) : [],
    contributions: found?.decision.contributions ?? [],
    degraded: false,
    tokens: { prompt: 0, completion: 0 },
  }
  if (!found?.decision.answer) {
    const escalation = judged.sources.length > 0 ? "low_confidence" : "no_results"
    return { ...judged, text: UNSURE, escalation, composedBy: "gate" }
  }
  const extracted = await extractAnswer({ question, questionVector: vector, passages: passagesOf(found) })
  return { ...judged, text: extracted.markdown, escalation: undefined, composedBy: "extract" }
}

/** The passages of the best article; another article may say something else about something else. */
function passagesOf({ hits }: Found): Passage[] {
  const [best] = hits
  if (!best) return []
  const passages = [best.passage, ...best.morePassages].filter((passage) => passage !== undefined)
  return passages.slice(0, MAX_PASSAGES).map(({ section, text, similarity }) => ({
    title: best.title,
    section: [...section],
    text,
    score: similarity,
  }))
}

function sourcesOf({ hits, decision }: Found): Source[] {
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

function retrievedPassages({ base, hits }: Found): RetrievedPassage[] {
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
