import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Appended, Decide, Decision, EventName } from "../../core/conversations/log.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Database, Db } from "../database.ts"
import { announce } from "../postgres/event-feed.ts"
import type { Entry, Outcome } from "./batching-log.ts"
import * as eachRow from "./each-row.ts"
import { eventKey, requireSameName } from "./event-key.ts"
import * as postgresRows from "./postgres-rows.ts"
import { conversationOf, eventOf, nextEvent, withChange, withEvent } from "./rows.ts"

/**
 * Writes a batch in a transaction of its own, with few statements however long it is: that is what counts where the
 * database is across a network.
 */
export function writeBatch(database: Database, entries: readonly Entry[], at: number): Promise<Outcome[]> {
  return database.db.transaction().execute((trx) => writeWithin(trx, database, entries, at))
}

/** One entry as part of a larger transaction; what is committed must be told to the log by the caller. */
export async function appendWithin(
  trx: Db,
  database: Database,
  conversationId: number,
  decide: Decide,
  at: number,
  name?: EventName,
): Promise<Appended> {
  const [outcome] = await writeWithin(trx, database, [{ conversationId, decide, name }], at)
  if (outcome && "appended" in outcome) return outcome.appended
  throw outcome?.refused
}

/** Several entries as part of a larger transaction, whose conversations are held in the order of every batch. */
export async function writeWithin(
  trx: Db,
  { id, dialect, sqlite, sealing }: Database,
  entries: readonly Entry[],
  at: number,
): Promise<Outcome[]> {
  const ids = [...new Set(entries.map((entry) => entry.conversationId))]
  for (const id of ids) sqlite?.hot.forget(id)
  const held = await hold(trx, dialect, ids)
  const known = await knownEvents(trx, entries)
  const batch = new Plan(held, known, at)
  const outcomes = entries.map((entry) => batch.take(entry))
  const { insertEvents, saveConversations } = dialect === "postgres" ? postgresRows : eachRow
  if (batch.events.length > 0) await insertEvents(trx, batch.events, sealing)
  if (batch.events.length > 0) await saveConversations(trx, batch.changed())
  if (batch.events.length > 0 && dialect === "postgres") await announce(trx, id, batch.events)
  return outcomes
}

/** Reads the conversations and keeps others from writing them; in one order, so that no two batches wait for each other. */
async function hold(
  trx: Db,
  dialect: Database["dialect"],
  ids: readonly number[],
): Promise<Map<number, Conversation>> {
  let query = trx.selectFrom("conversation").selectAll().where("id", "in", ids).orderBy("id")
  if (dialect === "postgres") query = query.forUpdate()
  const rows = await query.execute()
  return new Map(rows.map((row) => [row.id, conversationOf(row)]))
}

async function knownEvents(trx: Db, entries: readonly Entry[]): Promise<Map<string, ConversationEvent>> {
  const keys = entries.flatMap(({ name }) => (name && eventKey(name)) ?? [])
  const known = new Map<string, ConversationEvent>()
  if (keys.length === 0) return known
  const rows = await trx
    .selectFrom("conversation_event")
    .selectAll()
    .where("conversation_id", "in", [...new Set(entries.map((entry) => entry.conversationId))])
    .where("client_key", "in", [...new Set(keys)])
    .execute()
  for (const row of rows) known.set(placeOf(row.conversation_id, row.client_key), eventOf(row))
  return known
}

function placeOf(conversationId: number, key: number | null): string {
  return `${conversationId} ${key}`
}

/** Decides entry by entry, each on what the ones before it have made of the conversation. */
class Plan {
  readonly events: ConversationEvent[] = []
  readonly #changed = new Set<number>()

  constructor(
    private readonly conversations: Map<number, Conversation>,
    private readonly known: Map<string, ConversationEvent>,
    private readonly at: number,
  ) {}

  take({ conversationId, decide, name }: Entry): Outcome {
    const before = this.conversations.get(conversationId)
    if (!before) return { refused: new ChatdError("not_found", "There is no such conversation.") }
    let decision: Decision
    try {
      const key = name && eventKey(name)
      const there = key ? this.known.get(placeOf(conversationId, key)) : undefined
      if (name && there) {
        requireSameName(there, name)
        return { appended: { events: [there], known: true, before, conversation: before } }
      }
      decision = decide(before, this.at)
    } catch (refused) {
      return { refused }
    }
    return { appended: this.#apply(before, decision) }
  }

  #apply(before: Conversation, { events: wanted, change }: Decision): Appended {
    let conversation = before
    const events: ConversationEvent[] = []
    for (const one of wanted) {
      const event = nextEvent(conversation, one, this.at)
      const key = eventKey(one)
      if (key !== null) this.known.set(placeOf(before.id, key), event)
      this.events.push(event)
      conversation = withEvent(conversation, event)
      events.push(event)
    }
    if (events.length > 0) {
      conversation = withChange(conversation, change)
      this.conversations.set(before.id, conversation)
      this.#changed.add(before.id)
    }
    return { events, known: false, before, conversation }
  }

  changed(): Conversation[] {
    return [...this.#changed].flatMap((id) => this.conversations.get(id) ?? [])
  }
}
