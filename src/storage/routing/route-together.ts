import { sql } from "kysely"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { Appended } from "../../core/conversations/log.ts"
import type { Candidate } from "../../core/routing/choose-agent.ts"
import type { RouteDecision } from "../../core/routing/decision.ts"
import type { RoutedDecision, RouteMove, RouteTogether, RouteWork } from "../../core/routing/together.ts"
import type { OnCommitted } from "../conversations/batching-log.ts"
import { writeWithin } from "../conversations/kysely-batch.ts"
import type { Database, Db } from "../database.ts"
import { conversationByNumber } from "../repositories/conversations.ts"
import { abandonedConversations } from "./abandoned.ts"
import { agentState, openCount, thereQuery } from "./agent-states.ts"
import { givenAway, insertDecisions } from "./decisions.ts"
import { waitingQueue } from "./queue.ts"
import { withRetries } from "./retries.ts"

/**
 * Routing transactions, one at a time a partner: SQLite has one writer, and on Postgres they queue up for a lock that goes
 * with the transaction. Agents are held before conversations, each in the order of their ids.
 *
 * @param onCommitted told as the log tells its own
 */
export function routeTogether(
  database: Database,
  onCommitted: OnCommitted,
  now: () => number = Date.now,
): RouteTogether {
  const inTransaction = routingTransactions(database, onCommitted, now)
  return (partnerId, work) => inTransaction(partnerId, (within) => work(within))
}

/** The same for work that writes more than conversations, by the transaction itself. */
export function routingTransactions(
  database: Database,
  onCommitted: OnCommitted,
  now: () => number = Date.now,
): <T>(partnerId: string, work: (within: RouteWork, trx: Db) => Promise<T>) => Promise<T> {
  return async (partnerId, work) => {
    const { result, written } = await withRetries(() =>
      database.db.transaction().execute(async (trx) => {
        if (database.dialect === "postgres") await lockPartner(trx, partnerId)
        const within = new RoutingTransaction(trx, database, partnerId, now())
        return { result: await work(within, trx), written: within.written }
      }),
    )
    if (written.length > 0) onCommitted(written)
    return result
  }
}

async function lockPartner(trx: Db, partnerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`chatd routing ${partnerId}`}, 0))`.execute(trx)
}

class RoutingTransaction implements RouteWork {
  readonly written: Appended[] = []

  constructor(
    private readonly trx: Db,
    private readonly database: Database,
    private readonly partnerId: string,
    readonly at: number,
  ) {}

  conversation(number: number): Promise<Conversation | undefined> {
    return conversationByNumber(this.trx, this.partnerId, number)
  }

  async agent(number: number) {
    await this.#hold(
      this.trx
        .selectFrom("agent")
        .select("agent.id")
        .where("agent.partner_id", "=", this.partnerId)
        .where("agent.number", "=", number),
    )
    return agentState(this.trx, this.partnerId, number, this.at)
  }

  async candidates(): Promise<Candidate[]> {
    const there = thereQuery(this.trx, this.at).where("agent.partner_id", "=", this.partnerId)
    await this.#hold(there.select("agent.id").orderBy("agent.id"))
    // Read again: whoever was waited for may have changed what was read first.
    const rows = await there
      .select([
        "agent.number",
        "agent.name",
        "agent.capacity",
        "agent.last_assigned_at",
        openCount.as("open"),
      ])
      .orderBy("agent.number")
      .execute()
    return rows.map(({ last_assigned_at, ...row }) => ({
      ...row,
      lastAssignedAt: last_assigned_at ?? undefined,
    }))
  }

  queue(limit: number): Promise<Conversation[]> {
    return waitingQueue(this.trx, this.partnerId, limit)
  }

  givenAway(conversationIds: readonly number[]) {
    return givenAway(this.trx, conversationIds)
  }

  abandoned(graceSeconds: number, limit: number) {
    return abandonedConversations(this.trx, this.partnerId, { graceSeconds, at: this.at }, limit)
  }

  async write(moves: readonly RouteMove[]): Promise<(Conversation | undefined)[]> {
    const routed: (RoutedDecision | undefined)[] = []
    const entries = moves.map(({ conversationId, decide }, i) => ({
      conversationId,
      name: undefined,
      decide(conversation: Conversation, at: number) {
        const decision = decide(conversation, at)
        routed[i] = decision
        return decision ?? { events: [] }
      },
    }))
    const outcomes = await writeWithin(this.trx, this.database, entries, this.at)
    const appended = outcomes.map((outcome) => {
      if ("refused" in outcome) throw outcome.refused
      return outcome.appended
    })
    const decisions = appended.flatMap(({ events }, i) => decisionsOf(events, routed[i]))
    await insertDecisions(this.trx, decisions)
    await this.#given(decisions)
    const written = appended.filter(({ events }) => events.length > 0)
    this.written.push(...written)
    return appended.map(({ events, conversation }) => (events.length > 0 ? conversation : undefined))
  }

  /** Whoever was given one was not idle then. */
  async #given(decisions: readonly RouteDecision[]): Promise<void> {
    const numbers = new Set(decisions.flatMap(({ agentNumber }) => agentNumber ?? []))
    if (numbers.size === 0) return
    await this.trx
      .updateTable("agent")
      .set({ last_assigned_at: this.at })
      .where("partner_id", "=", this.partnerId)
      .where("number", "in", [...numbers])
      .execute()
  }

  async #hold(query: { forNoKeyUpdate(): { execute(): Promise<unknown> } }): Promise<void> {
    if (this.database.dialect === "postgres") await query.forNoKeyUpdate().execute()
  }
}

function decisionsOf(events: Appended["events"], routed: RoutedDecision | undefined): RouteDecision[] {
  if (!routed || events.length === 0) return []
  const first = events.length - routed.routes.length
  return routed.routes.flatMap((route, i) => {
    const event = events[first + i]
    return event ? [{ ...route, conversationId: event.conversationId, seq: event.seq, at: event.at }] : []
  })
}
