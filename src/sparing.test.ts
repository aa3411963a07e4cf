import { expect, test } from "bun:test"
import { sparing } from "./sparing.ts"

test("it is done once for all who ask meanwhile, and again after so many times as long", async () => {
  let clock = 0
  let done = 0
  let takes = 5
  const ask = sparing(
    async () => {
      await Promise.resolve()
      clock += takes
      return ++done
    },
    100,
    5_000,
    () => clock,
  )
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  clock += 499
  expect(await ask()).toBe(1)
  clock += 1
  takes = 1_000
  expect(await ask()).toBe(2)
  clock += 4_999
  expect(await ask()).toBe(2)
  clock += 1
  takes = 0
  expect(await ask()).toBe(3)
  expect(await ask()).toBe(4)
})

test("what fails is tried again no sooner", async () => {
  let clock = 0
  let tried = 0
  const ask = sparing(
    async () => {
      tried++
      await Promise.resolve()
      clock += 10
      throw new Error("away")
    },
    100,
    5_000,
    () => clock,
  )
  expect(ask()).rejects.toThrow("away")
  expect(ask()).rejects.toThrow("away")
  await Bun.sleep(0)
  expect(ask()).rejects.toThrow("away")
  expect(tried).toBe(1)
  clock += 1_000
  expect(ask()).rejects.toThrow("away")
  expect(tried).toBe(2)
})
