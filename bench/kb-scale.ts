/**
 * Times one question, from text to decision, against a knowledge base of many chunks. The chunks are made up: random
 * words and random directions, which is the worst case for the candidates (nothing stands out).
 *
 * Usage: bun bench/kb-scale.ts [CHUNKS]     CHATD_BENCH_MODEL says where the model lies.
 */
import { join } from "node:path"
import { DEFAULT_CALIBRATION } from "../kb/default-calibration.ts"
import type { EmbeddedArticle } from "../kb/embedded-article.ts"
import { quantile } from "../kb/eval.ts"
import { decide } from "../kb/gate.ts"
import { KbIndex } from "../kb/kb-index.ts"
import { normalised } from "../kb/linear-algebra.ts"
import { openOnnxEmbedder } from "../kb/onnx-embedder.ts"

const CHUNKS_PER_ARTICLE = 5
const WORDS_PER_CHUNK = 100
const VOCABULARY = 20_000
const QUESTIONS = 300
/** Embedded in place of the made-up words, which would be cut into five times as many tokens as a real question has. */
const QUESTION = "how do I change the address on my account after moving abroad?"

const chunks = Number(process.argv[2] ?? 10_000)
const modelFolder = process.env.CHATD_BENCH_MODEL ?? "build/model"
const tokenizer = (await Bun.file(join(modelFolder, "tokenizer.json")).json()) as object
const embedder = await openOnnxEmbedder({ model: join(modelFolder, "model.onnx"), tokenizer, id: "bench" })

const index = new KbIndex()
const putMs = elapsed(() => {
  for (let i = 0; i < chunks / CHUNKS_PER_ARTICLE; i++) index.put(madeUpArticle(i))
})
const start = performance.now()
await index.refresh()
console.log(
  `${chunks} chunks: put ${(putMs / 1000).toFixed(1)} s, refresh ${((performance.now() - start) / 1000).toFixed(1)} s`,
)

const searches: number[] = []
const wholes: number[] = []
for (let i = 0; i < QUESTIONS; i++) {
  const text = `how do I ${randomWords(9)}?`
  const asked = performance.now()
  const [vector] = await embedder.embed([QUESTION])
  const embedded = performance.now()
  decide(index.search({ text, vector: vector ?? new Float32Array(384) }).features, DEFAULT_CALIBRATION)
  searches.push(performance.now() - embedded)
  wholes.push(performance.now() - asked)
}
await embedder.close()
for (const [name, times] of [
  ["search and gate", searches],
  ["question to decision", wholes],
] as const) {
  console.log(
    `${name}: p50 ${quantile(times, 0.5).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`,
  )
}

function madeUpArticle(i: number): EmbeddedArticle {
  const title = randomWords(6)
  const texts = Array.from({ length: CHUNKS_PER_ARTICLE }, () => randomWords(WORDS_PER_CHUNK))
  return {
    article: { id: `a${i}`, title, body: texts.join("\n\n") },
    chunks: texts.map((text, ordinal) => ({ ordinal, section: [], text })),
    vectors: [
      ...texts.map((text, ordinal) => ({ kind: "chunk" as const, ordinal, text, vector: randomDirection() })),
      { kind: "title", ordinal: 0, text: title, vector: randomDirection() },
    ],
  }
}

/** Zipf-like: a few words are everywhere, most are rare, as in real text. */
function randomWords(n: number): string {
  return Array.from({ length: n }, () => `w${Math.floor(VOCABULARY ** Math.random()).toString(36)}x`).join(
    " ",
  )
}

function randomDirection(): Float32Array {
  return normalised(new Float32Array(embedder.dimensions).map(() => Math.random() - 0.5))
}

function elapsed(work: () => void): number {
  const from = performance.now()
  work()
  return performance.now() - from
}
