import { expect, test } from "bun:test"
import { ticketCreatedMessage } from "./hand-off.ts"

const TICKET = { name: "Jane Smith", email: "jane@company.com", ticketId: "9630", mailed: true }

test("a ticket is confirmed in the guide's words", () => {
  expect(ticketCreatedMessage(TICKET)).toBe(
    "Hi Jane, I've created support ticket #9630 for you and emailed a copy to jane@company.com for your reference. A support agent will reach out to you shortly with more details.",
  )
})

test("where no mail goes out, none is said to have gone", () => {
  expect(ticketCreatedMessage({ ...TICKET, mailed: false })).toBe(
    "Hi Jane, I've created support ticket #9630 for you. A support agent will reach out to you shortly with more details.",
  )
})

test.each(["", "   ", "x".repeat(200)])("a name such as %j does no harm", (name) => {
  expect(ticketCreatedMessage({ ...TICKET, name }).length).toBeLessThan(300)
})
