import type { Database as BunSqlite } from "bun:sqlite"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Appended, Decision, EventName } from "../../core/conversations/log.ts"
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
import { UnplacedEvents } from "./unplaced-events.ts"

const COLUMNS = "conversation_id, seq, type, sender_kind, sender_id, client_id, client_key, text, data, at"

/** What a transaction has made so far. */
interface Batch {
  conversations: Map<number, Conversation>
  changed: Set<number>
  events: UnplacedEvents
}

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
  readonly #placed
  readonly #update

  /** @param unplaced takes what was committed */
  constructor(
    private readonly sqlite: BunSqlite,
    private readonly unplaced: UnplacedEvents,
  ) {
    this.#begin = sqlite.prepare("begin immediate")
    this.#commit = sqlite.prepare("commit")
    this.#rollback = sqlite.prepare("rollback")
    this.#conversation = sqlite.prepare<ConversationRow, [number]>("select * from conversation where id = ?")
    this.#insert = sqlite.prepare(`insert into event (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#placed = sqlite.prepare<EventRow, [number, number]>(
      "select event.* from event_place join event on event.id = event_id where event_place.conversation_id = ? and key = ?",
    )
    this.#update = sqlite.prepare(
      "update conversation set status = ?, handler = ?, agent_id = ?, last_seq = ?, read_by_customer = ?, read_by_agent = ?, last_message_at = ?, last_from = ?, updated_at = ? where id = ?",
    )
  }

  /** One transaction. @throws what the database says, with everything taken back */
  write(entries: readonly Entry[], at: number): Outcome[] {
    this.#begin.run()
    try {
      const batch = { conversations: new Map(), changed: new Set<number>(), events: new UnplacedEvents() }
      const outcomes = entries.map((entry) => this.#one(entry, at, batch))
      for (const id of batch.changed) this.#save(batch.conversations.get(id))
      this.#commit.run()
      for (const event of batch.events.all()) this.unplaced.add(event)
      return outcomes
    } catch (error) {
      if (this.sqlite.inTransaction) this.#rollback.run()
      throw error
    }
  }

  #one({ conversationId, decide, name }: Entry, at: number, batch: Batch): Outcome {
    const before = batch.conversations.get(conversationId) ?? this.#load(conversationId)
    if (!before) return { refused: new ChatdError("not_found", "There is no such conversation.") }
    try {
      // What was stored when it was allowed stays stored: a retry is told so.
      const known = name && this.#known(conversationId, name, batch)
      if (known) return { appended: { events: [known], known: true, conversation: before } }
      return { appended: this.#write(before, decide(before, at), at, batch) }
    } catch (error) {
      if (error instanceof WriteFault) throw error.cause
      return { refused: error }
    }
  }

  #write(before: Conversation, decision: Decision, at: number, batch: Batch): Appended {
    let conversation = before
    const events: ConversationEvent[] = []
    for (const wanted of decision.events) {
      const event = nextEvent(conversation, wanted, at)
      this.#insertOne(event)
      batch.events.add(event)
      conversation = withEvent(conversation, event)
      events.push(event)
    }
    if (events.length > 0) {
      conversation = withChange(conversation, decision.change)
      batch.conversations.set(conversation.id, conversation)
      batch.changed.add(conversation.id)
    }
    return { events, known: false, conversation }
  }

  #load(id: number): Conversation | undefined {
    const row = this.#conversation.get(id)
    return row ? conversationOf(row) : undefined
  }

  /**
   * The event that its sender wrote under that name before.
   *
   * @throws {ChatdError} `conflict` for another one's name that looks the same
   */
  #known(conversationId: number, name: EventName, batch: Batch): ConversationEvent | undefined {
    const key = eventKey(name)
    if (key === null) return undefined
    const event =
      batch.events.named(conversationId, key) ??
      this.unplaced.named(conversationId, key) ??
      this.#placedEvent(conversationId, key)
    if (event) requireSameName(event, name)
    return event
  }

  #placedEvent(conversationId: number, key: number): ConversationEvent | undefined {
    const row = this.#placed.get(conversationId, key)
    return row ? eventOf(row) : undefined
  }

  #insertOne(event: ConversationEvent): void {
    try {
      this.#insert.run(
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
    } catch (cause) {
      throw new WriteFault("an event was not written", { cause })
    }
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

/** The database's fault, which is the whole batch's, and not a refusal of one entry. */
class WriteFault extends Error {}
