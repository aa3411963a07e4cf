import { expect, test } from "bun:test"
import { BOT_WORDS } from "./bot-words.ts"
import { ticketCreatedMessage } from "./hand-off.ts"

const TICKET = { name: "Jane Smith", email: "jane@company.com", ticketId: "9630", mailed: true }

test("a ticket is confirmed in the guide's words", () => {
  expect(ticketCreatedMessage(BOT_WORDS.en, TICKET)).toBe(
    "Hi Jane, I've created support ticket #9630 for you and emailed a copy to jane@company.com for your reference. A support agent will reach out to you shortly with more details.",
  )
})

test("where no mail goes out, none is said to have gone", () => {
  expect(ticketCreatedMessage(BOT_WORDS.en, { ...TICKET, mailed: false })).toBe(
    "Hi Jane, I've created support ticket #9630 for you. A support agent will reach out to you shortly with more details.",
  )
})

test.each(["", "   ", "x".repeat(200)])("a name such as %j does no harm", (name) => {
  expect(ticketCreatedMessage(BOT_WORDS.en, { ...TICKET, name }).length).toBeLessThan(300)
})

test("in other languages it is what the widget says, whoever's name it is", () => {
  expect(ticketCreatedMessage(BOT_WORDS.de, { ...TICKET, name: "{email} $&" })).toBe(
    "Hallo {email}, ich habe das Support-Ticket #9630 für Sie erstellt und eine Kopie an jane@company.com geschickt. Unser Support meldet sich in Kürze mit weiteren Einzelheiten bei Ihnen.",
  )
  expect(ticketCreatedMessage(BOT_WORDS.de, { ...TICKET, mailed: false })).toBe(
    "Ticket #9630 wurde erstellt. Unser Support meldet sich in Kürze bei Ihnen.",
  )
})
