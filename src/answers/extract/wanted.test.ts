import { expect, test } from "bun:test"
import { isAboutPrice, wantedBy } from "./wanted.ts"

test.each([
  "What do you charge for a bike?",
  "is there a delivery charge",
  "What is the charge for late returns?",
  "Do you charge VAT?",
  "do they charge a fee",
  "Charges",
])("%p is about a price", (question) => {
  expect(isAboutPrice(question)).toBe(true)
})

test.each([
  "How do I charge it?",
  "how long does it take to charge",
  "it won't charge",
  "charge my phone",
  "Where can I charge an e-bike?",
])("%p is about none", (question) => {
  expect(isAboutPrice(question)).toBe(false)
})

test("who asks how long it takes to charge wants no price", () => {
  const wanted = wantedBy("How long does it take to charge the bike?")
  expect(wanted.some((pattern) => pattern.test("It is full after 4 hours."))).toBe(true)
  expect(wanted.some((pattern) => pattern.test("A cable costs more than a euro."))).toBe(false)
})
