import type { Embedder } from "../../../kb/embedder.ts"
import { smalltalk } from "../../../kb/smalltalk.ts"
import { INTENTS } from "../../core/intent.ts"
import { fitSoftmax, type Inputs, logits, type Weights } from "../softmax-regression.ts"
import { CUES, cuesOf } from "./cues.ts"
import { PHRASES } from "./phrases.ts"
import { plainText } from "./plain-text.ts"
import shipped from "./weights.json" with { type: "json" }
import { WORD_MARKS, wordMarks } from "./word-marks.ts"

/** What an embedding, a cue and all words together count for beside each other: chosen on half of the labelled sentences. */
const VECTOR_SCALE = 2
const CUE_SCALE = 0.35
const WORDS_SCALE = 6
const DECAY = 0.0003
/** Of two bytes. */
const LARGEST = 0x7fff
/** Learning phrases a few at a time: a question that comes meanwhile is embedded between. */
const AT_ONCE = 32
/** A model that cannot be asked is not asked with every message. */
const AGAIN_AFTER_MS = 60_000

let read: Weights | undefined

/** What is carried for the bundled model: read when first asked for, since it takes milliseconds of every start. */
export function shippedWeights(): Weights {
  read ??= readWeights(shipped.weights)
  return read
}

/** The vector of a text that was not embedded, beside the shipped weights: its words alone speak. */
export function noVector(): Float32Array {
  return new Float32Array(Math.max(0, (shippedWeights()[0]?.length ?? 0) - 1 - CUES - WORD_MARKS))
}

/** Reads and builds what the first message would wait for. */
export function warmUpIntents(): void {
  intentLogits(shippedWeights(), plainText("Hello"), noVector())
  smalltalk("Hello")
}

/** A classifier a model, for models that none is shipped for. */
const learned = new Map<string, { weights: Promise<Weights>; there?: Weights }>()

/** A classifier for a model's embeddings: the shipped one for the bundled model, else learned from the phrases when first asked for. */
export function intentWeights(embedder: Embedder): Promise<Weights> {
  return learning(embedder).weights
}

/** The same where it is there already; else it is being learned, and nobody waits. */
export function intentWeightsSoon(embedder: Embedder): Weights | undefined {
  return embedder.id === shipped.model ? shippedWeights() : learning(embedder).there
}

function learning(embedder: Embedder): { weights: Promise<Weights>; there?: Weights } {
  const known = learned.get(embedder.id)
  if (known) return known
  const weights = embedder.id === shipped.model ? Promise.resolve(shippedWeights()) : learnIntents(embedder)
  const entry: { weights: Promise<Weights>; there?: Weights } = { weights }
  learned.set(embedder.id, entry)
  weights.then(
    (there) => {
      entry.there = there
    },
    () => setTimeout(() => learned.delete(embedder.id), AGAIN_AFTER_MS).unref(),
  )
  return entry
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
      return vector ? [{ ...inputsOf(plainText(text), vector), label }] : []
    }),
    INTENTS.length,
    { marks: WORD_MARKS, decay: DECAY },
  )
}

/** How much speaks for each intent, in the order of {@link INTENTS}, before it is made probabilities. */
export function intentLogits(weights: Weights, plain: string, vector: Float32Array): number[] {
  return logits(weights, inputsOf(plain, vector))
}

function inputsOf(plain: string, vector: Float32Array): Inputs {
  const x = new Float32Array(vector.length + CUES)
  for (let i = 0; i < vector.length; i++) x[i] = (vector[i] as number) * VECTOR_SCALE
  x.set(
    cuesOf(plain).map((cue) => cue * CUE_SCALE),
    vector.length,
  )
  const which = wordMarks(plain)
  return { x, marks: { which, each: WORDS_SCALE / Math.sqrt(Math.max(1, which.length)) } }
}

interface WrittenRow {
  /** What the largest number of the row is. */
  most: number
  /** Two bytes a number, as shares of it. */
  shares: string
}

/** Weights as texts, two bytes a number. */
export function writeWeights(weights: Weights): WrittenRow[] {
  return weights.map((row) => {
    const most = row.reduce((so, number) => Math.max(so, Math.abs(number)), Number.MIN_VALUE)
    const shares = Int16Array.from(row, (number) => Math.round((number / most) * LARGEST))
    return { most, shares: Buffer.from(shares.buffer).toString("base64") }
  })
}

function readWeights(rows: readonly WrittenRow[]): Weights {
  return rows.map(({ most, shares }) => {
    const bytes = Buffer.from(shares, "base64")
    const row = new Float64Array(bytes.length / 2)
    for (let i = 0; i < row.length; i++) row[i] = (bytes.readInt16LE(2 * i) / LARGEST) * most
    return row
  })
}
