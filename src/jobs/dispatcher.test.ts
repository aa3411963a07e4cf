import { expect, test } from "bun:test"
import fc from "fast-check"
import pino from "pino"
import { Dispatcher } from "./dispatcher.ts"

const LOG = pino({ level: "silent" })

test("whatever is told is looked at afterwards, four at a time and one at a time a partner, however much comes at once", async () => {
  const told = fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), told, async (later, wakes) => {
      const working = new Set<string>()
      /** What was told, and how much of it was seen at the beginning of a run. */
      const version = new Map<string, number>()
      const seen = new Map<string, number>()
      const dispatcher = new Dispatcher(
        {
          async hasWork(partnerId) {
            expect(working.has(partnerId)).toBe(false)
            working.add(partnerId)
            expect(working.size).toBeLessThanOrEqual(4)
            const before = version.get(partnerId) ?? 0
            await later.schedule(Promise.resolve())
            seen.set(partnerId, before)
            if (before % 3 === 0) working.delete(partnerId)
            if (before % 5 === 4) {
              working.delete(partnerId)
              throw new Error("away")
            }
            return before % 3 !== 0
          },
          async route(partnerId) {
            await later.schedule(Promise.resolve())
            working.delete(partnerId)
            return false
          },
          partners: async () => [],
        },
        LOG,
      )
      for (const [partner, pauses] of wakes) {
        const id = String(partner)
        version.set(id, (version.get(id) ?? 0) + 1)
        dispatcher.wake(id)
        if (pauses && later.count() > 0) await later.waitOne()
      }
      const idle = dispatcher.idle()
      await later.waitFor(idle)
      expect(seen).toEqual(version)
    }),
  )
})

test("a look finds every partner, and stopping waits for what is at work", async () => {
  const routed: string[] = []
  const inside = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const partners = ["a", "b", "c", "d", "e", "f"]
  const dispatcher = new Dispatcher(
    {
      hasWork: async () => true,
      async route(partnerId) {
        routed.push(partnerId)
        inside.resolve()
        await goOn.promise
        return false
      },
      partners: async () => partners,
    },
    LOG,
  )
  await dispatcher.sweep()
  await inside.promise
  const stopped = dispatcher.stop()
  goOn.resolve()
  await stopped
  expect(routed).toEqual(["a", "b", "c", "d"])
  dispatcher.wake("g")
  await dispatcher.idle()
  expect(routed).toHaveLength(4)
})
