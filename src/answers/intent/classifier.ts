import type { Embedder } from "../../../kb/embedder.ts"
import { INTENTS } from "../../core/intent.ts"
import { fitSoftmax, logits, type Weights } from "../softmax-regression.ts"
import { CUES, cuesOf } from "./cues.ts"
import { PHRASES } from "./phrases.ts"
import { plainText } from "./plain-text.ts"
import shipped from "./weights.json" with { type: "json" }

/** What a cue counts for beside the numbers of an embedding, of which one says little. */
const CUE_SCALE = 0.35
/** Learning phrases a few at a time: a question that comes meanwhile is embedded between. */
const AT_ONCE = 32

/** What is carried for the bundled model, and the vector of a text that was not embedded: its cues alone speak. */
export const SHIPPED: Weights = readWeights(shipped.weights)
export const NO_VECTOR = new Float32Array(Math.max(0, (SHIPPED[0]?.length ?? 0) - 1 - CUES))

/** A classifier a model, for models that none is shipped for. */
const learned = new Map<string, Promise<Weights>>()

/** A classifier for a model's embeddings: the shipped one for the bundled model, else learned from the phrases when first asked for. */
export function intentWeights(embedder: Embedder): Promise<Weights> {
  const there = learned.get(embedder.id)
  if (there) return there
  const weights = embedder.id === shipped.model ? Promise.resolve(SHIPPED) : learnIntents(embedder)
  learned.set(embedder.id, weights)
  weights.catch(() => learned.delete(embedder.id))
  return weights
}

/** Learns what the phrases say, with a model. */
export async function learnIntents(embedder: Embedder): Promise<Weights> {
  const examples = INTENTS.flatMap((name, label) => PHRASES[name].map((text) => ({ text, label })))
  const vectors: Float32Array[] = []
  for (let from = 0; from < examples.length; from += AT_ONCE) {
    const texts = examples.slice(from, from + AT_ONCE).map(({ text }) => text)
    vectors.push(...(await embedder.embed(texts, "query")))
  }
  return fitSoftmax(
    examples.flatMap(({ text, label }, i) => {
      const vector = vectors[i]
      return vector ? [{ x: inputsOf(plainText(text), vector), label }] : []
    }),
    INTENTS.length,
  )
}

/** How much speaks for each intent, in the order of {@link INTENTS}, before it is made probabilities. */
export function intentLogits(weights: Weights, plain: string, vector: Float32Array): number[] {
  return logits(weights, inputsOf(plain, vector))
}

function inputsOf(plain: string, vector: Float32Array): Float32Array {
  const inputs = new Float32Array(vector.length + CUES)
  inputs.set(vector)
  inputs.set(
    cuesOf(plain).map((cue) => cue * CUE_SCALE),
    vector.length,
  )
  return inputs
}

/** Weights as a row of text each, four bytes a number. */
export function writeWeights(weights: Weights): string[] {
  return weights.map((row) => Buffer.from(Float32Array.from(row).buffer).toString("base64"))
}

function readWeights(rows: readonly string[]): Weights {
  return rows.map((row) => {
    const bytes = Uint8Array.from(Buffer.from(row, "base64"))
    return Float64Array.from(new Float32Array(bytes.buffer))
  })
}
