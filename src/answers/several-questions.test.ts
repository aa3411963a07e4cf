import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerJson, type Behaviour, startFakeEndpoint } from "../../test/servers/llm.ts"
import { toldSources } from "../core/told-sources.ts"
import { answerQuestion } from "./answer-question.ts"
import type { Asking } from "./asking.ts"
import { createLlm } from "./llm.ts"
import { suggestAnswers } from "./suggest.ts"

const ARTICLES = [
  {
    id: "hours",
    title: "Opening hours",
    body: "Our shop is open Monday to Friday from 9 am to 6 pm, and on Saturdays until 1 pm.",
  },
  {
    id: "countries",
    title: "Where we ship to",
    body: "We ship to Austria, Germany and Italy. It takes four working days. We do not ship to islands.",
  },
  {
    id: "returns",
    title: "Returns and refunds",
    body: "You can return an item within 30 days. The refund is on your card within five working days.",
  },
  {
    id: "delivery",
    title: "Delivery",
    body: "## Costs\n\nDelivery within the Netherlands costs €4.95, and is free from €50. To Belgium and Germany it costs €9.95.\n\n## Times\n\nOrders placed before 10 pm are delivered the next day in the Netherlands.",
  },
  {
    id: "parking",
    title: "Parking",
    body: "Our garage costs €18 a day. Charging an electric car costs €0.55 per kWh; there are four chargers.",
  },
  {
    id: "gifts",
    title: "Gift cards",
    body: "Gift cards are valid for three years. They cannot be paid out.",
  },
]

const known = knowing(ARTICLES)

const ask = (message: string, more: Partial<Asking> = {}) =>
  answerQuestion(known, { partnerId: "p", message, history: [], ...more })

async function askModel(message: string, reply: Behaviour) {
  const endpoint = startFakeEndpoint(reply)
  const llm = createLlm({ baseUrl: endpoint.url, apiKey: "k", model: "m", timeoutMs: 2000, maxRetries: 0 })
  try {
    return await answerQuestion({ ...known, llm }, { partnerId: "p", message, history: [] })
  } finally {
    await endpoint.stop()
  }
}

const BOTH = "What are your opening hours and do you ship to Austria?"

test("each of two questions is answered, with its source, and as sure as the less sure one", async () => {
  const [hours, ship] = [await ask("What are your opening hours"), await ask("do you ship to Austria?")]
  const answer = await ask(BOTH)
  expect(answer.escalation).toBeUndefined()
  expect(answer.text).toBe(
    `**What are your opening hours?**\n\n${hours.text}\n\n**Do you ship to Austria?**\n\n${ship.text}`,
  )
  expect(toldSources(answer).map(({ articleId }) => articleId)).toEqual(["hours", "countries"])
  expect(answer.confidence).toBe(Math.min(hours.confidence, ship.confidence))
})

test("one question beside one that is not answered is said to need a person", async () => {
  const answer = await ask("What are your opening hours? Do you repair bicycles?")
  expect(answer).toMatchObject({ escalation: "low_confidence", composedBy: "extract" })
  expect(answer.text).toContain("Monday to Friday")
  expect(answer.text).toEndWith(
    "I couldn't find a confident answer to “Do you repair bicycles?”: that needs a person.",
  )
  expect(answer.confidence).toBeLessThan(answer.threshold)
  expect(toldSources(answer).map(({ articleId }) => articleId)).toEqual(["hours"])
})

test("an agent is suggested the best article of each question first", async () => {
  const message = "What are your opening hours? How long are gift cards valid?"
  const [first, second] = await suggestAnswers(known, { partnerId: "p", message, history: [] })
  expect([first?.sources[0]?.title, second?.sources[0]?.title]).toEqual(["Opening hours", "Gift cards"])
})

test("what is said again of a question shows as it was typed", async () => {
  const { text } = await ask("What are your opening hours? Do you repair **bikes** <b>here</b>?")
  expect(text).toContain("“Do you repair \\*\\*bikes\\*\\* \\<b>here\\</b>?”")
})

test("where none is answered, it is said as of one", async () => {
  const { text } = await ask("Do you repair bicycles and do you sell pianos?")
  expect(text).toBe("I couldn't find a confident answer to that.")
})

test("of more than three questions the others are for a person", async () => {
  const { text, escalation } = await ask(
    "What are your opening hours? Do you ship to Austria? Can I return an item? How long are gift cards valid?",
  )
  expect(text).toContain("within 30 days")
  expect(text).toContain("“How long are gift cards valid?”")
  expect(escalation).toBe("low_confidence")
})

test("what answers both is said once", async () => {
  const { text } = await ask("How long are gift cards valid and can gift cards be paid out?")
  expect(text).toBe("Gift cards are valid for three years. They cannot be paid out.")
})

test("what answers two of three stands below both", async () => {
  const { text } = await ask(
    "How long are gift cards valid? Can gift cards be paid out? Do you ship to Austria?",
  )
  expect(text).toStartWith("**How long are gift cards valid? Can gift cards be paid out?**\n\nGift cards")
})

test("a question leans on the one before it, and what comes next on the last one", async () => {
  const { text } = await ask("Do you ship to Austria, and how long does that take?")
  expect(text).toContain("four working days")
  const history = [{ question: "What are your opening hours? Do you ship to Austria?", answer: "So." }]
  const next = await ask("And to Italy?", { history })
  expect(next).toMatchObject({ escalation: undefined, sources: [{ articleId: "countries" }, {}, {}] })
})

test("each passage that was looked through is told once, as its best question found it", async () => {
  const { passages } = await ask(BOTH)
  const texts = passages.map(({ text }) => text)
  expect(texts.length).toBeGreaterThan(1)
  expect(new Set(texts).size).toBe(texts.length)
  const { passages: alone } = await ask("do you ship to Austria?")
  const scoreOf = (all: typeof passages) => all.find(({ articleId }) => articleId === "countries")?.score
  expect(scoreOf(passages)).toBe(scoreOf(alone))
})

test("a follow-up of a follow-up is still about what the first one asked", async () => {
  const history = [
    { question: "Do you ship to Austria?", answer: "Yes." },
    { question: "And Italy?", answer: "Yes." },
  ]
  const { text, escalation } = await ask("How long does that take?", { history })
  expect(escalation).toBeUndefined()
  expect(text).toContain("four working days")
})

test("a language model answers both from both articles", async () => {
  const text =
    "Our shop is open Monday to Friday from 9 am to 6 pm, and on Saturdays until 1 pm [1]. We ship to Austria [2]."
  expect(await askModel(BOTH, () => answerJson(text, [1, 2]))).toMatchObject({ text, composedBy: "llm" })
})

test("a language model that leaves a question out is not believed to have answered it", async () => {
  const answer = await askModel(BOTH, () => answerJson("We ship to Austria [2].", [2]))
  expect(answer).toMatchObject({ composedBy: "extract", degraded: true })
  expect(answer.text).toContain("Monday to Friday")
})

test("a question is answered that the answer to the one before answers, too", async () => {
  const { text, escalation } = await ask("What does delivery cost? Is it free from 50 euros?")
  expect(text).toContain("free from €50")
  expect(text).not.toContain("needs a person")
  expect(escalation).toBeUndefined()
})

test("so is one that asks for a single thing which is said there", async () => {
  const { text, escalation } = await ask("What does parking cost? Do you have chargers?")
  expect(text).toContain("four chargers")
  expect(text).not.toContain("needs a person")
  expect(escalation).toBeUndefined()
})

test("one that the answer to another says nothing of needs a person", async () => {
  const { text, escalation } = await ask("What does delivery cost? Is it insured against theft?")
  expect(text).toContain("€4.95")
  expect(text).toContain("needs a person")
  expect(escalation).toBe("low_confidence")
})
