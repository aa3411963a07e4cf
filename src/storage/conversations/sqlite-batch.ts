import type { Database as BunSqlite } from "bun:sqlite"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Decision, EventName } from "../../core/conversations/log.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Entry, Outcome } from "./batching-log.ts"
import { eventKey, requireSameName } from "./event-key.ts"
import {
  type ConversationRow,
  conversationOf,
  type EventRow,
  eventOf,
  nextEvent,
  withChange,
  withEvent,
} from "./rows.ts"

const COLUMNS = "conversation_id, seq, type, sender_kind, sender_id, client_id, client_key, text, data, at"

/**
 * Writes batches through prepared statements on the connection itself: the query builder would take longer than the
 * database. The caller holds the connection.
 */
export class SqliteBatchWriter {
  readonly #begin
  readonly #commit
  readonly #rollback
  readonly #conversation
  readonly #insert
  readonly #stored
  readonly #update

  constructor(private readonly sqlite: BunSqlite) {
    this.#begin = sqlite.prepare("begin immediate")
    this.#commit = sqlite.prepare("commit")
    this.#rollback = sqlite.prepare("rollback")
    this.#conversation = sqlite.prepare<ConversationRow, [number]>("select * from conversation where id = ?")
    this.#insert = sqlite.prepare(
      `insert into event (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
    this.#stored = sqlite.prepare<EventRow, [number, number]>(
      `select ${COLUMNS} from event where conversation_id = ? and client_key = ?`,
    )
    this.#update = sqlite.prepare(
      "update conversation set status = ?, handler = ?, agent_id = ?, last_seq = ?, read_by_customer = ?, read_by_agent = ?, last_message_at = ?, last_from = ?, updated_at = ? where id = ?",
    )
  }

  /** One transaction. @throws what the database says, with everything taken back */
  write(entries: readonly Entry[], at: number): Outcome[] {
    this.#begin.run()
    try {
      const states = new Map<number, Conversation>()
      const changed = new Set<number>()
      const outcomes = entries.map((entry) => this.#one(entry, at, states, changed))
      for (const id of changed) this.#save(states.get(id))
      this.#commit.run()
      return outcomes
    } catch (error) {
      if (this.sqlite.inTransaction) this.#rollback.run()
      throw error
    }
  }

  #one(
    { conversationId, decide, name }: Entry,
    at: number,
    states: Map<number, Conversation>,
    changed: Set<number>,
  ): Outcome {
    const before = states.get(conversationId) ?? this.#load(conversationId)
    if (!before) return { refused: new ChatdError("not_found", "There is no such conversation.") }
    let decision: Decision
    try {
      decision = decide(before, at)
    } catch (refused) {
      // What was stored when it was allowed stays stored: a retry is told so.
      return this.#known(before, name) ?? { refused }
    }
    let conversation = before
    const events: ConversationEvent[] = []
    for (const event of decision.events) {
      const next = nextEvent(conversation, event, at)
      if (!this.#insertOne(next))
        return this.#known(before, event) ?? { refused: new Error("an event was not stored") }
      conversation = withEvent(conversation, next)
      events.push(next)
    }
    if (events.length > 0) {
      conversation = withChange(conversation, decision.change)
      states.set(conversationId, conversation)
      changed.add(conversationId)
    }
    return { appended: { events, known: false, conversation } }
  }

  #load(id: number): Conversation | undefined {
    const row = this.#conversation.get(id)
    return row ? conversationOf(row) : undefined
  }

  /** The event that its sender wrote under that name before. */
  #known(conversation: Conversation, name: EventName | undefined): Outcome | undefined {
    const key = name && eventKey(name)
    const row = key ? this.#stored.get(conversation.id, key) : undefined
    if (!row || !name) return undefined
    const event = eventOf(row)
    try {
      requireSameName(event, name)
    } catch (refused) {
      return { refused }
    }
    return { appended: { events: [event], known: true, conversation } }
  }

  /** False where the sender wrote an event of this name before. */
  #insertOne(event: ConversationEvent): boolean {
    const { changes } = this.#insert.run(
      event.conversationId,
      event.seq,
      event.type,
      event.sender.kind,
      event.sender.id,
      event.clientId ?? null,
      eventKey(event),
      event.text ?? null,
      event.data ? JSON.stringify(event.data) : null,
      event.at,
    )
    return changes > 0
  }

  #save(conversation: Conversation | undefined): void {
    if (!conversation) return
    this.#update.run(
      conversation.status,
      conversation.handler,
      conversation.agentId ?? null,
      conversation.lastSeq,
      conversation.readByCustomer,
      conversation.readByAgent,
      conversation.lastMessageAt ?? null,
      conversation.lastFrom ?? null,
      conversation.updatedAt,
      conversation.id,
    )
  }
}
