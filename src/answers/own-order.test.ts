import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const ORDERING = {
  id: "order",
  title: "How to order",
  body: "Put what you like in the basket and choose your payment method. You get a confirmation by mail with your order number. You can change an order until it is sent.",
}
const TRACKING = {
  id: "track",
  title: "Track your parcel",
  body: "When your parcel leaves us we send you a mail with its tracking number. Click it to see where the parcel is.",
}
const RETURNS = { id: "returns", title: "Return an item", body: "You can return any item within 30 days." }

const asking = { partnerId: "p", history: [] }
const dependencies = knowing([ORDERING, TRACKING, RETURNS])

test("who asks where their order is, is not told how to make one", async () => {
  const { text, escalation } = await answerQuestion(dependencies, { ...asking, message: "where is my order" })
  expect(escalation).toBe("low_confidence")
  expect(text).not.toContain("basket")
})

test.each([
  ["where is my parcel", "tracking number"],
  ["how do i order", "basket"],
  ["can i change my order", "until it is sent"],
])("%s: is answered", async (message, said) => {
  const { text, escalation } = await answerQuestion(dependencies, { ...asking, message })
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})
