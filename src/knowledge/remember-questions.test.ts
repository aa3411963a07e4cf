import { expect, test } from "bun:test"
import type { Embedder } from "../../kb/embedder.ts"
import { rememberQuestions } from "./remember-questions.ts"

function counting() {
  const asked: string[] = []
  const embedder: Embedder = {
    id: "m",
    dimensions: 1,
    maxTokens: 9,
    countTokens: () => 1,
    async embed(texts) {
      asked.push(...texts)
      return texts.map((text) => Float32Array.of(text.length))
    },
    async close() {},
  }
  return { asked, embedder: rememberQuestions(embedder) }
}

test("a question is embedded once, and its vector comes back in its place", async () => {
  const { asked, embedder } = counting()
  await embedder.embed(["four"], "query")
  const vectors = await embedder.embed(["a", "four", "a", "seven!!"], "query")
  expect(vectors.map(([length]) => length)).toEqual([1, 4, 1, 7])
  expect(asked).toEqual(["four", "a", "seven!!"])
})

test("passages are embedded every time", async () => {
  const { asked, embedder } = counting()
  await embedder.embed(["four"])
  await embedder.embed(["four"], "passage")
  await embedder.embed(["four"], "query")
  expect(asked).toEqual(["four", "four", "four"])
})

test("the oldest are forgotten, those asked again are not", async () => {
  const { asked, embedder } = counting()
  await embedder.embed(["first", "second"], "query")
  for (let i = 0; i < 499; i++) {
    await embedder.embed([`other ${i}`], "query")
    await embedder.embed(["first"], "query")
  }
  asked.length = 0
  await embedder.embed(["first", "second"], "query")
  expect(asked).toEqual(["second"])
})
