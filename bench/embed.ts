/** Usage: bun bench/embed.ts. Chunks of 140 tokens a second on one and two threads; milliseconds for a question. */

import { openEmbedderPool } from "../kb/embedder-pool.ts"
import { openOnnxEmbedder } from "../kb/onnx-embedder.ts"
import { bundledModel } from "../src/native/bundled-embedder.ts"

const CHUNKS = 200
const QUESTIONS = 200
const QUESTION = "How do I reset my password?"
const SENTENCES = [
  "To change the address of an order, open your account, choose the order and press edit.",
  "Refunds go to the card you paid with and take three to five working days.",
  "If the sensor blinks red, its battery is low or it is paired with another hub.",
  "Only owners and billing admins can see invoices and change the plan.",
  "We keep messages for 24 months and log files for 30 days.",
]

const model = await bundledModel()
const inline = await openOnnxEmbedder(model)
const chunk = chunkOfTokens(140)
console.log(`chunk: ${inline.countTokens(chunk)} tokens, question: ${inline.countTokens(QUESTION)}`)
await report("1 session, 1 thread, this thread", inline)
await inline.close()
const wide = await openOnnxEmbedder({ ...model, threads: 2 })
await report("1 session, 2 threads, this thread", wide)
await wide.close()
for (const [workers, threads] of [
  [1, 1],
  [1, 2],
  [2, 2],
]) {
  const pool = await openEmbedderPool({ ...model, workers, threads })
  await report(`pool: ${workers} session(s), ${threads} thread(s) in all`, pool)
  await pool.close()
}

async function report(name: string, embedder: typeof inline): Promise<void> {
  const chunks = Array.from({ length: CHUNKS }, (_, index) => `${index} ${chunk}`)
  await embedder.embed([...chunks.slice(0, 10), QUESTION])
  const ingest = performance.now()
  await embedder.embed(chunks)
  const perSecond = (CHUNKS * 1000) / (performance.now() - ingest)
  const times: number[] = []
  for (let index = 0; index < QUESTIONS; index++) {
    const asked = performance.now()
    await embedder.embed([QUESTION], "query")
    times.push(performance.now() - asked)
  }
  times.sort((a, b) => a - b)
  const [median, p95] = [0.5, 0.95].map((share) => times[Math.floor(QUESTIONS * share)]?.toFixed(2))
  const rss = (process.memoryUsage().rss / 1e6).toFixed(0)
  console.log(
    `${name.padEnd(36)} ${perSecond.toFixed(1).padStart(6)} chunks/s   question ${median} ms (p95 ${p95})   ${rss} MB`,
  )
}

function chunkOfTokens(tokens: number): string {
  let text = ""
  for (let index = 0; ; index++) {
    for (const word of (SENTENCES[index % SENTENCES.length] as string).split(" ")) {
      const longer = `${text} ${word}`.trim()
      if (inline.countTokens(longer) > tokens) return text
      text = longer
    }
  }
}
