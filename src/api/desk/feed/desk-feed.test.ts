import { expect, test } from "bun:test"
import { until } from "../../../../test/wait.ts"
import type { QueuePlace } from "../../../core/conversations/summary.ts"
import { CustomersHere } from "../../../realtime/customers-here.ts"
import { Hub } from "../../../realtime/hub.ts"
import { DeskFeed, type FeedListener } from "./desk-feed.ts"

/** A feed whose reads of the queue end when the test says, with what it says. */
function feedOfReads() {
  const reads: { give(order: readonly number[]): void; fail(why: Error): void }[] = []
  const faults: unknown[] = []
  const feed = new DeskFeed(
    {
      hub: new Hub(),
      here: new CustomersHere(),
      routing: { agents: async () => [], onConnections: () => () => {} },
      summaries: {
        list: async () => [],
        openOrClosedSince: async () => [],
        erasedSince: async () => [],
        digests: async () => new Map(),
        customers: async () => new Map(),
        isHere: () => false,
        page: async () => undefined,
        why: async () => undefined,
        queue: () =>
          new Promise((resolve, fail) => {
            reads.push({ give: (order) => resolve(order.map(placeOf)), fail })
          }),
      },
      onFault: (error) => faults.push(error),
    },
    { id: "partner-1", name: "Acme" },
  )
  const read = (nth: number) => until(`the queue is read ${nth} times`, () => reads[nth - 1])
  return { feed, read, faults }
}

const placeOf = (number: number): QueuePlace => ({ conversationId: number, number, queuedAt: Date.now() })

/** A client that keeps what it was told of the queue last. */
function client() {
  const orders: number[][] = []
  const listener: FeedListener = {
    agentNumber: undefined,
    hasRoom: () => true,
    follows: () => false,
    send(frame) {
      const { type, payload } = JSON.parse(frame)
      if (type === "queue") orders.push(payload.order)
    },
    signal() {},
    listAgain() {},
  }
  return { listener, orders }
}

test("a client that comes while the queue changes ends with what all others have, whichever read ends last", async () => {
  const { feed, read, faults } = feedOfReads()
  const [first, second] = [client(), client()]
  for (const { listener } of [first, second]) feed.join(listener)
  const slow = feed.tellQueueTo(first.listener)
  const older = await read(1)
  const quick = feed.tellQueueTo(second.listener)
  ;(await read(2)).give([1, 2, 3])
  await quick
  // The feed reads for all of them once more.
  ;(await read(3)).give([1, 2, 3])
  await until("all are told", () => first.orders.length > 0)
  older.give([1, 2])
  await slow
  ;(await read(4)).give([1, 2, 3])
  await until("both have the newest", () =>
    [first, second].every(({ orders }) => orders.at(-1)?.join() === "1,2,3"),
  )
  expect(faults).toEqual([])
  feed.close()
})

test("a queue that could not be read is read and told again, though nothing has changed since", async () => {
  const { feed, read, faults } = feedOfReads()
  const { listener, orders } = client()
  feed.join(listener)
  ;(await read(1)).fail(new Error("The database is away."))
  ;(await read(2)).give([1])
  await until("it is told", () => orders.length > 0)
  expect({ orders, faults: faults.length }).toEqual({ orders: [[1]], faults: 1 })
  feed.close()
})
