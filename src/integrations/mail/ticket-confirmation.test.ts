import { expect, test } from "bun:test"
import { type TicketConfirmation, ticketConfirmation } from "./ticket-confirmation.ts"

const confirmation: TicketConfirmation = {
  name: "Jane Smith",
  email: "jane@company.com",
  ticketId: "9630",
  question: "How do I fix error X1234?",
  transcript: [
    { who: "Jane Smith", text: "How do I fix error X1234?", at: "2024-02-09T10:30:00.000Z" },
    { who: "Bot", text: "I'm not confident <b>about</b> this.", at: "2024-02-09T10:30:05.123Z" },
  ],
  messageId: "<a@b.example>",
}

test("the e-mail says the same, with the question and the conversation, as text and as HTML", () => {
  const { to, subject, text, html = "" } = ticketConfirmation(confirmation)
  expect(to).toBe("jane@company.com")
  expect(subject).toBe("Support ticket #9630: How do I fix error X1234?")
  expect(text).toStartWith("Hi Jane, I've created support ticket #9630 for you.")
  expect(text).toContain("A support agent will reach out to you shortly with more details.")
  expect(text).toContain("Bot, 2024-02-09 10:30 UTC:\nI'm not confident <b>about</b> this.")
  expect(html).toContain("I&#39;m not confident &lt;b&gt;about&lt;/b&gt; this.")
})

test("neither a name nor a question can break out of its place", () => {
  const name = "Jane\r\nBcc:x@evil.example <script>"
  const {
    subject,
    html = "",
    text,
  } = ticketConfirmation({ ...confirmation, name, question: "a\r\nb <img src=x>" })
  expect(subject).toBe("Support ticket #9630: a b <img src=x>")
  expect(text).toStartWith("Hi Jane,")
  expect(html).not.toMatch(/<script|<img/)
})

test("a person without a name is greeted all the same", () => {
  for (const name of [" ", "jane@company.com"])
    expect(ticketConfirmation({ ...confirmation, name, transcript: [] }).text).toStartWith("Hi, I've created")
})
