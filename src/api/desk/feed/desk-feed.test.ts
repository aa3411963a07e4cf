import { expect, test } from "bun:test"
import { until } from "../../../../test/wait.ts"
import type { QueuePlace } from "../../../core/conversations/summary.ts"
import { CustomersHere } from "../../../realtime/customers-here.ts"
import { Hub, type Published } from "../../../realtime/hub.ts"
import { DeskFeed, type FeedListener } from "./desk-feed.ts"

/** A feed whose reads of the queue end when the test says, with what it says. */
function feedOfReads() {
  const reads: { give(order: readonly number[]): void; fail(why: Error): void }[] = []
  const faults: unknown[] = []
  const hub = new Hub()
  /** Conversations of which it was read what was said last. */
  const digested: number[] = []
  const feed = new DeskFeed(
    {
      hub,
      here: new CustomersHere(),
      routing: { agents: async () => [], onConnections: () => () => {} },
      summaries: {
        list: async () => [],
        openOrClosedSince: async () => [],
        erasedSince: async () => [],
        async digests(conversations) {
          digested.push(...conversations.map(({ id }) => id))
          return new Map(conversations.map(({ id }) => [id, { lastMessage: undefined, unread: [] }]))
        },
        customers: async (ids) =>
          new Map(
            ids.map((id) => [id, { externalId: `${id}`, verified: false, name: "Ada", email: undefined }]),
          ),
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
  return { feed, hub, read, digested, faults }
}

const placeOf = (number: number): QueuePlace => ({ conversationId: number, number, queuedAt: Date.now() })

/** A client that keeps what it was told. */
function client() {
  const orders: number[][] = []
  const lines: { number: number; lastSeq: number }[] = []
  const notices: number[] = []
  const listener: FeedListener = {
    agentNumber: undefined,
    hasRoom: () => true,
    follows: () => false,
    send(frame) {
      const { type, payload } = JSON.parse(frame)
      if (type === "queue") orders.push(payload.order)
      if (type === "conversations") lines.push(...payload.conversations)
      if (type === "notice") notices.push(payload.conversation)
    },
    signal() {},
    listAgain() {},
  }
  return { listener, orders, lines, notices }
}

/** Its customer wants a person. */
function waiting(id: number, lastSeq = 2): Published {
  const conversation = {
    id,
    partnerId: "partner-1",
    number: id,
    publicId: `cs_${id}`,
    customerId: id,
    createdAt: 1,
    status: "waiting",
    handler: "person",
    agentId: undefined,
    agentName: undefined,
    priority: "medium",
    queuedAt: 1,
    assignedAt: undefined,
    closedAt: undefined,
    lastSeq,
    readByCustomer: 0,
    readByAgent: 0,
    lastMessageAt: 1,
    lastFrom: "customer",
    updatedAt: 1,
  } as const
  const sender = { kind: "customer", id: `${id}` } as const
  const data = { status: "waiting", handler: "person", reason: "person_requested" }
  const event = { conversationId: id, seq: lastSeq, type: "status", sender, data, at: 1 } as const
  return { conversation, event: { ...event, clientId: undefined, text: undefined } }
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

test("what happened before anybody said hello is kept for nobody: it is in the list that they get", async () => {
  const { feed, hub, read, digested } = feedOfReads()
  feed.open()
  hub.publish([waiting(1), waiting(2)])
  const { listener, lines, notices } = client()
  feed.join(listener)
  ;(await read(1)).give([1, 2])
  hub.publish([waiting(3)])
  ;(await read(2)).give([1, 2, 3])
  await until("the new one is told", () => notices.length > 0 && lines.length > 0)
  expect({ digested, lines: lines.map(({ number }) => number), notices }).toEqual({
    digested: [3],
    lines: [3],
    notices: [3],
  })
  feed.leave(listener)
  feed.close()
})

test("of what nobody listened to a client that comes later is told nothing that is outdated", async () => {
  const { feed, hub, read, digested } = feedOfReads()
  feed.open()
  const [first, second] = [client(), client()]
  feed.join(first.listener)
  ;(await read(1)).give([])
  hub.publish([waiting(1)])
  ;(await read(2)).give([1])
  await until("the first is told", () => first.lines.length > 0)
  feed.leave(first.listener)
  hub.publish([waiting(1, 3)])
  feed.join(second.listener)
  hub.publish([waiting(1, 4)])
  ;(await read(3)).give([1])
  await until("the second is told", () => second.lines.length > 0)
  expect({ digested, lastSeq: second.lines[0]?.lastSeq }).toEqual({ digested: [1, 1], lastSeq: 4 })
  feed.close()
})
