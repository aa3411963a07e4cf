import { describe, expect, test } from "bun:test"
import { embedArticle } from "./embedded-article.ts"
import type { Embedder } from "./embedder.ts"

function fakeEmbedder(): Embedder & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    id: "fake",
    dimensions: 2,
    maxTokens: 256,
    countTokens: (text) => 2 + text.split(/\s+/).length,
    async embed(texts) {
      asked.push(...texts)
      return texts.map((text) => Float32Array.of(text.length, 1))
    },
    async close() {},
  }
}

const ARTICLE = {
  id: "pin",
  title: "PIN",
  body: "Keep it safe.\n\n# Change\nTap here.",
  examples: ["change my pin", " change my pin ", "new pin"],
}

describe("embedArticle", () => {
  test("embeds chunks with their prefix, the title, headings and each example once", async () => {
    const { chunks, vectors } = await embedArticle(ARTICLE, fakeEmbedder())
    expect(chunks.map((chunk) => chunk.text)).toEqual(["Keep it safe.", "Tap here."])
    expect(vectors.map(({ kind, ordinal, text }) => [kind, ordinal, text])).toEqual([
      ["chunk", 0, "PIN\nKeep it safe."],
      ["chunk", 1, "PIN - Change\nTap here."],
      ["title", 0, "PIN"],
      ["heading", 0, "PIN - Change"],
      ["example", 0, "change my pin"],
      ["example", 1, "new pin"],
    ])
    for (const { text, vector } of vectors) expect(vector[0]).toBe(text.length)
  })

  test("leaves the thread to others while a long article is cut, and stops when it is told to", async () => {
    const stop = new AbortController()
    const long = {
      id: "long",
      title: "Long",
      body: "A sentence about the valve of the pump. ".repeat(50_000),
    }
    const slow = { ...fakeEmbedder(), countTokens: (text: string) => 2 + text.split(" ").length }
    const embedding = embedArticle(long, slow, undefined, stop.signal)
    setTimeout(() => stop.abort(new Error("enough")))
    await expect(embedding).rejects.toThrow("enough")
    expect(slow.asked).toEqual([])
  })

  test("waits for no endpoint that hangs once it is told to stop", async () => {
    const stop = new AbortController()
    const hanging: Embedder = { ...fakeEmbedder(), embed: () => new Promise(() => {}) }
    const embedding = embedArticle(ARTICLE, hanging, undefined, stop.signal)
    setTimeout(() => stop.abort(new Error("enough")))
    await expect(embedding).rejects.toThrow("enough")
  })

  test("does not embed again what is known", async () => {
    const first = await embedArticle(ARTICLE, fakeEmbedder())
    const known = new Map(first.vectors.map(({ text, vector }) => [text, vector]))
    const embedder = fakeEmbedder()
    const changed = { ...ARTICLE, body: "Keep it safe.\n\n# Change\nTap there." }
    const again = await embedArticle(changed, embedder, (text) => known.get(text))
    expect(embedder.asked).toEqual(["PIN - Change\nTap there."])
    expect(again.vectors[0]?.vector).toBe(known.get("PIN\nKeep it safe.") as Float32Array)
  })
})
