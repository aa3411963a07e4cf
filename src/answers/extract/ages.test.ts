import { expect, test } from "bun:test"
import { saysOfAge } from "./ages.ts"

test.each([
  ["how much for my 3 year old", "2 to 4 years"],
  ["how much for my 3-year-old", "2-4 years"],
  ["my baby is 5 months", "3 to 6 months"],
  ["my baby is 1 year old", "6 to 24 months"],
  ["he is 7, how much", "6 to 8 years"],
  ["für meine 7-jährige Tochter", "6 bis 8 Jahre"],
  ["mi hijo tiene 3 años", "2 a 4 años"],
  ["mon fils a 5 ans", "4 à 6 ans"],
])("%p asks about %p", (question, text) => {
  expect(saysOfAge(question)(text)).toBe(true)
})

test.each([
  ["how much for my 3 year old", "10 to 15 years"],
  ["how much for my 3 year old", "3 to 6 months"],
  ["i am 8 months pregnant", "6 to 24 months"],
  ["8 months pregnant", "6 to 24 months"],
  ["what do i pay after 6 months", "6 to 24 months"],
  ["is 7 kg too much", "6 to 8 years"],
  ["Kann ich am 5. Mai kommen?", "4 bis 6 Jahre"],
  ["what does it cost", "6 to 8 years"],
])("%p does not ask about %p", (question, text) => {
  expect(saysOfAge(question)(text)).toBe(false)
})
