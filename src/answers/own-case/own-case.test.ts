import { expect, test } from "bun:test"
import { knowing } from "../../../test/known-articles.ts"
import { answerJson, startFakeEndpoint } from "../../../test/servers/llm.ts"
import { answerQuestion } from "../answer-question.ts"
import { createLlm } from "../llm.ts"

const ARTICLES = [
  {
    id: "xray",
    title: "X-rays at our practice",
    body: "X-rays are taken Monday to Friday from 8 am to 4 pm. You need no appointment, only your doctor's referral. Take off jewellery. It takes about ten minutes.",
  },
  {
    id: "account",
    title: "Open a current account",
    body: "Open a current account in our app in ten minutes. You need your passport or identity card and a phone. The account costs nothing if at least €700 come in each month.",
  },
  {
    id: "dog",
    title: "Feeding your dog",
    body: "Adult dogs get two meals a day. Boiled rice, carrots and lean chicken are good for them. Dogs must never have chocolate or grapes.",
  },
  {
    id: "returns",
    title: "Return an item",
    body: "You can return any item within 30 days of delivery. Print the label in your account and hand the parcel in at any post office. Returns are free.",
  },
  {
    id: "sauna",
    title: "Using the sauna",
    body: "The sauna is open daily from 8 am to 9 pm. Children under 14 may not use it. With high blood pressure please ask your doctor before you use the sauna.",
  },
  {
    id: "blutabnahme",
    title: "Blutabnahme",
    body: "Zur Blutabnahme kommen Sie zwischen 7 und 10 Uhr nüchtern in die Praxis. Sie dauert fünf Minuten.",
  },
]

const dependencies = knowing(ARTICLES)

const ask = (message: string) => answerQuestion(dependencies, { partnerId: "p", message, history: [] })

test.each([
  "I am pregnant, can I have an x-ray?",
  "can I have an x-ray? I'm claustrophobic",
  "can i use the sauna with a pacemaker",
  "I'm 16, may I open a current account?",
  "I live in the US, can I open a current account?",
  "Can I open a current account as a non-EU citizen?",
  "I am a refugee without a passport can I open a current account",
  "my dog is diabetic, can he have rice and chicken",
  "My dog has kidney disease, how much should he eat?",
  "On Sundays, can I open a current account?",
  "I'm pregnant, is the x-ray safe?",
  "I'm a wholesaler, are returns free",
  "ich bin schwanger, darf ich zur Blutabnahme kommen",
  "als Diabetiker, kann ich zur Blutabnahme kommen?",
])("%s: what goes for everybody is not said to whose case no article names", async (message) => {
  expect((await ask(message)).escalation).toBe("low_confidence")
})

test.each([
  "I'm in a hurry, how long does an x-ray take?",
  "Hi, I'm Sarah, do I need an appointment for an x-ray?",
  "I'm on my phone, how do I open a current account",
  "I'm a customer since 2010, what does a current account cost",
  "I bought it yesterday, how do I return an item?",
  "I paid by invoice, how do I return an item?",
  "I have bought a lamp with my sister's card, can I return an item?",
  "I ordered a blue sofa last week, can I return any item within 30 days?",
  "als Diabetiker, wie lange dauert die Blutabnahme?",
  "ich habe eine Lampe gekauft, wie lange dauert die Blutabnahme?",
  "I just unpacked it, how do I return an item",
  "I have a problem with my order, how do I return an item?",
  "we just got a dog, how many meals a day for a dog",
  "ich hab es eilig, wie lange dauert die Blutabnahme",
  "ich habe gestern angerufen, wann kann ich zur Blutabnahme kommen",
])("%s: what is said by the way keeps nobody from their answer", async (message) => {
  expect((await ask(message)).escalation).toBeUndefined()
})

test.each([
  ["I have high blood pressure, can I use the sauna", "ask your doctor"],
  ["my daughter is 12, can she use the sauna", "under 14"],
  ["I wear jewellery, can I have an x-ray", "Take off jewellery"],
  ["is the sauna open on sundays", "daily"],
])("%s: is told what the article says of it", async (message, said) => {
  const { text, escalation } = await ask(message)
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})

test.each([
  ["can I have an x-ray", "I'm pregnant"],
  ["can dogs have rice", "my dog is diabetic"],
  ["how do I open a current account", "i'm 16"],
  ["are returns free", "and for students?"],
])("%s – %s: who goes on with their case is not told the same again", async (question, message) => {
  const { text } = await ask(question)
  const history = [{ question, answer: text }]
  const answer = await answerQuestion(dependencies, { partnerId: "p", message, history })
  expect(answer.escalation).toBe("low_confidence")
})

test("who goes on with a case that the article names is told of it", async () => {
  const question = "can I use the sauna"
  const history = [{ question, answer: (await ask(question)).text }]
  const message = "I have high blood pressure"
  const { text } = await answerQuestion(dependencies, { partnerId: "p", message, history })
  expect(text).toContain("ask your doctor")
})

test("a language model is not asked to answer whose case no article names", async () => {
  const endpoint = startFakeEndpoint(() => answerJson("You need no appointment. [1]"))
  const llm = createLlm({ baseUrl: endpoint.url, apiKey: "k", model: "m", timeoutMs: 10_000, maxRetries: 0 })
  const message = "I am pregnant, can I have an x-ray without an appointment?"
  const answer = await answerQuestion({ ...dependencies, llm }, { partnerId: "p", message, history: [] })
  expect(answer.escalation).toBe("low_confidence")
  expect(endpoint.requests).toHaveLength(0)
  await endpoint.stop()
})
