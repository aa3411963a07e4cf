import { expect, test } from "bun:test"
import fc from "fast-check"
import type { ConversationEvent, EventData, StatusReason } from "../conversations/conversation.ts"
import type { Candidate, Choice } from "./choose-agent.ts"
import type { RouteDecision } from "./decision.ts"
import { decisionSentence } from "./decision-sentence.ts"
import { explainRoute } from "./explain-route.ts"

const grace: Candidate = { number: 2, name: "Grace", open: 1, capacity: 5, lastAssignedAt: undefined }
const alan: Candidate = { number: 3, name: "Alan", open: 4, capacity: 5, lastAssignedAt: 7 }
const keeper = { number: 2, name: "Grace" }
const by = { kind: "system" } as const
const choice = (more: Partial<Choice>): Choice => ({
  strategy: "least_busy",
  decidedBy: "load",
  candidates: [grace, alan],
  of: 3,
  ...more,
})

test.each<[string, Pick<RouteDecision, "kind" | "reason">]>([
  [
    "Given to Grace: the least burdened of 3, with 1 of 5 conversations. A person had been wanted for 12 s.",
    { kind: "assigned", reason: { by, to: keeper, waitedMs: 12_300, choice: choice({}) } },
  ],
  [
    "Given to Grace: the only one of 3 with room, with 1 of 5 conversations. A person had been wanted for 340 ms.",
    { kind: "assigned", reason: { by, to: keeper, waitedMs: 340, choice: choice({ decidedBy: "only" }) } },
  ],
  [
    "Given to Grace: the only one there, with 1 of 5 conversations.",
    { kind: "assigned", reason: { by, to: keeper, choice: choice({ decidedBy: "only", of: 1 }) } },
  ],
  [
    "Given to Grace: among the least burdened of 3 the longest without a new one, with 1 of 5 conversations; Alan, who had given it away, was passed over.",
    {
      kind: "assigned",
      reason: { by, to: keeper, choice: choice({ decidedBy: "idle", passedOver: 3 }) },
    },
  ],
  [
    "Given to Grace: the longest without a new one of 3, with 1 of 5 conversations.",
    {
      kind: "assigned",
      reason: { by, to: keeper, choice: choice({ strategy: "round_robin", decidedBy: "idle" }) },
    },
  ],
  ["Given to Grace.", { kind: "assigned", reason: { by, to: keeper } }],
  ["Given to Grace, who had it.", { kind: "assigned", reason: { by, to: keeper, cause: "had_it" } }],
  [
    "Back to the queue: Grace was gone for more than 60 s. It keeps its place.",
    { kind: "requeued", reason: { by, from: keeper, cause: "gone", graceSeconds: 60 } },
  ],
  [
    "Back to the queue: Grace's account is disabled.",
    { kind: "requeued", reason: { by, from: keeper, cause: "disabled" } },
  ],
  [
    "Alan took it from Grace.",
    { kind: "taken", reason: { by: { kind: "agent", number: 3, name: "Alan" }, from: keeper, to: alan } },
  ],
  [
    "The operator gave it to the queue; Grace had it.",
    { kind: "transferred", reason: { by: { kind: "operator" }, from: keeper } },
  ],
  [
    "Alan opened it again: it waits, since Grace has no room or is not there.",
    {
      kind: "reopened",
      reason: { by: { kind: "agent", number: 3, name: "Alan" }, from: keeper, cause: "not_there" },
    },
  ],
  [
    "Agent 9 changed its priority from low to urgent.",
    {
      kind: "prioritised",
      reason: { by: { kind: "agent", number: 9 }, priority: { from: "low", to: "urgent" } },
    },
  ],
  ["It waits for a person: the bot was not sure.", { kind: "queued", reason: { by, cause: "not_sure" } }],
  [
    "It waits for a person: the customer asked for a person.",
    { kind: "queued", reason: { by: { kind: "customer" } } },
  ],
  [
    "Given to Grace: the only other one with room, with 1 of 5 conversations; Alan, who had given it away, was passed over.",
    { kind: "assigned", reason: { by, to: keeper, choice: choice({ decidedBy: "only", passedOver: 3 }) } },
  ],
  [
    "Given to Grace: by chance among those of 3 who were equally burdened and idle, with 1 of 5 conversations.",
    { kind: "assigned", reason: { by, to: keeper, choice: choice({ decidedBy: "random" }) } },
  ],
  [
    "Given to Grace: by chance among those of 3 who were equal, with 1 of 5 conversations.",
    {
      kind: "assigned",
      reason: { by, to: keeper, choice: choice({ strategy: "round_robin", decidedBy: "random" }) },
    },
  ],
  [
    "Grace took it. A person had been wanted for 119 s.",
    { kind: "taken", reason: { by: { kind: "agent", ...keeper }, from: keeper, waitedMs: 119_400 } },
  ],
  [
    "Grace took it. A person had been wanted for 119 min.",
    { kind: "taken", reason: { by: { kind: "agent", ...keeper }, waitedMs: 7_140_000 } },
  ],
  [
    "Grace took it. A person had been wanted for 3 h 20 min.",
    { kind: "taken", reason: { by: { kind: "agent", ...keeper }, waitedMs: 12_000_000 } },
  ],
  [
    "Grace gave it to Alan.",
    { kind: "transferred", reason: { by: { kind: "agent", ...keeper }, from: keeper, to: alan } },
  ],
  [
    "Alan gave it back to the bot; Grace had it.",
    { kind: "handed_back", reason: { by: { kind: "agent", number: 3, name: "Alan" }, from: keeper } },
  ],
  [
    "It was closed: nobody said anything for too long; Grace had it.",
    { kind: "closed", reason: { by, from: keeper, cause: "timeout" } },
  ],
  ["The customer closed it.", { kind: "closed", reason: { by: { kind: "customer" } } }],
  [
    "The customer opened it again: it goes to Grace.",
    { kind: "reopened", reason: { by: { kind: "customer" }, from: keeper, cause: "had_it" } },
  ],
  [
    "The customer opened it again: it waits for a person.",
    { kind: "reopened", reason: { by: { kind: "customer" }, cause: "nobody" } },
  ],
])("%s", (sentence, decision) => {
  expect(decisionSentence(decision)).toBe(sentence)
})

const REASONS: StatusReason[] = [
  "answered",
  "assigned",
  "person_requested",
  "agent_joined",
  "handed_back",
  "timeout",
  "closed_by_customer",
  "closed_by_agent",
  "reopened",
  "requeued",
]

test("every move is told once and in order, with its decision where there is one, from the log otherwise", async () => {
  const events = fc.array(fc.record({ reason: fc.constantFrom(...REASONS), isDecided: fc.boolean() }))
  await fc.assert(
    fc.asyncProperty(events, async (moves) => {
      const log = moves.map(
        ({ reason }, i): ConversationEvent => ({
          conversationId: 1,
          seq: i + 1,
          type: "status",
          sender: { kind: "agent", id: "agent-2" },
          clientId: undefined,
          text: undefined,
          data: { reason, status: "active", handler: "person", agentId: 2, agentName: "Grace" },
          at: i,
        }),
      )
      const decisions = moves.flatMap(({ isDecided }, i): RouteDecision[] =>
        isDecided
          ? [{ conversationId: 1, seq: i + 1, at: i, kind: "closed", agentNumber: undefined, reason: { by } }]
          : [],
      )
      const told = await explainRoute({ decisions: async () => decisions, statusEvents: async () => log }, {
        id: 1,
      } as Parameters<typeof explainRoute>[1])
      const expected = moves.flatMap(({ reason, isDecided }, i) =>
        isDecided || reason !== "answered" ? [i + 1] : [],
      )
      expect(told.map(({ seq }) => seq)).toEqual(expected)
      for (const { sentence } of told) expect(sentence).toMatch(/^[A-Z].*\.$/)
    }),
  )
})

test.each<[string, ConversationEvent["sender"], EventData]>([
  [
    "Grace took it by answering.",
    { kind: "agent", id: "agent-2" },
    { reason: "agent_joined", agentId: 2, agentName: "Grace" },
  ],
  [
    "It waits for a person: the bot was not sure.",
    { kind: "bot", id: "bot" },
    { reason: "person_requested", agentId: null, why: { reason: "not_sure" } },
  ],
  [
    "It was closed: nobody said anything for too long; Grace had it.",
    { kind: "system", id: "system" },
    { reason: "timeout", agentId: 2, agentName: "Grace" },
  ],
  [
    "The customer closed it; Agent 2 had it.",
    { kind: "customer", id: "ada" },
    { reason: "closed_by_customer", agentId: 2 },
  ],
  ["The operator closed it.", { kind: "agent", id: "agent" }, { reason: "closed_by_agent", agentId: null }],
])("what has no decision of its own is told from the log: %s", async (sentence, sender, data) => {
  const event: ConversationEvent = {
    conversationId: 1,
    seq: 4,
    type: "status",
    sender,
    clientId: undefined,
    text: undefined,
    data,
    at: 9,
  }
  const [told] = await explainRoute({ decisions: async () => [], statusEvents: async () => [event] }, {
    id: 1,
  } as Parameters<typeof explainRoute>[1])
  expect(told?.sentence).toBe(sentence)
  const isTaken = data.reason === "agent_joined"
  expect(told).toMatchObject({ kind: expect.any(String), agentNumber: isTaken ? 2 : undefined })
})
