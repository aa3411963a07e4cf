import { describe, expect, test } from "bun:test"
import { repeat } from "./repeat.ts"

describe("repeat", () => {
  test("goes on after each time, never two at once, and ends", async () => {
    const first = counted()
    await first.thrice
    await first.repeating.stop()
    expect(first.seen.atOnce).toBe(1)
    const { times } = first.seen
    const second = counted()
    await second.thrice
    await second.repeating.stop()
    expect(first.seen.times).toBe(times)
  })

  test("is ended only when the work under way is done", async () => {
    const begun = Promise.withResolvers<void>()
    const allowed = Promise.withResolvers<void>()
    const order: string[] = []
    const repeating = repeat(0, async () => {
      begun.resolve()
      await allowed.promise
      order.push("done")
      return 0
    })
    await begun.promise
    const stopped = repeating.stop().then(() => order.push("stopped"))
    allowed.resolve()
    await stopped
    expect(order).toEqual(["done", "stopped"])
  })

  test("waits as long as the work says", async () => {
    const waits: number[] = []
    const enough = Promise.withResolvers<void>()
    let last = performance.now()
    const repeating = repeat(0, async () => {
      waits.push(performance.now() - last)
      last = performance.now()
      if (waits.length === 2) enough.resolve()
      return 50
    })
    await enough.promise
    await repeating.stop()
    expect(waits[1]).toBeGreaterThanOrEqual(49)
  })
})

/** Work that takes a moment, and how often and how often at once it was done. */
function counted() {
  const seen = { times: 0, atOnce: 0 }
  const { promise: thrice, resolve } = Promise.withResolvers<void>()
  let atWork = 0
  const repeating = repeat(0, async () => {
    seen.atOnce = Math.max(seen.atOnce, ++atWork)
    await new Promise(setImmediate)
    atWork--
    if (++seen.times === 3) resolve()
    return 0
  })
  return { seen, thrice, repeating }
}
