import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import { Follower, type FollowerHost } from "./follower.ts"
import { Hub, type Subscriber } from "./hub.ts"

const CONVERSATION: Conversation = {
  id: 1,
  partnerId: "partner-1",
  number: 1,
  publicId: "cs_1",
  customerId: 1,
  createdAt: 0,
  status: "active",
  handler: "bot",
  agentId: undefined,
  agentName: undefined,
  priority: "medium",
  queuedAt: undefined,
  assignedAt: undefined,
  closedAt: undefined,
  lastSeq: 0,
  readByCustomer: 0,
  readByAgent: 0,
  lastMessageAt: undefined,
  lastFrom: undefined,
  updatedAt: 0,
}

function eventOf(seq: number): ConversationEvent {
  const sender = { kind: "customer", id: "c" } as const
  return {
    conversationId: 1,
    seq,
    type: "message",
    sender,
    clientId: undefined,
    text: `${seq}`,
    data: undefined,
    at: 0,
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

/** A log whose every answer and every publication may be late, and a client that follows it. */
function following(later: fc.Scheduler, seen: number) {
  const log: ConversationEvent[] = []
  const hub = new Hub()
  const given: number[] = []
  const sent: number[] = []
  const failures: unknown[] = []
  const flush = () => {
    sent.push(...given.slice(sent.length))
  }
  const host: FollowerHost = {
    // What the log held when it was asked: by the time of the answer there may be more.
    readEvents: (_, after, limit) =>
      later.schedule(Promise.resolve(log.filter(({ seq }) => seq > after).slice(0, limit)), "read"),
    deliver: (_, { seq }) => void given.push(seq),
    flush,
    hasRoom: () => true,
    drained: () => later.schedule(Promise.resolve(true), "drained"),
    readFailed: (error) => void failures.push(error),
  }
  const follower = new Follower(host, CONVERSATION, seen)
  const subscriber: Subscriber = {
    encoding: { event: () => "frame", signal: () => undefined },
    take: (published, frame) => follower.take(published, frame),
    flush,
    signal: () => {},
    refresh: () => follower.catchUp(),
  }
  return {
    follower,
    log,
    sent,
    failures,
    begin() {
      hub.subscribe({ of: "conversation", id: 1 }, subscriber)
      follower.catchUp()
    },
    commit(count: number) {
      for (let i = 0; i < count; i++) log.push(eventOf(log.length + 1))
    },
    publish: (seqs: readonly number[]) =>
      hub.publish(seqs.map((seq) => ({ conversation: CONVERSATION, event: eventOf(seq) }))),
    /** Something was written elsewhere, and nobody says what. */
    refresh: () => hub.refresh(),
  }
}

describe("a follower", () => {
  test("gives everything once and in order, however commits, looks and publications interleave", () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.nat(6),
        fc.nat(6),
        fc.array(
          fc.record({
            events: fc.integer({ min: 1, max: 4 }),
            told: fc.constantFrom("once", "twice", "elsewhere"),
          }),
          {
            maxLength: 6,
          },
        ),
        async (later, before, seen, batches) => {
          const last = Math.min(seen, before)
          const client = following(later, last)
          client.commit(before)
          later.schedule(Promise.resolve(), "begin").then(client.begin)
          for (const { events, told } of batches) {
            later.schedule(Promise.resolve(), "commit").then(() => {
              const first = client.log.length + 1
              client.commit(events)
              const seqs = upTo(client.log.length).slice(first - 1)
              // Batches of several writers may be told in another order than they were written in.
              const tell = told === "elsewhere" ? client.refresh : () => client.publish(seqs)
              later.schedule(Promise.resolve(), "tell").then(tell)
              if (told === "twice")
                later.schedule(Promise.resolve(), "again").then(() => client.publish(seqs.reverse()))
            })
          }
          await later.waitIdle()
          expect(client.failures).toEqual([])
          expect(client.sent).toEqual(upTo(client.log.length).slice(last))
        },
      ),
      { numRuns: 2_000 },
    ))

  test("reads a long log in several looks, while more is committed", () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 490, max: 1_010 }), async (later, before) => {
        const client = following(later, 0)
        client.commit(before)
        client.begin()
        later.schedule(Promise.resolve(), "commit").then(() => {
          client.commit(1)
          client.publish([before + 1])
        })
        await later.waitIdle()
        expect(client.sent).toEqual(upTo(before + 1))
      }),
      { numRuns: 30 },
    ))

  test("says that the log cannot be read, and goes on from there at the next event", async () => {
    let broken = true
    const failures: unknown[] = []
    const given: number[] = []
    const failed = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const host: FollowerHost = {
      readEvents: async (_, after) => {
        if (broken) throw new Error("disk")
        return [1, 2, 3].filter((seq) => seq > after).map(eventOf)
      },
      deliver: (_, { seq }) => void given.push(seq),
      flush: () => done.resolve(),
      hasRoom: () => true,
      drained: async () => true,
      readFailed(error) {
        failures.push(error)
        failed.resolve()
      },
    }
    const follower = new Follower(host, CONVERSATION, 0)
    follower.take({ conversation: CONVERSATION, event: eventOf(2) }, undefined)
    await failed.promise
    expect({ failures: failures.length, given }).toEqual({ failures: 1, given: [] })
    broken = false
    follower.take({ conversation: CONVERSATION, event: eventOf(3) }, undefined)
    await done.promise
    expect(given).toEqual([1, 2, 3])
  })

  test("stops reading for a client that is gone", async () => {
    let looks = 0
    const stopped = Promise.withResolvers<void>()
    const host: FollowerHost = {
      readEvents: async (_, after, limit) => {
        looks++
        return Array.from({ length: limit }, (_, i) => eventOf(after + i + 1))
      },
      deliver: () => {},
      flush: () => {},
      hasRoom: () => true,
      drained: async () => {
        stopped.resolve()
        return false
      },
      readFailed: () => {},
    }
    const follower = new Follower(host, CONVERSATION, 0)
    follower.catchUp()
    await stopped.promise
    await new Promise((resolve) => setImmediate(resolve))
    follower.take({ conversation: CONVERSATION, event: eventOf(900) }, undefined)
    expect(looks).toBe(1)
  })

  test("gives whoever reads slowly all that the log holds, and nothing while what was sent is on its way", async () => {
    for (const last of [24, 25, 26, 55, 80, 130]) {
      let room = true
      const given: number[] = []
      const host: FollowerHost = {
        readEvents: async (_, after, limit) =>
          upTo(last)
            .filter((seq) => seq > after)
            .slice(0, limit)
            .map(eventOf),
        deliver(_, { seq }) {
          expect(room).toBe(true)
          given.push(seq)
        },
        flush() {
          room = false
        },
        hasRoom: () => room,
        async drained() {
          room = true
          return true
        },
        readFailed(error) {
          throw error
        },
      }
      const follower = new Follower(host, CONVERSATION, 0)
      follower.catchUp()
      while (follower.isReading) await new Promise((resolve) => setImmediate(resolve))
      expect(given).toEqual(upTo(last))
    }
  })

  test("waits with the log for what another follower of the same client has sent", async () => {
    let room = false
    const drained = Promise.withResolvers<boolean>()
    const waited = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const given: number[] = []
    const host: FollowerHost = {
      readEvents: async (_, after) => [1, 2].filter((seq) => seq > after).map(eventOf),
      deliver: (_, { seq }) => void given.push(seq),
      flush: () => done.resolve(),
      hasRoom: () => room,
      drained() {
        waited.resolve()
        return drained.promise
      },
      readFailed: done.reject,
    }
    new Follower(host, CONVERSATION, 0).catchUp()
    await waited.promise
    expect(given).toEqual([])
    room = true
    drained.resolve(true)
    await done.promise
    expect(given).toEqual([1, 2])
  })
})
