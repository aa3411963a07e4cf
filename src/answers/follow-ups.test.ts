import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"
import { suggestAnswers } from "./suggest.ts"

const ARTICLES = [
  {
    id: "shipping",
    title: "Shipping",
    body: "## How long does shipping take?\n\nTwo working days within Norway, four to Sweden and Denmark.\n\n## What does shipping cost?\n\nShipping costs 49 NOK. It is free from 500 NOK.",
  },
  {
    id: "returns",
    title: "Returns and refunds",
    body: "## How do I get a refund?\n\nOpen **Orders**, choose the order and press **Return**. The refund goes back to your card within five working days.\n\n## Damaged parcels\n\nSend us a photo within 48 hours, and we replace what is broken.\n\n## Opened bags\n\nThey cannot be returned, unless the coffee is stale.",
  },
  {
    id: "machine",
    title: "Connect the machine to wifi",
    body: "You can do it with the app or without it.\n\n## With the app\n\n1. Press **Add machine**.\n2. Scan the code.\n\n## Without the app\n\n1. Hold the steam button.\n2. Press the WPS button of your router.",
  },
  {
    id: "subscription",
    title: "Subscriptions",
    body: "You can pause your subscription under **Account**, for at most three months.\n\n## Gift subscriptions\n\nA gift subscription ends by itself.",
  },
]

const known = knowing(ARTICLES)

const FOLLOW_UPS = [
  ["How long does shipping take?", "And what does it cost?", "Shipping costs 49 NOK"],
  ["What does shipping cost?", "and how long does it take?", "Two working days"],
  ["How do I get a refund?", "And if the parcel is damaged?", "Send us a photo"],
  ["How do I get a refund?", "What about opened bags?", "They cannot be returned"],
  ["How do I connect the machine with the app?", "And without it?", "1. Hold the steam button."],
  ["Can I pause my subscription?", "For how long?", "at most three months"],
] as const

const asking = (earlier: string, message: string) => ({
  partnerId: "p",
  message,
  history: [{ question: earlier, answer: "So." }],
})

test.each(FOLLOW_UPS)(
  "%s %s is answered from the section that the second asks for",
  async (earlier, message, said) => {
    const { text, escalation } = await answerQuestion(known, asking(earlier, message))
    expect(escalation).toBeUndefined()
    expect(text).toContain(said)
  },
)

test.each(FOLLOW_UPS)("%s %s is suggested to agents from there, too", async (earlier, message, said) => {
  const [first] = await suggestAnswers(known, asking(earlier, message))
  expect(first?.text).toContain(said)
})

test.each(["no", "What?", "huh??", "?", "Nein", "Wie bitte?", "¿Qué?", "いいえ"])(
  "%s, said to an answer, is offered a person",
  async (message) => {
    const answer = await answerQuestion(known, asking("What does shipping cost?", message))
    expect(answer).toMatchObject({ escalation: "low_confidence", composedBy: "smalltalk" })
  },
)

test("no, said to what was asked in return, is the end of it", async () => {
  const { text, escalation } = await answerQuestion(known, asking("thanks", "no"))
  expect(escalation).toBeUndefined()
  expect(text).toBe("All right! Just write if anything else comes up.")
})

test.each([
  ["What does shipping cost?", "why?"],
  ["What does shipping cost?", "But why?"],
  ["What does shipping cost?", "Why not"],
  ["What does shipping cost?", "How come?"],
  ["Can I pause my subscription?", "ok pause it"],
  ["Can I pause my subscription?", "can you do it for me please"],
  ["How do I connect the machine without the app?", "I don't have a WPS button"],
  ["How do I connect the machine without the app?", "i cant find the steam button"],
])("%s %s is not answered with what was said already", async (question, message) => {
  const told = await answerQuestion(known, { partnerId: "p", message: question, history: [] })
  expect(told.escalation).toBeUndefined()
  const history = [{ question, answer: `${told.text}\n\nAnything else?` }]
  const again = await answerQuestion(known, { partnerId: "p", message, history })
  expect(again).toMatchObject({ escalation: "low_confidence", sources: [] })
  expect(again.text).not.toContain(told.text)
})

test("what is asked once more is told once more", async () => {
  const question = "How do I connect the machine without the app?"
  const told = await answerQuestion(known, { partnerId: "p", message: question, history: [] })
  const history = [{ question, answer: told.text }]
  for (const message of [
    question,
    "How do I do that without the app?",
    "I can't connect the machine without the app, can you help?",
  ]) {
    const { text } = await answerQuestion(known, { partnerId: "p", message, history })
    expect(text).toContain("1. Hold the steam button.")
  }
})

test.each(["no", "Nein", "ok", "yes please"])("nothing leans on a mere %s", async (said) => {
  const history = [
    { question: "How long does shipping take?", answer: "So." },
    { question: said, answer: "So." },
  ]
  const answer = await answerQuestion(known, {
    partnerId: "p",
    message: "And what does it cost?",
    history,
  })
  expect(answer.text).toContain("Shipping costs 49 NOK")
})

test("a yes is replied to in the language of the talk, not of the last words alone", async () => {
  const history = [
    { question: "Wann bekomme ich mein Geld zurück?", answer: "In fünf Tagen." },
    { question: "sicher?", answer: "So steht es in unserer Dokumentation." },
  ]
  const { text } = await answerQuestion(known, { partnerId: "p", message: "ja", history })
  expect(text).toStartWith("Gern.")
})

test("the steps under the heading that is asked for are told, not those of another that share its words", async () => {
  const message = "How do I connect the machine without the app?"
  const { text } = await answerQuestion(known, { partnerId: "p", message, history: [] })
  expect(text).toStartWith("1. Hold the steam button.")
})
