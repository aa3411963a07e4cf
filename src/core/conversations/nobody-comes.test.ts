import { expect, test } from "bun:test"
import type { Partner } from "../partner.ts"
import { DEFAULT_SETTINGS } from "../partner-settings.ts"
import type { Conversation, ConversationEvent } from "./conversation.ts"
import type { NewEvent } from "./log.ts"
import { tellNobodyComes } from "./nobody-comes.ts"
import { BOT } from "./senders.ts"

const PARTNER = { id: "acme", name: "Acme", settings: DEFAULT_SETTINGS } as Partner
const COMING = { type: "message", sender: BOT, text: "I've asked a person to join." } as const
const TOLD = "Nobody is here right now."

/** A conversation that waits for a person, in memory, and how often its customer was told that nobody is there. */
function waiting() {
  const conversation = { id: 1, status: "waiting", handler: "person", lastSeq: 0 } as Conversation
  const events: ConversationEvent[] = []
  const add = (at: number, ...fresh: NewEvent[]) => {
    for (const event of fresh) {
      conversation.lastSeq++
      events.push({ conversationId: 1, seq: conversation.lastSeq, at, ...event } as ConversationEvent)
    }
  }
  const hands = (at: number, data: Record<string, unknown>) =>
    add(at, { type: "status", sender: BOT, data } as NewEvent)
  const tell = (at: number) =>
    tellNobodyComes(
      {
        log: {
          async append(_, decide) {
            const before = { ...conversation }
            add(at, ...decide(before, at).events)
            return { events: [], known: false, before, conversation }
          },
        },
        store: {
          messagesBefore: async () => events.filter(({ type }) => type === "message"),
          eventsAfter: async (_, after) => events.filter(({ seq }) => seq > after),
        },
        languageFor: async () => "en",
        now: () => new Date(at),
      },
      PARTNER,
      conversation,
    )
  const queue = (at: number) => {
    add(at, COMING)
    hands(at, { handler: "person", agentId: null, reason: "person_requested" })
    conversation.queuedAt = at
  }
  const times = () => events.filter(({ text }) => text === TOLD).length
  return { add, hands, queue, tell, times }
}

test("who waits is told once, also where the clock was put back since", async () => {
  const { queue, tell, times } = waiting()
  queue(Date.UTC(2026, 10, 21, 12))
  for (let second = 0; second < 5; second++) await tell(Date.UTC(2026, 10, 21, 11, 0, second))
  expect(times()).toBe(1)
})

test("who waits anew is told again, and who was somebody's meanwhile", async () => {
  const { hands, queue, tell, times } = waiting()
  queue(1_000)
  await tell(2_000)
  hands(3_000, { handler: "bot", agentId: null, reason: "handed_back" })
  queue(4_000)
  await tell(5_000)
  await tell(6_000)
  expect(times()).toBe(2)
  hands(7_000, { handler: "person", agentId: 7, reason: "assigned" })
  hands(8_000, { handler: "person", agentId: null, reason: "requeued" })
  await tell(9_000)
  await tell(10_000)
  expect(times()).toBe(3)
})
