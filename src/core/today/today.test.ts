import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { DayEvent } from "./show-today.ts"
import { startOfDay } from "./start-of-day.ts"
import { Tally } from "./tally.ts"

describe("the day", () => {
  test.each([
    ["UTC", "2026-11-21T10:00:00Z", "2026-11-21", "2026-11-21T00:00:00.000Z"],
    ["Europe/Berlin", "2026-11-21T22:59:59Z", "2026-11-21", "2026-11-20T23:00:00.000Z"],
    ["Europe/Berlin", "2026-11-21T23:00:00Z", "2026-11-22", "2026-11-21T23:00:00.000Z"],
    ["Asia/Kathmandu", "2026-11-21T18:15:00Z", "2026-11-22", "2026-11-21T18:15:00.000Z"],
    ["Pacific/Kiritimati", "2026-11-21T09:59:59Z", "2026-11-21", "2026-11-20T10:00:00.000Z"],
    // The night in which the clocks go back has 25 hours.
    ["Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25", "2026-10-24T22:00:00.000Z"],
    // There the clocks go from midnight to one.
    ["Africa/Cairo", "2026-04-24T10:00:00Z", "2026-04-24", "2026-04-23T22:00:00.000Z"],
  ])("in %s at %s", (timeZone, now, date, at) => {
    const day = startOfDay(timeZone, new Date(now))
    expect({ date: day.date, at: day.at.toISOString() }).toEqual({ date, at })
  })
})

const status = (status: string, handler: string, reason: string, agentId: number | null = null) => ({
  type: "status" as const,
  sender: { kind: "system" as const, id: "system" },
  data: { status, handler, reason, agentId },
})
const message = (kind: "customer" | "bot" | "agent", id: string, data?: DayEvent["data"]) => ({
  type: "message" as const,
  sender: { kind, id },
  data,
})
const KINDS = [
  message("customer", "c"),
  message("bot", "bot"),
  message("bot", "bot", { answer: { confidence: 0.9, escalation: null, feedback: true } }),
  message("bot", "bot", { answer: { confidence: 0.1, escalation: { reason: "low_confidence" } } }),
  // Small talk, and a ticket's status.
  message("bot", "bot", { answer: { confidence: 1, escalation: null, feedback: false } }),
  message("bot", "bot", {
    answer: { confidence: 1, escalation: null, feedback: false },
    intent: { name: "ticket" },
  }),
  message("agent", "agent-1"),
  message("agent", "agent-2"),
  { type: "note" as const, sender: { kind: "agent" as const, id: "agent-1" }, data: undefined },
  status("waiting", "person", "person_requested"),
  status("active", "person", "assigned", 1),
  status("waiting", "person", "requeued"),
  status("active", "person", "agent_joined", 2),
  status("active", "bot", "handed_back"),
  status("closed", "person", "closed_by_agent", 1),
  status("closed", "bot", "timeout"),
  status("waiting", "person", "reopened"),
]

const day = fc
  .array(
    fc.record({
      conversationId: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom(...KINDS),
      after: fc.nat(90_000),
    }),
    {
      maxLength: 40,
    },
  )
  .map((all) => {
    let at = 1_000_000
    return all.map(({ conversationId, kind, after }): DayEvent => {
      at += after
      return { ...kind, conversationId, at }
    })
  })

/** The definitions of docs/desk-api.md, each looked up in the whole day by itself. */
function bruteForce(events: readonly DayEvent[]) {
  const conversations = [...new Set(events.map((event) => event.conversationId))].map((id) =>
    events.filter((event) => event.conversationId === id),
  )
  const isHandover = ({ type, data }: DayEvent) =>
    type === "status" &&
    data?.handler === "person" &&
    data.status !== "closed" &&
    data.reason !== "assigned" &&
    data.reason !== "requeued"
  const answered = (event: DayEvent) => {
    const answer = event.data?.answer as { escalation: unknown; feedback: boolean } | undefined
    const isSure = event.type === "message" && answer !== undefined && answer.escalation === null
    return isSure && (answer.feedback || event.data?.intent !== undefined)
  }
  const closing = (of: readonly DayEvent[]) => {
    const last = of.filter(({ type }) => type === "status").at(-1)
    return last?.data?.status === "closed" ? last : undefined
  }
  const responses = conversations
    .flatMap((of) => {
      const wanted = of.findIndex((event) => isHandover(event) && event.data?.status === "waiting")
      const reply =
        wanted < 0
          ? undefined
          : of.slice(wanted).find((e) => e.type === "message" && e.sender.kind === "agent")
      return reply ? reply.at - (of[wanted]?.at ?? 0) : []
    })
    .sort((a, b) => a - b)
  const n = responses.length
  const median =
    n === 0
      ? null
      : n % 2 === 1
        ? (responses[(n - 1) / 2] ?? 0)
        : ((responses[n / 2] ?? 0) + (responses[n / 2 - 1] ?? 0)) / 2
  return {
    messages: events.filter(({ type }) => type === "message").length,
    answeredByBot: conversations.filter((of) => of.some(answered) && !of.some(isHandover)).length,
    handedOver: conversations.filter((of) => of.some(isHandover)).length,
    closed: conversations.filter(closing).length,
    medianFirstResponseSeconds: median === null ? null : Math.round(median / 1000),
    ofOne: {
      messages: events.filter(({ type, sender }) => type === "message" && sender.id === "agent-1").length,
      closed: conversations.filter((of) => closing(of)?.data?.agentId === 1).length,
    },
  }
}

test("the figures are what counting each by itself gives", () => {
  fc.assert(
    fc.property(day, (events) => {
      const tally = new Tally()
      for (const event of events) tally.add(event)
      const { messages, answeredByBot, handedOver, closed, medianFirstResponseSeconds } = tally
      expect({
        messages,
        answeredByBot,
        handedOver,
        closed,
        medianFirstResponseSeconds,
        ofOne: tally.of(1),
      }).toEqual(bruteForce(events))
    }),
    { numRuns: 1_000 },
  )
})

test("nobody answers before a person was wanted, though the clock was put back in between", () => {
  const tally = new Tally()
  tally.add({ ...status("waiting", "person", "person_requested"), conversationId: 1, at: 10_000 })
  tally.add({ ...message("agent", "agent-1"), conversationId: 1, at: 4_000 })
  expect(tally.medianFirstResponseSeconds).toBe(0)
})
