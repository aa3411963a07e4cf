import { afterAll, beforeAll, expect, test } from "bun:test"
import { dot, int8Model } from "../test/model.ts"
import { centredEmbedder } from "./centred-embedder.ts"
import type { Embedder } from "./embedder.ts"
import { openOnnxEmbedder } from "./onnx-embedder.ts"

let plain: Embedder
beforeAll(async () => {
  plain = await openOnnxEmbedder(await int8Model())
})
afterAll(() => plain.close())

const TEXTS = [
  "Our bakery sells rye bread on Mondays.",
  "The server's log is kept for thirty days.",
  "Swim lessons for beginners start in May.",
  "Send the signed contract to the notary.",
  "Tyres wear out sooner on gravel.",
]

/** The built-in model as one whose vectors lie in a corner, questions in another one than passages. */
function cornered(): Embedder {
  return {
    ...plain,
    id: "cornered",
    rolesAlike: false,
    embed: async (texts, role = "passage") =>
      (await plain.embed(texts, role)).map((vector) => {
        const moved = vector.map((value, i) => value + (i % 2 === (role === "query" ? 0 : 1) ? 0.1 : 0.02))
        const length = Math.hypot(...moved)
        return moved.map((value) => value / length)
      }),
  }
}

function meanCosine(vectors: readonly Float32Array[]): number {
  const pairs = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => dot(a, b)))
  return pairs.reduce((sum, cosine) => sum + cosine, 0) / pairs.length
}

test("vectors that lie in a corner have the cosines of a model whose vectors do not", async () => {
  const raw = cornered()
  const centred = await centredEmbedder(raw)
  expect(meanCosine(await raw.embed(TEXTS))).toBeGreaterThan(0.6)
  const expected = meanCosine(await plain.embed(TEXTS))
  expect(meanCosine(await centred.embed(TEXTS))).toBeCloseTo(expected, 1)
  expect(meanCosine(await centred.embed(TEXTS, "query"))).toBeCloseTo(expected, 1)
  for (const vector of await centred.embed(TEXTS)) expect(dot(vector, vector)).toBeCloseTo(1, 5)
})

test("a question is as near to itself as a passage where the model moves the two apart", async () => {
  const raw = cornered()
  const centred = await centredEmbedder(raw)
  const between = async (embedder: Embedder) =>
    dot((await embedder.embed(TEXTS, "query"))[0], (await embedder.embed(TEXTS, "passage"))[0])
  expect(await between(raw)).toBeLessThan(0.7)
  expect(await between(centred)).toBeGreaterThan(0.97)
})

test("the middle is looked for once where roles are alike, and for each where they are not", async () => {
  const asked: (string | undefined)[] = []
  const counting = (embedder: Embedder): Embedder => ({
    ...embedder,
    embed: (texts, role) => {
      asked.push(role)
      return embedder.embed(texts, role)
    },
  })
  await centredEmbedder(counting(plain))
  expect(asked.splice(0)).toHaveLength(1)
  await centredEmbedder(counting(cornered()))
  expect(asked).toEqual(["passage", "query"])
})

test("vectors before and after are told apart by the embedder's id", async () => {
  const centred = await centredEmbedder(cornered())
  expect(centred.id).toBe("cornered-centred-1")
})
