import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { Embedder } from "../../../kb/embedder.ts"
import { SENTIMENT } from "../../../test/fixtures/sentiment.ts"
import { openBundledEmbedder } from "../../native/bundled-embedder.ts"
import { MOODS } from "./mood.ts"
import { PHRASES } from "./phrases.ts"
import { sentimentOf } from "./sentiment.ts"

const SENTENCES = MOODS.flatMap((mood) =>
  Object.entries(SENTIMENT[mood]).flatMap(([language, texts]) =>
    texts.map((text) => ({ mood, language, text })),
  ),
)

let embedder: Embedder
beforeAll(async () => {
  embedder = await openBundledEmbedder()
})
afterAll(() => embedder.close())

/** Share that is right, and share that is taken for the contrary, of the sentences in a language, or in all but English. */
async function measured(english: boolean, model: Embedder | undefined) {
  const sentences = SENTENCES.filter(({ language }) => (language === "en") === english)
  let [right, contrary] = [0, 0]
  for (const { mood, text } of sentences) {
    const { label } = await sentimentOf([text], model)
    if (label === mood) right++
    else if (label !== "neutral" && mood !== "neutral") contrary++
  }
  const share = (n: number) => n / sentences.length
  const [r, c] = [share(right), share(contrary)]
  console.log(
    `sentiment ${english ? "English" : "other languages"}, ${model ? "with" : "without"} the model: ${(r * 100).toFixed(1)} % of ${sentences.length} right, ${(c * 100).toFixed(1)} % taken for the contrary`,
  )
  return { right: r, contrary: c }
}

describe("the mood of a message", () => {
  test("hears what readers hear in the sentences it was tuned by", async () => {
    expect(SENTENCES.length).toBeGreaterThan(200)
    const learned = new Set(MOODS.flatMap((mood) => PHRASES[mood]))
    expect(SENTENCES.filter(({ text }) => learned.has(text))).toEqual([])
    const english = await measured(true, embedder)
    expect(english.right).toBeGreaterThan(0.88)
    expect(english.contrary).toBeLessThan(0.04)
    const others = await measured(false, embedder)
    expect(others.right).toBeGreaterThan(0.8)
    expect(others.contrary).toBeLessThan(0.08)
    expect((await measured(true, undefined)).right).toBeGreaterThan(0.65)
    expect((await measured(false, undefined)).right).toBeGreaterThan(0.65)
  })

  test("is even where nothing was said, and follows what was said last", async () => {
    expect(await sentimentOf([], embedder)).toEqual({ score: 0, label: "neutral" })
    expect(await sentimentOf(["", " "], embedder)).toEqual({ score: 0, label: "neutral" })
    const [angry, glad] = ["This is terrible, I am so angry.", "Great, thank you, that was wonderful!"]
    const worse = await sentimentOf([glad, angry], embedder)
    const better = await sentimentOf([angry, glad], embedder)
    expect(worse.score).toBeLessThan(0)
    expect(better.score).toBeGreaterThan(0)
    expect((await sentimentOf([angry, angry], embedder)).label).toBe("negative")
    for (const { score } of [worse, better]) expect(Math.abs(score)).toBeLessThanOrEqual(1)
  })

  test("a message of any length is read", async () => {
    const { score } = await sentimentOf([`${"word ".repeat(50_000)}terrible`], embedder)
    expect(Math.abs(score)).toBeLessThanOrEqual(1)
  })
})
