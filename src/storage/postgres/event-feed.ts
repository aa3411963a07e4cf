import { sql } from "kysely"
import type { Client } from "pg"
import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Db } from "../database.ts"

const CHANNEL = "chatd_events"
/** What was erased. */
const GONE = "chatd_gone"
/** What servers tell each other that is not stored. */
const WORDS = "chatd_words"
/** Who types where. Servers of earlier versions do not listen to it. */
const TYPING = "chatd_typing"
/** Channels belong to a database, of which each schema may have a chatd of its own. Servers of earlier versions know none but the first. */
const OF_SCHEMA =
  "case when current_schema() = 'public' then '' else coalesce('_' || md5(current_schema()), '') end"
/** A lock that each server shares as long as it listens: who has it is there. */
const HERE = `hashtextextended('chatd server' || ${OF_SCHEMA}, 0)`
/** Postgres takes a payload of less than 8,000 bytes. */
const MOST_BYTES = 7_500
const RECONNECT_MS = 1_000
const ANSWER_WITHIN_MS = 5_000
/** Nothing is asked on this connection: silence may be a quiet night, or a host that went away without a word. */
const ASK_EVERY_MS = 10_000
/** Events of a break that are gone over; of more the older ones are left to whoever asks. */
const MOST_MISSED = 100_000

/** Where the new events of a conversation begin. */
export interface NewEvents {
  conversationId: number
  from: number
}

/** What is no more, by the ids that it had in the database. */
export interface Gone {
  customerIds: readonly number[]
  conversationIds: readonly number[]
}

/**
 * Tells other servers on the same database what a transaction adds; they hear of it when it commits. One statement a
 * batch: one a message would make all wait for each other.
 *
 * @param writer the database's id, by which a server knows what it wrote itself
 */
export async function announce(trx: Db, writer: string, events: readonly ConversationEvent[]): Promise<void> {
  const firsts = new Map<number, number>()
  for (const { conversationId, seq } of events)
    firsts.set(conversationId, Math.min(seq, firsts.get(conversationId) ?? seq))
  await notify(
    trx,
    CHANNEL,
    writer,
    [...firsts].map(([conversationId, from]) => `${conversationId}:${from}`),
  )
}

/** Tells other servers whose customers and conversations a transaction erases; they hear of it when it commits. */
export async function announceGone(
  trx: Db,
  writer: string,
  { customerIds, conversationIds }: Gone,
): Promise<void> {
  await notify(trx, GONE, writer, [
    ...customerIds.map((id) => `customer:${id}`),
    ...conversationIds.map((id) => `conversation:${id}`),
  ])
}

/** The same of customers who are signed out. Servers of earlier versions know no such entries, and pass them over. */
export async function announceSignedOut(
  trx: Db,
  writer: string,
  { customerIds, conversationIds }: Gone,
): Promise<void> {
  await notify(trx, GONE, writer, [
    ...customerIds.map((id) => `out-customer:${id}`),
    ...conversationIds.map((id) => `out-conversation:${id}`),
  ])
}

/** In as few messages as they fit into; none where there is nothing to tell. */
async function notify(trx: Db, channel: string, writer: string, entries: readonly string[]): Promise<void> {
  let payload = writer
  for (const entry of entries) {
    if (payload.length + 1 + entry.length > MOST_BYTES) {
      await sql`select pg_notify(${channel} || ${sql.raw(OF_SCHEMA)}, ${payload})`.execute(trx)
      payload = writer
    }
    payload += ` ${entry}`
  }
  if (payload !== writer)
    await sql`select pg_notify(${channel} || ${sql.raw(OF_SCHEMA)}, ${payload})`.execute(trx)
}

export interface FeedListener {
  /** Other servers have written these. */
  news(events: readonly NewEvents[]): void
  /** What was written up to the last but one of these calls was heard, or is not told any more. */
  heardSoFar(): void
  /** The connection was lost and is back. What was written meanwhile, by whomever; some of it may have been heard. */
  missed(events: readonly NewEvents[]): void
  /** After `missed`: whatever else happened meanwhile was not heard. */
  resumed(): void
  /** Other processes have erased these. */
  gone(gone: Gone): void
  /** Other processes have signed out whose these are. */
  signedOut(theirs: Gone): void
  /** Another server says something that is not stored. */
  word(server: string, word: string): void
  /** Another server says who types there. */
  typing(text: string): void
  failed(error: unknown): void
}

export interface EventFeed {
  /** Tells all other servers something that is not stored, in less than 7,500 bytes. Who does not listen just now has missed it. */
  say(word: string): Promise<void>
  /** Whether another server listens just now. Those of earlier versions are not seen. */
  hasOthers(): Promise<boolean>
  /** The same as a word, for who types here. */
  sayTyping(text: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Listens on a connection of its own, which is made anew whenever it breaks.
 *
 * @param own id of the database through which this server writes
 * @param askEveryMs how often the connection is asked whether it still is one
 */
export async function listenToOtherServers(
  url: string,
  own: string,
  listener: FeedListener,
  askEveryMs: number = ASK_EVERY_MS,
): Promise<EventFeed> {
  let stopped = false
  /** The last event that was there when the connection was last known to stand, and the time before: ids become visible late. */
  let [heard, heardBefore] = [undefined as number | undefined, undefined as number | undefined]
  /** What is heard before it is known what was missed, which came first. */
  let held: NewEvents[] | undefined
  let client = await connected()
  // Where it gets no answer, the next question ends the connection.
  void noteHeard(client).catch(() => {})

  async function connected(): Promise<Client> {
    // Who runs on SQLite does not wait for Postgres' driver.
    const { default: pg } = await import("pg")
    const fresh = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    })
    // Heard before it connects: it may break in the moment that it stands, and an error that nobody hears ends the server.
    fresh.on("error", (error) => listener.failed(error))
    let ofSchema = ""
    fresh.on("notification", ({ channel: whole, payload = "" }) => {
      const channel = whole.slice(0, whole.length - ofSchema.length)
      const [server = "", ...rest] = payload.split(" ")
      if (server === own) return
      if (channel === GONE) {
        listener.gone(goneOf(rest, ""))
        listener.signedOut(goneOf(rest, "out-"))
      } else if (channel === WORDS) listener.word(server, rest.join(" "))
      else if (channel === TYPING) listener.typing(rest.join(" "))
      else if (held) held.push(...rest.map(newEventsOf))
      else listener.news(rest.map(newEventsOf))
    })
    const over = new Promise<void>((resolve) => fresh.once("end", resolve))
    try {
      await fresh.connect()
      const { rows } = await fresh.query<{ name: string }>(`select ${OF_SCHEMA} as name`)
      ofSchema = rows[0]?.name ?? ""
      const listening = [CHANNEL, GONE, WORDS, TYPING].map((channel) => `listen ${channel}${ofSchema}`)
      await fresh.query([`select pg_advisory_lock_shared(${HERE})`, ...listening].join("; "))
    } catch (error) {
      void fresh.end().catch(() => {})
      throw error
    }
    let asking: NodeJS.Timeout
    const askLater = () => {
      asking = setTimeout(() => {
        // With a query unanswered, to end is to destroy.
        noteHeard(fresh).then(askLater, () => void fresh.end().catch(() => {}))
      }, askEveryMs)
    }
    askLater()
    void over.then(() => {
      clearTimeout(asking)
      reconnectLater()
    })
    return fresh
  }

  function reconnectLater(): void {
    if (!stopped) setTimeout(reconnect, RECONNECT_MS)
  }

  async function reconnect(): Promise<void> {
    if (stopped) return
    held = []
    try {
      client = await connected()
    } catch (error) {
      listener.failed(error)
      return reconnectLater()
    }
    if (stopped) return client.end().catch(() => {})
    try {
      listener.missed(await missedOn(client))
    } catch (error) {
      listener.failed(error)
      // The next connection asks again: nobody else tells what was missed.
      return void client.end().catch(() => {})
    }
    listener.news(held)
    held = undefined
    listener.resumed()
  }

  async function newestOn(asked: Client): Promise<number | undefined> {
    const { rows } = await asked.query<{ id: string | null }>("select max(id) as id from conversation_event")
    return rows[0] && Number(rows[0].id ?? 0)
  }

  async function noteHeard(asked: Client): Promise<void> {
    const newest = await newestOn(asked)
    heardBefore = heard ?? newest
    heard = newest
    listener.heardSoFar()
  }

  async function missedOn(asked: Client): Promise<NewEvents[]> {
    const newest = await newestOn(asked)
    if (newest === undefined || heardBefore === undefined) return []
    const { rows } = await asked.query<{ id: string; from: string }>(
      `select conversation_id as id, min(seq) as "from" from conversation_event where id > $1 group by conversation_id`,
      [Math.max(heardBefore, newest - MOST_MISSED)],
    )
    return rows.map(({ id, from }) => ({ conversationId: Number(id), from: Number(from) }))
  }

  async function say(channel: string, text: string): Promise<void> {
    await client.query(`select pg_notify($1 || ${OF_SCHEMA}, $2)`, [channel, `${own} ${text}`])
  }

  return {
    say: (word) => say(WORDS, word),
    async hasOthers() {
      const { rows } = await client.query<{ others: boolean }>(
        `select exists (select 1 from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
           and database = (select oid from pg_database where datname = current_database())
           and (classid::bigint << 32 | objid::bigint) = ${HERE}) as others`,
      )
      return rows[0]?.others ?? false
    },
    sayTyping: (text) => say(TYPING, text),
    async stop() {
      stopped = true
      await client.end().catch(() => {})
    },
  }
}

function goneOf(entries: readonly string[], prefix: "" | "out-"): Gone {
  const idsOf = (kind: string) =>
    entries.flatMap((entry) => (entry.startsWith(kind) ? Number(entry.slice(kind.length)) : []))
  return { customerIds: idsOf(`${prefix}customer:`), conversationIds: idsOf(`${prefix}conversation:`) }
}

function newEventsOf(entry: string): NewEvents {
  const [conversationId, from] = entry.split(":")
  return { conversationId: Number(conversationId), from: Number(from) }
}
