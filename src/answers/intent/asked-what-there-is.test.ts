import { expect, test } from "bun:test"
import { openBundledEmbedder } from "../../native/bundled-embedder.ts"
import { intentWeights } from "./classifier.ts"
import { classifyMessage } from "./classify.ts"

test("whoever asks what a company has, or what comes next, is not chatting", async () => {
  const embedder = await openBundledEmbedder()
  const weights = await intentWeights(embedder)
  const texts = ["teneis television", "tiene 5g?", "teneis bono social", "what happens now then"]
  const vectors = await embedder.embed(texts, "query")
  const names = texts.map((text, i) => {
    const meaning = { vector: vectors[i] as Float32Array, weights }
    return [text, classifyMessage({ text, meaning }).name]
  })
  expect(names).toEqual(texts.map((text) => [text, "question"]))
  await embedder.close()
})
