import { expect, test } from "bun:test"
import { type EscalatedQuestion, freshdeskTicket } from "./freshdesk-ticket.ts"

const failure: EscalatedQuestion = {
  key: "abc-123",
  subject: "Error X1234",
  question: "How do I fix <b>error</b>\ncode X1234?",
  answer: { reply: "I'm not confident & sure.", confidence: 0.354, reason: "low_confidence" },
  user: {
    agentId: "crm_user_456",
    name: "Jane Smith",
    email: "jane.smith@company.com",
    phone: "+27123456789",
    agency: "Sales",
    office: "Cape Town",
    company: "Acme",
    division: "Residential",
    userType: "agent",
  },
  history: [
    { who: "Jane Smith", text: "<script>alert(1)</script>", at: "2024-02-09T10:30:00.000Z" },
    { who: "Bot", text: "line one\nline two", at: "2024-02-09T10:30:05.123Z" },
  ],
}

test("a ticket tells who asked what, what the bot said, how sure it was, and the whole conversation", () => {
  const { subject, descriptionHtml, requester, uniqueKey } = freshdeskTicket(failure)
  expect(subject).toBe("Error X1234")
  expect(requester).toEqual({ name: "Jane Smith", email: "jane.smith@company.com", phone: "+27123456789" })
  expect(uniqueKey).toBe("abc-123")
  for (const value of [
    "How do I fix &lt;b&gt;error&lt;/b&gt;<br>code X1234?",
    ...Object.values(failure.user),
    "35 % (low confidence)",
    "2024-02-09T10:30:05.123Z",
    "line one<br>line two",
  ]) {
    expect(descriptionHtml).toContain(value as string)
  }
})

test("nothing that a person wrote is mark-up in it", () => {
  const hostile = `"><img src=x onerror=alert(1)>'&\u202e\u0000`
  const user = Object.fromEntries(
    Object.keys(failure.user).map((key) => [key, hostile]),
  ) as unknown as EscalatedQuestion["user"]
  const line = { who: hostile, text: hostile, at: hostile }
  const { descriptionHtml } = freshdeskTicket({
    ...failure,
    question: hostile,
    answer: { reply: hostile, confidence: 0, reason: hostile },
    user,
    history: [line],
  })
  expect(descriptionHtml).not.toMatch(/<(?!\/?(?:h3|p|b|i|ul|li|br)>)/)
  for (const sign of ["\u202e", "\u0000"]) expect(descriptionHtml).not.toContain(sign)
})

test("as much as a ticket may say is told whole; where nothing was said before it, there is no conversation", () => {
  const question = `${"It hums. ".repeat(2_200)}The end.`
  const { descriptionHtml } = freshdeskTicket({ ...failure, question, history: [] })
  expect(descriptionHtml).toContain("The end.")
  expect(descriptionHtml).not.toContain("Conversation")
})

test("a long conversation keeps its end and says what is missing", () => {
  const history = Array.from({ length: 500 }, (_, i) => ({
    who: "Jane",
    text: `${i} ${"x".repeat(400)}`,
    at: "2024-02-09T10:30:00Z",
  }))
  const { descriptionHtml } = freshdeskTicket({ ...failure, history })
  expect(descriptionHtml.length).toBeLessThan(61_000)
  expect(descriptionHtml).toContain("499 x")
  expect(descriptionHtml).not.toContain(">0 x")
  expect(descriptionHtml).toMatch(/\d+ earlier messages are left out/)
})
