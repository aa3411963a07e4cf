import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const NO_ANSWER = "Darauf habe ich keine sichere Antwort gefunden."

const known = knowing([
  {
    id: "laden",
    title: "Laden von Elektroautos",
    body: "Nach vier Stunden fällt eine Blockiergebühr an. Nachts wird sie nicht berechnet.",
  },
  {
    id: "umzug",
    title: "Umzug melden",
    body: "Bitte melden Sie uns Ihren Umzug spätestens 14 Tage vor dem Auszug.",
  },
  {
    id: "wasser",
    title: "Wasserhärte",
    body: "Unser Wasser kommt aus dem Bodensee. Es hat im ganzen Stadtgebiet Härtebereich mittel.",
  },
])

async function reply(message: string) {
  return (await answerQuestion(known, { partnerId: "p", message, history: [] })).text
}

test("words that tell no language are replied to in that of the documents", async () => {
  expect(await reply("Fernwärmeanschlussleitung")).toBe(NO_ANSWER)
  expect(await reply("es riecht nach gas")).toBe(NO_ANSWER)
})

test("words that tell one are replied to in theirs", async () => {
  expect(await reply("who is the mayor of this town?")).toStartWith("I couldn't find")
})
