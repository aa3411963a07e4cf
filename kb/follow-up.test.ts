import { expect, test } from "bun:test"
import { contextualQuestion, leansOnContext } from "./follow-up.ts"

const LEANING = [
  "and on my phone?",
  "What about teams?",
  "how about the annual plan",
  "why?",
  "how long does it take?",
  "is that free?",
  "does it work on Linux",
  "where do I find it?",
  "And if I am abroad?",
  "can I change that later",
]

const STANDALONE = [
  "How do I reset my password?",
  "What is the refund policy?",
  "Do you ship to Canada?",
  "How do I cancel the subscription that I bought in the app store last year?",
  "I was charged twice for this month's invoice",
  "My card has not arrived yet.",
  "refund",
  "opening hours",
  "Return order",
]

test.each(LEANING)("%p leans on what was said before", (message) => {
  expect(leansOnContext(message)).toBe(true)
})

test.each(STANDALONE)("%p stands by itself", (message) => {
  expect(leansOnContext(message)).toBe(false)
})

test("a follow-up is searched for together with the question that it follows", () => {
  expect(contextualQuestion("and on my phone?", ["How do I export my data?"])).toBe(
    "How do I export my data? and on my phone?",
  )
})

test("a follow-up of a follow-up goes back to the question that stood by itself", () => {
  const earlier = ["Where is my order?", "How do I export my data?", "and on my phone?"]
  expect(contextualQuestion("is that free?", earlier)).toBe(
    "How do I export my data? and on my phone? is that free?",
  )
})

test("a question that stands by itself is not touched, whatever went before", () => {
  expect(contextualQuestion("Do you ship to Canada?", ["How do I export my data?"])).toBe(
    "Do you ship to Canada?",
  )
})

test("the first message of a session has nothing to lean on", () => {
  expect(contextualQuestion("and on my phone?", [])).toBe("and on my phone?")
})
