import { expect, test } from "bun:test"
import type { Published } from "./hub.ts"
import { LatelyTold } from "./lately-told.ts"

const one = (id: number, seq: number) => ({ conversation: { id }, event: { seq } }) as Published

test("what was told is known for the rest of its time and the whole of the next, and forgotten then", () => {
  const told = new LatelyTold()
  told.note([one(1, 2)])
  expect([told.has(one(1, 2)), told.has(one(1, 3)), told.has(one(2, 1))]).toEqual([true, false, false])
  told.turn()
  told.note([one(1, 3)])
  expect([told.has(one(1, 2)), told.has(one(1, 3))]).toEqual([true, true])
  told.turn()
  expect([told.has(one(1, 2)), told.has(one(1, 3))]).toEqual([false, true])
})
