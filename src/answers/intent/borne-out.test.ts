import { expect, test } from "bun:test"
import { INTENT_SENTENCES } from "../../../test/fixtures/intent-sentences.ts"
import { openBundledEmbedder } from "../../native/bundled-embedder.ts"
import { isBorneOut } from "./borne-out.ts"
import { intentWeights } from "./classifier.ts"
import { classifyMessage } from "./classify.ts"
import { entitiesOf } from "./entities.ts"

test("a wish for a person, in any language, has a word that bears it out; what is only like one has none", async () => {
  const embedder = await openBundledEmbedder()
  const weights = await intentWeights(embedder)
  const isTaken = async (texts: readonly string[]) => {
    const vectors = await embedder.embed(texts, "query")
    return texts.map((text, i) => {
      const found = classifyMessage({ text, meaning: { vector: vectors[i] as Float32Array, weights } })
      return found.name === "human" ? isBorneOut(found, text, false) || found.confidence >= 0.9 : undefined
    })
  }
  const wishes = INTENT_SENTENCES.filter(({ intent }) => intent === "human").map(({ text }) => text)
  const taken = await isTaken(wishes)
  expect(taken.filter((one) => one !== undefined).length).toBeGreaterThan(30)
  expect(wishes.filter((_, i) => taken[i] === false)).toEqual([])
  const others = [
    "bitte um rückruf",
    "ich will keine KI",
    "I don't want AI",
    "un responsable svp",
    "gerente por favor",
  ]
  expect((await isTaken(others)).filter((one) => one === false)).toEqual([])
  expect(await isTaken(["ich will heiraten", "Since when am I a customer of yours?"])).toEqual([false, false])
  await embedder.close()
})

test("in a message that goes on with a question a telephone is what it asks about, a person is not", () => {
  const found = { name: "human", confidence: 0.7, by: "meaning", entities: entitiesOf("") } as const
  for (const text of ["y por telefono", "en een telefoon met batterij", "and by phone?"]) {
    expect(isBorneOut(found, text, true)).toBe(false)
    expect(isBorneOut(found, text, false)).toBe(true)
  }
  for (const text of ["and to an agent?", "pero con una persona", "but this is ridiculous"])
    expect(isBorneOut(found, text, true)).toBe(true)
})
