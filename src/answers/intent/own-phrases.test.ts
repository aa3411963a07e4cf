import { describe, expect, test } from "bun:test"
import type { Embedder } from "../../../kb/embedder.ts"
import { exampleVotes } from "./examples.ts"
import { OwnPhrases } from "./own-phrases.ts"

/** A model that answers when it is told to, with a vector of the text's length. */
function heldModel(id = "held") {
  const asked: string[][] = []
  const waiting: (() => void)[] = []
  let broken = false
  let held = true
  const embedder: Embedder = {
    id,
    dimensions: 2,
    maxTokens: 256,
    countTokens: (text) => text.length,
    async embed(texts) {
      asked.push([...texts])
      if (held) await new Promise<void>((resolve) => waiting.push(resolve))
      if (broken) throw new Error("out of order")
      return texts.map((text) => Float32Array.of(1, text.length))
    },
    close: async () => {},
  }
  return {
    embedder,
    asked,
    free() {
      held = false
      for (const go of waiting.splice(0)) go()
    },
    breakDown() {
      broken = true
    },
  }
}

describe("a partner's phrases", () => {
  test("are compared by letters until they are embedded, and nobody waits for that", async () => {
    const model = heldModel()
    const phrases = new OwnPhrases()
    const [letters] = await phrases.of(model.embedder, "acme", ["where is my crate"])
    expect(letters).toMatchObject({ words: "where is my crate", vector: undefined })
    if (!letters) throw new Error("there is none")
    const votes = exampleVotes("where is my crate", undefined, [{ intent: "order", known: letters }])
    expect(votes.same).toBe("order")
    model.free()
    const [embedded] = await phrases.of(model.embedder, "acme", ["where is my crate"])
    expect(embedded?.vector).toEqual(Float32Array.of(1, 17))
    expect(model.asked).toHaveLength(1)
  })

  test("are embedded once; of a changed list only what is new", async () => {
    const model = heldModel()
    model.free()
    const phrases = new OwnPhrases()
    await phrases.of(model.embedder, "acme", ["one", "two"])
    await phrases.of(model.embedder, "acme", ["one", "two"])
    const now = await phrases.of(model.embedder, "acme", ["two", "three"])
    expect(now.map(({ words }) => words)).toEqual(["two", "three"])
    expect(now.every(({ vector }) => vector)).toBe(true)
    expect(model.asked).toEqual([["one", "two"], ["three"]])
  })

  test("that were being embedded when the list changed are not embedded again", async () => {
    const model = heldModel()
    const phrases = new OwnPhrases()
    await phrases.of(model.embedder, "acme", ["one", "two"])
    const both = phrases.of(model.embedder, "acme", ["one", "two", "three"])
    model.free()
    expect((await both).every(({ vector }) => vector)).toBe(true)
    expect(model.asked).toEqual([["one", "two"], ["three"]])
  })

  test("go by letters where the model is out of order", async () => {
    const model = heldModel()
    model.free()
    model.breakDown()
    const phrases = new OwnPhrases()
    for (let i = 0; i < 3; i++)
      expect(await phrases.of(model.embedder, "acme", ["one"])).toMatchObject([{ words: "one" }])
    // Not with every message.
    expect(model.asked).toHaveLength(1)
  })

  test("of many partners take each other nothing away, until there are too many", async () => {
    const model = heldModel()
    model.free()
    const phrases = new OwnPhrases()
    const texts = Array.from({ length: 300 }, (_, i) => `phrase ${i}`)
    for (let i = 0; i < 30; i++) await phrases.of(model.embedder, `partner-${i}`, texts)
    const before = model.asked.length
    for (let i = 0; i < 30; i++) await phrases.of(model.embedder, `partner-${i}`, texts)
    expect(model.asked).toHaveLength(before)
    for (let i = 30; i < 34; i++) await phrases.of(model.embedder, `partner-${i}`, texts)
    const full = model.asked.length
    await phrases.of(model.embedder, "partner-33", texts)
    expect(model.asked).toHaveLength(full)
    await phrases.of(model.embedder, "partner-0", texts)
    expect(model.asked.length).toBeGreaterThan(full)
  })

  test("are embedded anew by another model", async () => {
    const [first, second] = [heldModel("a"), heldModel("b")]
    first.free()
    second.free()
    const phrases = new OwnPhrases()
    await phrases.of(first.embedder, "acme", ["one"])
    await phrases.of(second.embedder, "acme", ["one"])
    expect(second.asked).toEqual([["one"]])
  })
})
