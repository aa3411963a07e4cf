import type { Database as BunSqlite } from "bun:sqlite"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Appended, Decision, EventName } from "../../core/conversations/log.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Sealing } from "../sealing/sealing.ts"
import type { Entry, Outcome } from "./batching-log.ts"
import { eventKey, requireSameName } from "./event-key.ts"
import { type HotConversations, MOST_KEYS } from "./hot-conversations.ts"
import {
  type ConversationRow,
  conversationOf,
  type EventRow,
  nextEvent,
  openedEvent,
  priorityNumber,
  withChange,
  withEvent,
  wordsOf,
} from "./rows.ts"
import type { UnplacedEvents, WrittenEvent } from "./unplaced-events.ts"

/** Events that wait for their places: then a conversation that is busy has many, which are brought there together. */
const WAITING = 4_096
/** So many at a time, so that most transactions write no places at all. */
const STEP = 256
const COLUMNS = "conversation_id, seq, type, sender_kind, sender_id, client_id, client_key, text, data, at"

/** What a transaction has made so far of one conversation. */
interface Draft {
  conversation: Conversation
  events: WrittenEvent[]
  /** Whether more of it changes than its numbers and times. */
  moves: boolean
}

type Batch = Map<number, Draft>

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
  readonly #keys
  readonly #move
  readonly #touch
  readonly #place
  readonly #placedUpTo

  /** @param unplaced takes what was committed */
  constructor(
    private readonly sqlite: BunSqlite,
    private readonly hot: HotConversations,
    private readonly unplaced: UnplacedEvents,
    private readonly sealing: Sealing | undefined,
  ) {
    this.#begin = sqlite.prepare("begin immediate")
    this.#commit = sqlite.prepare("commit")
    this.#rollback = sqlite.prepare("rollback")
    this.#conversation = sqlite.prepare<ConversationRow, [number]>("select * from conversation where id = ?")
    this.#insert = sqlite.prepare(`insert into event (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#placed = sqlite.prepare<EventRow, [number, number]>(
      "select event.* from event_place join event on event.id = event_id where event_place.conversation_id = ? and key = ?",
    )
    this.#keys = sqlite.prepare<{ key: number }, [number, number]>(
      "select key from event_place where conversation_id = ? and key >= 0 limit ?",
    )
    // An update that names a column of a partial index writes that index as well.
    this.#move = sqlite.prepare(
      "update conversation set status = ?, handler = ?, agent_id = ?, agent_name = ?, priority = ?, queued_at = ?, assigned_at = ?, closed_at = ? where id = ?",
    )
    this.#touch = sqlite.prepare(
      "update conversation set last_seq = ?, read_by_customer = ?, read_by_agent = ?, last_message_at = ?, last_from = ?, updated_at = ? where id = ?",
    )
    // Another process may have removed a conversation, and its events' numbers are given out again.
    this.#place = sqlite.prepare(
      `insert or ignore into event_place (conversation_id, key, event_id)
      select conversation_id, ?2, id from event where id = ?3 and conversation_id = ?1`,
    )
    // Beyond the last event would be beyond the next one too, which a crash then leaves without a place.
    this.#placedUpTo = sqlite.prepare(
      "update event_placed set up_to = min(?, (select coalesce(max(id), 0) from event))",
    )
  }

  /**
   * One transaction, which also brings older events to their places where too many wait.
   *
   * @throws what the database says, with everything taken back
   */
  write(entries: readonly Entry[], at: number): Outcome[] {
    const batch: Batch = new Map()
    try {
      return this.#transaction(() => {
        const outcomes = entries.map((entry) => this.#one(entry, at, batch))
        for (const draft of batch.values()) if (draft.events.length > 0) this.#save(draft)
        const placed = this.unplaced.count >= WAITING + STEP ? this.#placeSome(STEP) : []
        return { result: outcomes, placed }
      }, batch)
    } catch (error) {
      // Whatever is wrong, it is not to be asked of the memory again.
      for (const id of batch.keys()) this.hot.forget(id)
      throw error
    }
  }

  /** Brings up to `most` events, and what else their conversations have, to their places. @throws as `write` does */
  place(most: number): void {
    this.#transaction(() => ({ result: undefined, placed: this.#placeSome(most) }), new Map())
  }

  /** What is remembered changes only after the commit. */
  #transaction<T>(work: () => { result: T; placed: readonly WrittenEvent[] }, batch: Batch): T {
    this.#begin.run()
    try {
      const { result, placed } = work()
      this.#commit.run()
      this.unplaced.left(placed)
      for (const { conversation, events } of batch.values()) {
        for (const event of events) this.unplaced.add(event)
        this.hot.written(conversation, events)
      }
      return result
    } catch (error) {
      if (this.sqlite.inTransaction) this.#rollback.run()
      throw error
    }
  }

  #placeSome(most: number): readonly WrittenEvent[] {
    const leaving = this.unplaced.oldest(most)
    for (const { id, key, event } of leaving) this.#place.run(event.conversationId, key ?? -id, id)
    this.#placedUpTo.run(this.unplaced.placedUpTo(leaving))
    return leaving
  }

  #one({ conversationId, decide, name }: Entry, at: number, batch: Batch): Outcome {
    const draft = batch.get(conversationId) ?? this.#draft(conversationId, batch)
    if (!draft) return { refused: new ChatdError("not_found", "There is no such conversation.") }
    const key = name ? eventKey(name) : null
    let decision: Decision
    try {
      // What was stored when it was allowed stays stored: a retry is told so.
      const known = name && key !== null ? this.#known(draft, name, key) : undefined
      if (known) {
        const { conversation } = draft
        return { appended: { events: [known], known: true, before: conversation, conversation } }
      }
      decision = decide(draft.conversation, at)
    } catch (refused) {
      return { refused }
    }
    return { appended: this.#write(draft, decision, at, name, key) }
  }

  #write(
    draft: Draft,
    decision: Decision,
    at: number,
    name: EventName | undefined,
    nameKey: number | null,
  ): Appended {
    const before = draft.conversation
    const events: ConversationEvent[] = []
    for (const wanted of decision.events) {
      const event = nextEvent(draft.conversation, wanted, at)
      const isNamed = wanted.clientId !== undefined && wanted.clientId === name?.clientId
      const key = isNamed && wanted.sender === name?.sender ? nameKey : eventKey(wanted)
      draft.events.push(this.#insertOne(event, key))
      draft.conversation = withEvent(draft.conversation, event)
      events.push(event)
    }
    if (events.length > 0 && decision.change) {
      draft.conversation = withChange(draft.conversation, decision.change)
      draft.moves = true
    }
    return { events, known: false, before, conversation: draft.conversation }
  }

  #draft(id: number, batch: Batch): Draft | undefined {
    const conversation = this.hot.get(id)?.conversation ?? this.#load(id)
    if (!conversation) return undefined
    const draft: Draft = { conversation, events: [], moves: false }
    batch.set(id, draft)
    return draft
  }

  #load(id: number): Conversation | undefined {
    const row = this.#conversation.get(id)
    if (!row) return undefined
    const conversation = conversationOf(row)
    const keys = new Set(this.#keys.all(id, MOST_KEYS).map(({ key }) => key))
    for (const { key } of this.unplaced.of(id)) if (key !== null) keys.add(key)
    if (keys.size < MOST_KEYS) this.hot.add({ conversation, keys })
    return conversation
  }

  /**
   * The event that its sender wrote under that name before.
   *
   * @throws {ChatdError} `conflict` for another one's name that looks the same
   */
  #known(
    { conversation: { id }, events }: Draft,
    name: EventName,
    key: number,
  ): ConversationEvent | undefined {
    const isIt = (written: WrittenEvent) => written.key === key
    const drafted = events.find(isIt)
    const hot = this.hot.get(id)
    if (!drafted && hot && !hot.keys.has(key)) return undefined
    const event = (drafted ?? this.unplaced.of(id).find(isIt))?.event ?? this.#placedEvent(id, key)
    if (event) requireSameName(event, name)
    return event
  }

  #placedEvent(conversationId: number, key: number): ConversationEvent | undefined {
    const row = this.#placed.get(conversationId, key)
    return row ? openedEvent(row, this.sealing) : undefined
  }

  #insertOne(event: ConversationEvent, key: number | null): WrittenEvent {
    const { text, data } = wordsOf(event, this.sealing)
    const { lastInsertRowid } = this.#insert.run(
      event.conversationId,
      event.seq,
      event.type,
      event.sender.kind,
      event.sender.id,
      event.clientId ?? null,
      key,
      text,
      data,
      event.at,
    )
    const size = (text?.length ?? 0) + (data?.length ?? 0)
    return { id: Number(lastInsertRowid), key, size, event }
  }

  #save({ conversation, moves }: Draft): void {
    const { id, status, handler, agentId, agentName, priority, queuedAt, assignedAt, closedAt } = conversation
    if (moves) {
      this.#move.run(
        status,
        handler,
        agentId ?? null,
        agentName ?? null,
        priorityNumber(priority),
        queuedAt ?? null,
        assignedAt ?? null,
        closedAt ?? null,
        id,
      )
    }
    const { changes } = this.#touch.run(
      conversation.lastSeq,
      conversation.readByCustomer,
      conversation.readByAgent,
      conversation.lastMessageAt ?? null,
      conversation.lastFrom ?? null,
      conversation.updatedAt,
      id,
    )
    // Another process has deleted it: what was written to it goes as well.
    if (changes === 0) throw new ConversationGone()
  }
}

class ConversationGone extends Error {
  /** One entry's fault: the others are tried again without it. */
  readonly code = "SQLITE_CONSTRAINT_CONVERSATION"
}
