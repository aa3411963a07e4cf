import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import type { Exchange } from "../core/answer.ts"
import type { Asker } from "../core/tickets/asker.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "desktop",
    title: "Desktop agent",
    body: "The desktop agent syncs files behind your firewall.\n\n## Installing\n\nDownload the installer under **Settings** and run it as an administrator.\n\n## Updating\n\nThe desktop agent updates itself at night.\n\n## Uninstalling\n\nOn Windows use **Apps & features**. On macOS move it to the bin.",
  },
  {
    id: "app",
    title: "Mobile app",
    body: "The mobile app shows the state of your syncs.\n\n## Installing\n\nGet it in the App Store or on Google Play.\n\n## Updating\n\nThe app is updated by the App Store or Google Play.",
  },
  {
    id: "billing",
    title: "Billing",
    body: "## How to pay\n\nWe accept Visa and SEPA direct debit.\n\n## VAT\n\nCustomers in the EU with a valid VAT number are not charged VAT. Dutch customers always pay 21 % VAT.\n\n## Discounts\n\nCharities get 40 % off.",
  },
  {
    id: "security",
    title: "Security and privacy",
    body: "Data is stored in Frankfurt, Germany.\n\n## Encryption\n\nData is encrypted with TLS 1.2 or later.",
  },
  {
    id: "exams",
    title: "Examination rules",
    body: "## Registering\n\nYou register for examinations in the portal. Registering late costs £25 per examination.\n\n## Resits\n\nA failed examination may be repeated once. A resit costs £45 per module.\n\n## Appeals\n\nYou may appeal against a mark within 15 working days of the results. An appeal is free.",
  },
  {
    id: "reisepass",
    title: "Reisepass",
    body: "Einen Reisepass beantragen Sie persönlich im Bürgerbüro, mit Termin.\n\n## Gebühren\n\n| Pass | Gebühr | Gültig |\n|---|---|---|\n| Reisepass ab 24 Jahren | 70,00 € | 10 Jahre |\n| Reisepass unter 24 Jahren | 37,50 € | 6 Jahre |\n\n## Dauer\n\nEin Reisepass dauert vier bis sechs Wochen, ein Expresspass drei Werktage.\n\n## Kinder\n\nKinder brauchen ab der Geburt einen eigenen Reisepass. Das Kind muss dabei sein.\n\n## Abholen\n\nDen Reisepass holen Sie ohne Termin ab.",
  },
  {
    id: "fuehrungszeugnis",
    title: "Was kostet ein Führungszeugnis?",
    body: "Ein Führungszeugnis kostet 13 €. Es kommt nach etwa zwei Wochen per Post.",
  },
  {
    id: "meldebescheinigung",
    title: "Was kostet eine Meldebescheinigung?",
    body: "Eine einfache Meldebescheinigung kostet 9 €, eine erweiterte 12 €.",
  },
]

const known = knowing(ARTICLES)

/** The last of these messages, each of which is told what the bot said to those before it. */
async function lastAnswer(messages: readonly string[], asker?: Asker) {
  const history: Exchange[] = []
  const ask = (message: string) =>
    answerQuestion(known, { partnerId: "p", message, history, ...(asker && { asker }) })
  for (const message of messages.slice(0, -1))
    history.push({ question: message, answer: (await ask(message)).text })
  return ask(messages.at(-1) ?? "")
}

test.each([
  [["how do i install the desktop agent", "how do i update it", "and the app?"], "App Store"],
  [["was kostet ein führungszeugnis", "wie lange dauert das", "und eine meldebescheinigung?"], "9 €"],
])("%j: what is named now is answered, not what was asked about before", async (messages, said) => {
  const { text, escalation } = await lastAnswer(messages)
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})

test.each([
  [["do you charge VAT", "I'm in Germany"], "valid VAT number"],
  [["do you charge VAT", "we are a Dutch company"], "21 % VAT"],
])("%j: who says what their case is asks the same for it", async (messages, said) => {
  const { text } = await lastAnswer(messages)
  expect(text).toContain(said)
  expect(text).not.toContain("Frankfurt")
})

test("another topic that is named in a word is answered by itself", async () => {
  const { text } = await lastAnswer(["how do i install the desktop agent", "Reisepass?"])
  expect(text).toContain("Bürgerbüro")
})

test("a word of which nothing is said there is not answered with what was asked about before", async () => {
  const { sources, escalation } = await lastAnswer(["how do i install the desktop agent", "Pricing?"])
  expect(escalation).toBe("low_confidence")
  expect(sources[0]?.articleId).not.toBe("desktop")
})

test("what it costs is told of what was talked about, not of what stands near it", async () => {
  const { text } = await lastAnswer(["how do i appeal a mark", "what does it cost"])
  expect(text).toContain("An appeal is free.")
  expect(text).not.toContain("£")
})

test("who asks for a price is told of one, not how long it takes", async () => {
  const { text } = await lastAnswer(["wie viel kostet ein reisepass"])
  expect(text).toContain("70,00 €")
})

/** In the chat, where what is wanted is acted on: a customer without any ticket. */
const VISITOR: Asker = {
  locale: async () => undefined,
  ticket: async () => undefined,
  tickets: async () => [],
  agentName: async () => "",
}

test.each([
  [["do you have a nursery", "and with ADHD?"], "I couldn't find a confident answer to that."],
  [["how can i reach support", "and my deposit?"], "I couldn't find a confident answer to that."],
  [["i've been waiting for my refund for 6 weeks"], "I couldn't find a confident answer to that."],
  [["ich warte seit 8 wochen auf meinen pass!"], "Darauf habe ich keine sichere Antwort gefunden."],
  [["I have taken too many pills"], "I couldn't find a confident answer to that."],
  [["my tooth hurts"], "I couldn't find a confident answer to that."],
  [["ich will heiraten"], "Darauf habe ich keine sichere Antwort gefunden."],
])("%j is taken for no wish, and a person is offered", async (messages, said) => {
  const { text, escalation, intent } = await lastAnswer(messages, VISITOR)
  expect({ text, escalation, intent: intent?.name }).toEqual({
    text: said,
    escalation: "low_confidence",
    intent: "question",
  })
})

test.each([
  ["where is that written?", "That is what our documentation says."],
  ["how do you know that", "That is what our documentation says."],
  ["Woher wissen Sie das?", "So steht es in unserer Dokumentation."],
])("%s asks where the answer is from", async (message, said) => {
  const { text, escalation } = await lastAnswer(["how do i appeal a mark", message], VISITOR)
  expect(text).toStartWith(said)
  expect(escalation).toBeUndefined()
})

test("two German words are answered in German, though one of them is Dutch, too", async () => {
  const { text } = await lastAnswer(["marke verloren"])
  expect(text).toBe("Darauf habe ich keine sichere Antwort gefunden.")
})

test.each([
  [["how do i appeal a mark", "and where is my order?"], "order"],
  [["how do i appeal a mark", "and what is the status of my ticket?"], "ticket_status"],
  [["how do i appeal a mark", "and can somebody call me?"], "human"],
] as const)("%j: what is wanted beside a question is told by its words", async (messages, name) => {
  expect((await lastAnswer(messages, VISITOR)).intent?.name).toBe(name)
})

test.each([
  [["this is the third time my claim is refused, this is unacceptable!"]],
  [["how do i appeal a mark", "my resit was lost again, this is a joke, I am furious"]],
  [["das ist schon das dritte Mal, dass mein Reisepass falsch ist, unverschämt!"]],
  [["dit is al de derde keer dat mijn paspoort kapot is, schandalig"]],
  [["wat een schande, mijn paspoort is weer kapot"]],
  [["Das ist das Letzte, der Reisepass ist schon wieder falsch"]],
  [["what a joke, my passport is wrong again"]],
])("who is beside themselves is offered a person, not told a rule: %j", async (messages) => {
  const { escalation, intent } = await lastAnswer(messages, VISITOR)
  expect([escalation, intent?.name]).toEqual(["human_requested", "human"])
})

test.each([
  "this is ridiculous, how do I appeal a mark",
  "fed up with my old passport, what do I need for a new one",
  "es una vergüenza, cómo pido un pasaporte",
  "Is it a scandal to appeal a mark?",
  "unacceptable use policy",
])("who asks something is none of those: %s", async (message) => {
  expect((await lastAnswer([message], VISITOR)).escalation).not.toBe("human_requested")
})
