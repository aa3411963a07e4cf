import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { Embedder } from "../../../kb/embedder.ts"
import { half, INTENT_SENTENCES } from "../../../test/fixtures/intent-sentences.ts"
import { scoreOf, scoreTable } from "../../../test/intent-score.ts"
import { INTENTS, type IntentName } from "../../core/intent.ts"
import { openBundledEmbedder } from "../../native/bundled-embedder.ts"
import type { Weights } from "../softmax-regression.ts"
import { intentLogits, intentWeights, learnIntents } from "./classifier.ts"
import { type Classified, classifyMessage } from "./classify.ts"
import { orderPattern } from "./entities.ts"
import { comparable, likeness } from "./examples.ts"
import { PHRASES } from "./phrases.ts"
import { plainText } from "./plain-text.ts"

const SENTENCES = INTENT_SENTENCES.map(({ intent, ...one }) => ({ ...one, name: intent }))
const MEASURED = SENTENCES.filter(({ text }) => half(text) === "test")

let embedder: Embedder
let weights: Weights
beforeAll(async () => {
  embedder = await openBundledEmbedder()
  weights = await intentWeights(embedder)
})
afterAll(() => embedder.close())

function withoutNumbers(text: string) {
  const letters = plainText(text).replace(/[^\p{L}\p{M}\s]+/gu, " ")
  return comparable(letters, undefined)
}

async function classified(texts: readonly string[]): Promise<Classified[]> {
  const vectors = await embedder.embed(texts, "query")
  return texts.map((text, i) => {
    const vector = vectors[i] as Float32Array
    return classifyMessage({ text, meaning: { vector, weights } })
  })
}

describe("the intent of a message", () => {
  test("the sentences are many, of every intent in 13 languages", () => {
    expect(SENTENCES.length).toBeGreaterThanOrEqual(300)
    for (const name of INTENTS) {
      const languages = SENTENCES.filter((one) => one.name === name).map(({ language }) => language)
      expect(new Set(languages).size).toBe(13)
      expect(languages.length).toBeGreaterThanOrEqual(40)
    }
  })

  test("what is learned from is like none of them", () => {
    const sentences = SENTENCES.map(({ text }) => ({ text, letters: withoutNumbers(text) }))
    const alike = INTENTS.flatMap((name) => PHRASES[name]).flatMap((phrase) => {
      const letters = withoutNumbers(phrase)
      // One sign is like any other.
      if (letters.pairs.size < 2) return []
      return sentences
        .filter((one) => likeness(letters, one.letters) >= 0.7)
        .map(({ text }) => ({ phrase, text }))
    })
    expect(alike).toEqual([])
  })

  test("a phrase has one intent", () => {
    const texts = INTENTS.flatMap((name) => PHRASES[name].map(plainText))
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([])
  })

  test("is what readers say it is in the sentences that nothing was chosen by", async () => {
    const found = await classified(MEASURED.map(({ text }) => text))
    const score = scoreOf(MEASURED.map((one, i) => ({ ...one, found: found[i] as Classified })))
    console.log(scoreTable("intents by patterns and meaning", score))
    expect(score.accuracy).toBeGreaterThan(0.8)
    expect(score.macroF1).toBeGreaterThan(0.8)
    expect(score.english).toBeGreaterThan(0.85)
    expect(score.others).toBeGreaterThan(0.75)
    // Whoever is as sure as this acts on it.
    expect(score.sure.right).toBeGreaterThan(0.93)
    for (const { recall, precision } of score.each) expect(Math.min(recall, precision)).toBeGreaterThan(0.6)
  })

  test("takes less than a millisecond beside the embedding", async () => {
    const texts = MEASURED.map(({ text }) => text)
    const vectors = await embedder.embed(texts, "query")
    const run = () => {
      for (const [i, text] of texts.entries())
        classifyMessage({ text, meaning: { vector: vectors[i] as Float32Array, weights } })
    }
    run()
    // Of the processor, so that other processes do not count.
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    const each = (user + system) / 1_000 / texts.length
    console.log(`an intent takes ${each.toFixed(3)} ms`)
    expect(each).toBeLessThan(1)
  })

  test("the weights that are carried are what the phrases teach", async () => {
    const fresh = await learnIntents(embedder)
    const texts = MEASURED.map(({ text }) => text)
    const vectors = await embedder.embed(texts, "query")
    for (const [i, text] of texts.entries()) {
      const plain = plainText(text)
      const vector = vectors[i] as Float32Array
      const [carried, learned] = [intentLogits(weights, plain, vector), intentLogits(fresh, plain, vector)]
      for (const [k, logit] of carried.entries()) expect(logit).toBeCloseTo(learned[k] as number, 1)
    }
  }, 240_000)

  test("without a model words alone say it, less surely", () => {
    const right = MEASURED.filter(({ text, name }) => classifyMessage({ text }).name === name).length
    console.log(`intents without a model: ${((100 * right) / MEASURED.length).toFixed(1)} % right`)
    expect(right / MEASURED.length).toBeGreaterThan(0.67)
  })

  test.each<[string, IntentName]>([
    ["i am waiting for an hour", "ticket_status"],
    ["Ich warte seit einer Stunde", "ticket_status"],
    ["I am waiting for my refund for two weeks", "question"],
    ["Can I come an hour later tomorrow?", "booking"],
  ])("an hour alone is no booking: %s is %s", async (text, name) => {
    const [found] = await classified([text])
    expect(found?.name).toBe(name)
  })

  const PLAIN: [string, IntentName][] = [
    ["What's the status of ticket #12345?", "ticket_status"],
    ["#12", "ticket_status"],
    ["ticket 12?", "ticket_status"],
    ["I want to talk to a human", "human"],
    ["human please", "human"],
    ["thanks a lot", "smalltalk"],
  ]
  for (const [text, name] of PLAIN) {
    test(`"${text}" needs no model to be ${name}`, () => {
      expect(classifyMessage({ text })).toMatchObject({ name, by: "pattern" })
    })
  }

  const ORDERS = [orderPattern("ORD-######"), orderPattern("@@-###")]
  test.each<[string, IntentName]>([
    ["ORD-123456", "order"],
    ["zk-771 please", "order"],
    ["my number is ZK-771", "order"],
    ["ticket 12", "ticket_status"],
  ])('with the partner\'s order ids "%s" is %s by itself', (text, name) => {
    expect(classifyMessage({ text, orderPatterns: ORDERS })).toMatchObject({ name, by: "pattern" })
  })

  test.each([
    "how do I change ORD-123456",
    "let me talk to someone about ZK-771",
    "ORD-123456 is the number that I was told when I asked what the delivery to Spain would cost",
  ])('an order\'s id does not say it all in "%s"', (text) => {
    expect(classifyMessage({ text, orderPatterns: ORDERS }).by).not.toBe("pattern")
  })
})
