import { expect, test } from "bun:test"
import { Hub } from "./hub.ts"
import { readOrWait } from "./wait-for-event.ts"

test("who is signed out while they wait is told nothing of what is said then", async () => {
  const hub = new Hub()
  const log: string[] = []
  const reading = readOrWait(hub, { of: "conversation", id: 1 }, 60_000, [], async () => [...log])
  hub.signedOut({ customerIds: [], conversationIds: [1] })
  log.push("said to whoever has it by right")
  expect(await reading).toEqual([])
})

test("who waits is told at the next event, or where a signal says so, and is forgotten then", async () => {
  const hub = new Hub()
  const topic = { of: "conversation", id: 1 } as const
  const waiting = () => hub.listenedTo().conversationIds.length
  const stopping = new AbortController()
  for (const [what, happens] of [
    ["an event", () => hub.refresh()],
    ["a signal", () => stopping.abort()],
    // The server has been stopping for a while.
    ["nothing", () => {}],
  ] as const) {
    let reads = 0
    const read = async () => {
      reads++
      return []
    }
    const reading = readOrWait(hub, topic, 3_600_000, [stopping.signal], read)
    expect({ what, waiting: waiting() }).toEqual({ what, waiting: 1 })
    happens()
    await reading
    expect({ what, reads, waiting: waiting() }).toEqual({ what, reads: 2, waiting: 0 })
  }
})

test("who finds something at once waits for nothing, and leaves nobody waiting", async () => {
  const hub = new Hub()
  const found = await readOrWait(hub, { of: "customer", id: 1 }, 3_600_000, [], async () => ["there"])
  expect(found).toEqual(["there"])
  await new Promise((resolve) => setImmediate(resolve))
  expect(hub.listenedTo().customerIds).toEqual([])
})
