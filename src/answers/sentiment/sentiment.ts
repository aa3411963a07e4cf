import type { Embedder } from "../../../kb/embedder.ts"
import { fitSoftmax, logits, softmax, type Weights } from "../softmax-regression.ts"
import { MOODS, type Mood, type MoodShares } from "./mood.ts"
import { moodWords } from "./mood-words.ts"
import { PHRASES } from "./phrases.ts"

export interface Sentiment {
  /** -1 to 1. */
  score: number
  label: Mood
}

/** What one word that speaks for a mood adds to what the embedding says. */
const WORD_WEIGHT = 1
/** Where there is no model, most messages are neutral until a word says otherwise. */
const WITHOUT_MODEL: readonly number[] = [0, 0.7, 0]
/** An earlier message counts for so much of the one after it. */
const EARLIER = 0.6
const LONGEST_CHARS = 1_000

/** A classifier a model: learned from the phrases when it is first asked for. */
const learned = new WeakMap<Embedder, Promise<Weights>>()

/**
 * The mood of somebody's last messages: by the embedding of each, compared with what customers say in a bad, an even and a
 * good mood, and by words that speak for one. No language model, and no more than a hint: test/fixtures/sentiment.ts and
 * its test say how often it is right.
 *
 * @param messages oldest first
 * @param embedder undefined: words alone
 */
export async function sentimentOf(
  messages: readonly string[],
  embedder: Embedder | undefined,
): Promise<Sentiment> {
  const texts = messages.map((text) => text.slice(0, LONGEST_CHARS)).filter((text) => text.trim() !== "")
  if (texts.length === 0) return { score: 0, label: "neutral" }
  const each = await moodsOf(texts, embedder)
  const sum = [0, 0, 0]
  let weight = 1
  let total = 0
  for (const shares of each.toReversed()) {
    for (const [i, share] of shares.entries()) sum[i] = (sum[i] ?? 0) + weight * share
    total += weight
    weight *= EARLIER
  }
  const [bad = 0, , good = 0] = sum
  const label = MOODS[sum.indexOf(Math.max(...sum))] ?? "neutral"
  return { score: Math.round(((good - bad) / total) * 100) / 100, label }
}

async function moodsOf(texts: readonly string[], embedder: Embedder | undefined): Promise<MoodShares[]> {
  const weights = embedder && (await weightsOf(embedder))
  const vectors = embedder ? await embedder.embed(texts) : []
  return texts.map((text, i) => {
    const vector = vectors[i]
    const [bad = 0, even = 0, good = 0] = weights && vector ? logits(weights, { x: vector }) : WITHOUT_MODEL
    const { negative, positive } = moodWords(text)
    return softmax([
      bad + WORD_WEIGHT * negative,
      even,
      good + WORD_WEIGHT * positive,
    ]) as unknown as MoodShares
  })
}

function weightsOf(embedder: Embedder): Promise<Weights> {
  const there = learned.get(embedder)
  if (there) return there
  const learning = learn(embedder)
  learned.set(embedder, learning)
  learning.catch(() => learned.delete(embedder))
  return learning
}

async function learn(embedder: Embedder): Promise<Weights> {
  const examples = MOODS.flatMap((mood, label) => PHRASES[mood].map((text) => ({ text, label })))
  const vectors = await embedder.embed(examples.map(({ text }) => text))
  return fitSoftmax(
    examples.flatMap(({ label }, i) => {
      const x = vectors[i]
      return x ? [{ x, label }] : []
    }),
    MOODS.length,
  )
}
