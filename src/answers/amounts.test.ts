import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "delivery",
    title: "Delivery costs and times",
    body: "Standard delivery within the UK costs £3.95 and takes 3 to 5 working days. Orders over £50 are delivered free of charge.\n\nNext-day delivery costs £6.95. It is not available for furniture.",
  },
  {
    id: "returns",
    title: "Returns and refunds",
    body: "You can return most items within 30 days of delivery. Items must be unused.\n\nRefunds are made within 5 days after we have received the item.",
  },
  {
    id: "payment",
    title: "Payment",
    body: "We take Visa and PayPal. Gift cards can be used online and in shops. They are valid for 24 months.",
  },
  {
    id: "cancel",
    title: "Change or cancel an order",
    body: "You can cancel an order for an hour after you placed it. After that it is being packed.",
  },
  { id: "shops", title: "Our shops", body: "London is open from Monday to Saturday, 10 am to 8 pm." },
  { id: "club", title: "Home Club", body: "Membership is £12 a year. Fees are not refunded." },
]

const known = knowing(ARTICLES)

async function answer(message: string) {
  return answerQuestion(known, { partnerId: "p", message, history: [] })
}

test.each([
  ["How much is delivery for an order of 60 pounds?", "Orders over £50 are delivered free"],
  ["is delivery free for 60 pounds", "Orders over £50 are delivered free"],
  ["can i return something after 45 days", "within 30 days of delivery"],
])("%s is a case of a question that is answered", async (message, said) => {
  const { text, escalation } = await answer(message)
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})

test.each([
  "do you have a lamp for under 20 pounds",
  "can i borrow 100 euros",
  "how much is 60 euros in pounds",
])("%s is none", async (message) => {
  expect((await answer(message)).escalation).toBeDefined()
})
