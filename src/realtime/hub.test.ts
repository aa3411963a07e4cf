import { expect, test } from "bun:test"
import fc from "fast-check"
import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import { agentTopic, type Encoding, Hub, type Published, type Subscriber, type Topic } from "./hub.ts"

const agentId = fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined })
const conversation = fc
  .record({
    id: fc.integer({ min: 1, max: 3 }),
    partnerId: fc.constantFrom("a", "b"),
    status: fc.constantFrom("waiting" as const, "active" as const, "closed" as const),
    handler: fc.constantFrom("bot" as const, "person" as const),
    agentId,
  })
  .map((some) => ({ ...some, customerId: some.id * 10 }) as Conversation)
const published: fc.Arbitrary<Published> = fc
  .record({ conversation, type: fc.constantFrom("message", "status", "read") })
  .map(({ conversation, type }) => ({ conversation, event: { type } as ConversationEvent }))

/** Who hears an event, said the other way round than the hub does. */
function hears(topic: Topic, { conversation, event }: Published): boolean {
  const { id, customerId, partnerId, status, handler, agentId } = conversation
  const isEverybodys = event.type === "status" || (handler === "person" && status === "waiting")
  switch (topic.of) {
    case "conversation":
      return topic.id === id
    case "customer":
      return topic.id === customerId
    case "partner":
      return topic.id === partnerId
    case "agents":
      return topic.id === partnerId && isEverybodys
    case "agent":
      return !isEverybodys && agentId !== undefined && topic.id === agentTopic(partnerId, agentId).id
  }
}

const TOPICS: Topic[] = [
  { of: "conversation", id: 1 },
  { of: "conversation", id: 3 },
  { of: "customer", id: 10 },
  { of: "customer", id: 20 },
  { of: "agents", id: "a" },
  { of: "agents", id: "b" },
  agentTopic("a", 1),
  agentTopic("b", 1),
  agentTopic("a", 2),
  { of: "partner", id: "a" },
  { of: "partner", id: "b" },
]

test("whoever listens gets what is theirs, once, in order and encoded once, and nobody else does", () => {
  fc.assert(
    fc.property(fc.array(fc.array(published, { maxLength: 5 }), { maxLength: 5 }), (batches) => {
      const hub = new Hub()
      let encoded = 0
      const encoding: Encoding = {
        event() {
          encoded++
          return "frame"
        },
        signal: () => undefined,
      }
      const heard = new Map<Topic, Published[]>()
      for (const topic of TOPICS) {
        const taken: Published[] = []
        let unflushed = 0
        const subscriber: Subscriber = {
          encoding,
          take(one) {
            unflushed++
            taken.push(one)
          },
          flush() {
            expect(unflushed).toBeGreaterThan(0)
            unflushed = 0
          },
          signal: () => {},
          refresh: () => {},
        }
        hub.subscribe(topic, subscriber)
        heard.set(topic, taken)
      }
      for (const batch of batches) hub.publish(batch)
      const all = batches.flat()
      for (const [topic, taken] of heard) expect(taken).toEqual(all.filter((one) => hears(topic, one)))
      expect(encoded).toBeLessThanOrEqual(all.length)
    }),
  )
})
