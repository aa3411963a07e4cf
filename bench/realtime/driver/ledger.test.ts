import { expect, test } from "bun:test"
import { Ledger, messageName, messageText, parseName, storedFaults } from "./ledger.ts"

const NONE = { lost: 0, doubled: 0, reordered: 0 }

test("a message's text says whose it is and which", () => {
  expect(parseName(messageText(messageName(17, 4)))).toEqual({ customer: 17, number: 4 })
  expect(parseName("Hello, what can I do for you?").number).toBeNaN()
})

test("what arrived once and in order is faultless, however the customers' messages mix", () => {
  expect(storedFaults(["0-0", "1-0", "0-1", "1-1", "0-2"], [3, 2])).toEqual(NONE)
})

test("a gap and a missing end are lost", () => {
  expect(storedFaults(["0-0", "0-2"], [4])).toEqual({ ...NONE, lost: 2 })
})

test("what comes again is doubled, whether at once or late", () => {
  expect(storedFaults(["0-0", "0-0", "0-1", "0-0"], [2])).toEqual({ ...NONE, doubled: 2 })
})

test("what comes after a later one is reordered and not lost", () => {
  expect(storedFaults(["0-1", "0-0"], [2])).toEqual({ ...NONE, reordered: 1 })
})

test("it counts what has arrived", () => {
  const ledger = new Ledger()
  ledger.arrived({ customer: 0, number: 0 })
  ledger.arrived({ customer: 3, number: 0 })
  expect(ledger.count).toBe(2)
})
