import { expect, test } from "bun:test"
import { sql } from "kysely"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { searchMessages } from "../../core/search/search-messages.ts"
import { insertConversation } from "./conversations.ts"
import { createVisitor } from "./customers.ts"
import { searchPorts } from "./message-search.ts"

const MESSAGES = 60_000

eachDatabase((name, open) => {
  // Without it SQLite finds them by its index alone.
  if (name !== "postgres") return

  test("what was said once, or never, is found without going over all messages", async () => {
    const database = await open({ unsealed: true })
    const { db } = database
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
    await db.transaction().execute(async (trx) => {
      const facts = { partnerId, customerId, publicId: "cs_1", page: undefined }
      const { id } = await insertConversation(trx, facts, new Date())
      await sql`insert into event (conversation_id, seq, type, sender_kind, sender_id, text, at)
        select ${id}, n, 'message', 'customer', 'visitor-1', case n when 7 then 'rare' else 'often' end, n
        from generate_series(1, ${sql.lit(MESSAGES)}) as n`.execute(trx)
      await sql`insert into message_index (event_id, partner_id, words)
        select id, ${partnerId}, to_tsvector('simple', text) from event`.execute(trx)
      // As of a word that is none of the most frequent, of which Postgres takes no note.
      await sql`alter table message_index alter column words set statistics 0`.execute(trx)
      await sql`analyze message_index`.execute(trx)
    })

    const search = (text: string) =>
      db.transaction().execute(async (trx) => {
        const { hits } = await searchMessages(searchPorts({ ...database, db: trx }), partnerId, {
          text,
          limit: 50,
        })
        const { rows } = await sql<{ read: number }>`
          select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables
          where relname = 'message_index'`.execute(trx)
        return { seqs: hits.map(({ event }) => event.seq), read: rows[0]?.read }
      })
    expect((await search("often")).seqs).toEqual(Array.from({ length: 50 }, (_, i) => MESSAGES - i))
    const rare = await search("rare")
    expect(rare.seqs).toEqual([7])
    expect(rare.read).toBeLessThan(MESSAGES / 2)
    const never = await search("never")
    expect(never.seqs).toBeEmpty()
    expect(never.read).toBeLessThan(MESSAGES / 2)
  })
})
