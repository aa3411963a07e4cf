import { expect } from "bun:test"
import type { ConversationEvent } from "../src/core/conversations/conversation.ts"
import type { RouteDecision } from "../src/core/routing/decision.ts"
import { eventOf, priorityNumber } from "../src/storage/conversations/rows.ts"
import { conversationById } from "../src/storage/repositories/conversations.ts"
import { routeDecisions } from "../src/storage/routing/decisions.ts"
import { GRACE_SECONDS, LEASE_SECONDS, type RoutingWorld } from "./routing-world.ts"

/** What a conversation was after each of its events. */
interface Place {
  status: string
  handler: string
  agent: number | undefined
  /** Whether its agent said something in it to get it, which nobody hands out. */
  joined: boolean
  priority: string
  queuedAt: number | undefined
}

const FRESH: Place = {
  status: "waiting",
  handler: "bot",
  agent: undefined,
  joined: false,
  priority: "medium",
  queuedAt: undefined,
}

export interface HistoryRules {
  /** Whether events are numbered in the order in which they were committed. */
  isStrict: boolean
  /** Whether several things were done at the same moment. */
  atOnce: boolean
  strategy: string
}

/** Plays everything that was written again from the beginning, and looks at each step whether it may have been. */
export async function checkHistory(world: RoutingWorld, rules: HistoryRules): Promise<void> {
  const { db } = world.database
  const rows = await db
    .selectFrom("conversation_event")
    .innerJoin("conversation", "conversation.id", "conversation_event.conversation_id")
    .selectAll("conversation_event")
    .where("conversation.partner_id", "=", world.partner.id)
    .orderBy("conversation_event.id")
    .execute()
  const events = rows.map(eventOf)
  const decisions = new Map<string, RouteDecision>()
  for (const { id } of world.conversations)
    for (const decision of await routeDecisions(db, id, 10_000))
      decisions.set(keyOf(id, decision.seq), decision)
  const history = new History(world, decisions, rules)
  for (const [i, event] of events.entries()) history.take(event, events[i + 1])
  await checkRows(world, history, events)
  expect(decisions.size).toBe(history.decided)
}

/** Less than the clock is ever moved by. */
const SLACK_MS = 2_000

function keyOf(conversationId: number, seq: number): string {
  return `${conversationId} ${seq}`
}

class History {
  readonly places = new Map<number, Place>()
  readonly #seqs = new Map<number, number>()
  decided = 0
  /** Handed out in the transaction that is being looked at. */
  #handedOut: { id: number; place: Place; at: number }[] = []

  constructor(
    private readonly world: RoutingWorld,
    private readonly decisions: ReadonlyMap<string, RouteDecision>,
    private readonly rules: HistoryRules,
  ) {}

  take(event: ConversationEvent, next: ConversationEvent | undefined): void {
    const { conversationId: id, seq, type, data } = event
    expect(seq).toBe((this.#seqs.get(id) ?? 0) + 1)
    this.#seqs.set(id, seq)
    const before = this.places.get(id) ?? FRESH
    const decision = this.decisions.get(keyOf(id, seq))
    if (decision) this.decided++
    if (type === "note" && data?.priority !== undefined) {
      expect(decision?.kind).toBe("prioritised")
      this.places.set(id, { ...before, priority: String(data.priority) })
    }
    if (type !== "status") return
    const after = this.#moved(before, event)
    this.#check(event, before, after, decision)
    this.places.set(id, after)
    const goesOn = next?.type === "status" && next.at === event.at && isRoutings(next)
    if (isRoutings(event) && decision?.reason.choice)
      this.#handedOut.push({ id, place: before, at: event.at })
    if (!goesOn) this.#checkOrder()
  }

  #moved(before: Place, { sender, data, at }: ConversationEvent): Place {
    const { status, handler, agentId, reason } = data as Record<string, unknown>
    const isPersons = handler === "person" && status !== "closed"
    return {
      ...before,
      status: String(status),
      handler: String(handler),
      agent: (agentId as number | null) ?? undefined,
      joined: reason === "agent_joined" && sender.kind === "agent",
      queuedAt: isPersons ? (before.queuedAt ?? at) : undefined,
    }
  }

  #check(event: ConversationEvent, before: Place, after: Place, decision: RouteDecision | undefined): void {
    const reason = String(event.data?.reason)
    if (/^(assigned|requeued|reopened|handed_back|closed_by_agent)$/.test(reason)) {
      expect(decision).toBeDefined()
      if (reason !== "closed_by_agent") expect(decision?.agentNumber).toBe(after.agent)
    }
    if (after.status === "active" && after.handler === "person") expect(after.agent).toBeDefined()
    if (after.status === "waiting") expect(after.agent).toBeUndefined()
    if (!isRoutings(event)) return
    if (reason === "assigned") {
      // Nobody has it yet: never two agents on a chat.
      expect([before.status, before.handler, before.agent]).toEqual(["waiting", "person", undefined])
      this.#checkRoom(after, decision)
      if (decision?.reason.choice) this.#checkThere(Number(after.agent), event.at)
    }
    if (reason === "requeued") {
      expect([before.status, before.handler]).toEqual(["active", "person"])
      expect(decision?.reason.from?.number).toBe(before.agent as number)
      if (decision?.reason.cause === "gone") this.#checkGone(Number(before.agent), event.at)
    }
  }

  /** Nobody is given any who is away, offline, not connected or disabled. */
  #checkThere(agent: number, at: number): void {
    // A crashed server is believed for the time of its lease, and what happens at once is ordered by the database.
    const slack = this.world.servers.length > 1 ? LEASE_SECONDS * 1000 : this.rules.atOnce ? SLACK_MS : 0
    const spans = this.world.there.get(agent) ?? []
    expect(spans.some(({ from, to }) => from - SLACK_MS <= at && at <= to + slack)).toBe(true)
  }

  /** What they have is kept for the grace time after their last client was there. */
  #checkGone(agent: number, at: number): void {
    const spans = this.world.connected.get(agent) ?? []
    const kept = at - GRACE_SECONDS * 1000
    expect(spans.filter(({ from, to }) => from < at - SLACK_MS && to > kept)).toEqual([])
  }

  /** Routing gives nobody more than they have room for, and says truly what they had. */
  #checkRoom({ agent }: Place, decision: RouteDecision | undefined): void {
    const choice = decision?.reason.choice
    if (!choice) return
    const [chosen] = choice.candidates
    expect(chosen?.number).toBe(agent as number)
    expect(chosen?.open).toBeLessThan(chosen?.capacity ?? 0)
    expect(choice.strategy).toBe(this.rules.strategy as "least_busy")
    for (const candidate of choice.candidates) {
      const theirs = [...this.places.values()].filter(
        (place) =>
          place.status === "active" && place.handler === "person" && place.agent === candidate.number,
      )
      if (this.rules.isStrict) expect(candidate.open).toBe(theirs.length)
      else if (candidate === chosen)
        expect(theirs.filter(({ joined }) => !joined).length).toBeLessThan(candidate.capacity)
    }
  }

  /** What was handed out in one transaction came before everything that waits on. */
  #checkOrder(): void {
    const handedOut = this.#handedOut
    this.#handedOut = []
    if (handedOut.length === 0 || !this.rules.isStrict) return
    const left = [...this.places].filter(
      ([, { status, handler }]) => status === "waiting" && handler === "person",
    )
    for (const given of handedOut)
      for (const [id, place] of left) expect(compare(given, { id, place })).toBeLessThan(0)
  }
}

function isRoutings({ sender }: ConversationEvent): boolean {
  return sender.kind === "system"
}

interface Placed {
  id: number
  place: Place
}

function compare(a: Placed, b: Placed): number {
  const urgency = ({ place }: Placed) => priorityNumber(place.priority as "medium")
  return urgency(b) - urgency(a) || (a.place.queuedAt ?? 0) - (b.place.queuedAt ?? 0) || a.id - b.id
}

/** The rows say what the log says, every text that was acknowledged is there, and nobody is left with who is gone. */
async function checkRows(
  world: RoutingWorld,
  history: History,
  events: readonly ConversationEvent[],
): Promise<void> {
  const agents = new Map((await world.routing(0).agents(world.partner.id)).map((one) => [one.number, one]))
  const since = world.now() - GRACE_SECONDS * 1000
  for (const { id } of world.conversations) {
    const row = await conversationById(world.database.db, id)
    const place = history.places.get(id)
    if (!row || !place) throw new Error("a conversation is lost")
    expect([row.status, row.handler, row.agentId, row.priority as string, row.queuedAt]).toEqual([
      place.status as "waiting",
      place.handler as "bot",
      place.agent,
      place.priority,
      place.queuedAt,
    ])
    const texts = events
      .filter(
        (event) => event.conversationId === id && event.type === "message" && event.sender.kind !== "bot",
      )
      .map(({ text }) => text)
    expect(texts.toSorted()).toEqual((world.said.get(id) ?? []).toSorted())
    const keeper = row.status === "active" && row.handler === "person" && agents.get(row.agentId ?? 0)
    if (!keeper || keeper.connected) continue
    expect(keeper.disabled).toBe(false)
    const { gone_at } = await world.database.db
      .selectFrom("agent")
      .select("gone_at")
      .where("id", "=", keeper.id)
      .executeTakeFirstOrThrow()
    const heard = row.lastFrom === "agent" ? (row.lastMessageAt ?? 0) : 0
    expect(Math.max(gone_at ?? 0, row.assignedAt ?? 0, heard)).toBeGreaterThan(since)
  }
}
