import { expect, test } from "bun:test"
import type { Embedder } from "../../../kb/embedder.ts"
import { BUNDLED_MODEL_ID } from "../../native/bundled-embedder.ts"
import { intentWeights } from "./classifier.ts"
import { entitiesOf } from "./entities.ts"
import { comparable } from "./examples.ts"
import { understandIntent } from "./understand.ts"

/** Of each letter how often it is there: poor, and a model. */
function letters(text: string): Float32Array {
  const counts = new Float32Array(26)
  for (const sign of text.toLowerCase()) {
    const i = sign.charCodeAt(0) - 97
    if (i >= 0 && i < 26) counts[i] = (counts[i] as number) + 1
  }
  const length = Math.hypot(...counts) || 1
  return counts.map((count) => count / length)
}

test("a model that no classifier is carried for learns while words alone speak", async () => {
  let free = () => {}
  const held = new Promise<void>((resolve) => {
    free = resolve
  })
  let asked = 0
  const embedder: Embedder = {
    id: "letters",
    dimensions: 26,
    maxTokens: 256,
    countTokens: (text) => text.length,
    async embed(texts) {
      asked += texts.length
      await held
      return texts.map(letters)
    },
    close: async () => {},
  }
  const text = "when will the parcel that I ordered arrive?"
  const understand = () =>
    understandIntent(
      text,
      entitiesOf(text),
      new Map([["letters", letters(text)]]),
      () => embedder,
      embedder,
      [],
    )
  expect(await understand()).toMatchObject({ name: "order", by: "cues" })
  // It has begun to learn, and nobody waited for it.
  expect(asked).toBeGreaterThan(0)
  free()
  await intentWeights(embedder)
  expect(await understand()).toMatchObject({ name: "order", by: "meaning" })
}, 60_000)

test("an example of one model is compared with a message of another by letters, whatever their vectors look like", async () => {
  const vector = new Float32Array(384).fill(384 ** -0.5)
  const known = { ...comparable("a sheep in the meadow eats grass", vector), vector }
  const examples = [{ intent: "order" as const, known }]
  const carried = (id: string): Embedder => ({
    id,
    dimensions: 384,
    maxTokens: 256,
    countTokens: (text) => text.length,
    embed: async (texts) => texts.map(() => vector),
    close: async () => {},
  })
  const bundled = carried(BUNDLED_MODEL_ID)
  const understand = (current: Embedder) => {
    const vectors = new Map([[bundled.id, vector]])
    const text = "where do wolves sleep at night"
    return understandIntent(text, entitiesOf(text), vectors, () => bundled, current, examples)
  }
  expect((await understand(bundled)).by).toBe("example")
  expect((await understand(carried("another"))).by).toBe("meaning")
})
