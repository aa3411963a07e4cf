import { expect, test } from "bun:test"
import { sql } from "kysely"
import { searchMessages } from "../src/core/search/search-messages.ts"
import { postgresDigests } from "../src/storage/conversations/postgres-digests.ts"
import type { Db } from "../src/storage/database.ts"
import { conversationsByIds } from "../src/storage/repositories/conversation-lists.ts"
import { eventsAfter, insertConversation, messagesBefore } from "../src/storage/repositories/conversations.ts"
import { createVisitor } from "../src/storage/repositories/customers.ts"
import { searchPorts } from "../src/storage/repositories/message-search.ts"
import { eachDatabase, type OpenTestDatabase } from "./databases.ts"
import { makePartner } from "./fixtures/partner.ts"

const MESSAGES = 60_000

/** A conversation of so many messages, one of which says something else. */
async function prepared(open: OpenTestDatabase) {
  const database = await open({ unsealed: true })
  const { db } = database
  const { id: partnerId } = await makePartner(database)
  const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
  const id = await db.transaction().execute(async (trx) => {
    const facts = { partnerId, customerId, publicId: "cs_1", page: undefined }
    const { id } = await insertConversation(trx, facts, new Date())
    await sql`insert into event (conversation_id, seq, type, sender_kind, sender_id, text, at)
      select ${id}, n, 'message', 'customer', 'visitor-1', case n when 7 then 'rare' else 'often' end, n
      from generate_series(1, ${sql.lit(MESSAGES)}) as n`.execute(trx)
    await sql`update conversation set last_seq = ${MESSAGES}, read_by_agent = ${MESSAGES - 3}`.execute(trx)
    await sql`insert into message_index (event_id, partner_id, words)
      select id, ${partnerId}, to_tsvector('simple', text) from event`.execute(trx)
    // As of a word that is none of the most frequent, of which Postgres takes no note.
    await sql`alter table message_index alter column words set statistics 0`.execute(trx)
    await sql`analyze`.execute(trx)
    return id
  })
  return { database, partnerId, id }
}

/** What is found, and how many rows of the table were read for it. */
function reading<Found>(
  { database: { db } }: { database: { db: Db } },
  table: string,
  ask: (trx: Db) => Promise<Found>,
) {
  return db.transaction().execute(async (trx) => {
    const found = await ask(trx)
    const { rows } = await sql<{ read: number }>`
      select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = ${table}`.execute(
      trx,
    )
    return { found, read: rows[0]?.read }
  })
}

eachDatabase((name, open) => {
  // Of SQLite query-plans.test.ts asks the same.
  if (name !== "postgres") return

  test("what was said once, or never, is found without going over all messages", async () => {
    const world = await prepared(open)
    const { database, partnerId } = world
    const search = (text: string) =>
      reading(world, "message_index", async (db) => {
        const { hits } = await searchMessages(searchPorts({ ...database, db }), partnerId, { text, limit: 3 })
        return hits.map(({ event }) => event.seq)
      })
    expect((await search("often")).found).toEqual([MESSAGES, MESSAGES - 1, MESSAGES - 2])
    for (const [word, seqs] of [
      ["rare", [7]],
      ["never", []],
    ] as const) {
      const { found, read } = await search(word)
      expect(found).toEqual([...seqs])
      expect(read).toBeLessThan(MESSAGES / 2)
    }
  })

  test("of a long conversation a page is read, and no more", async () => {
    const world = await prepared(open)
    const { id } = world
    const after = await reading(world, "event", (db) => eventsAfter(db, id, MESSAGES / 2, 3))
    expect(after.found.map(({ seq }) => seq)).toEqual([1, 2, 3].map((n) => MESSAGES / 2 + n))
    const before = await reading(world, "event", (db) => messagesBefore(db, id, MESSAGES / 2, 3))
    expect(before.found.map(({ seq }) => seq)).toEqual([3, 2, 1].map((n) => MESSAGES / 2 - n))
    const line = await reading(world, "event", async (db) =>
      postgresDigests(db, false, await conversationsByIds(db, [id]), 2),
    )
    expect(line.found.get(id)).toMatchObject({
      lastMessage: { seq: MESSAGES, text: "often" },
      unread: [MESSAGES - 1, MESSAGES],
    })
    for (const { read } of [after, before, line]) expect(read).toBeLessThan(10)
  })
})
