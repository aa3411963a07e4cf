import { afterEach, expect, test } from "bun:test"
import fc from "fast-check"
import { sql } from "kysely"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { until } from "../../../test/wait.ts"
import type { EventType, Sender } from "../../core/conversations/conversation.ts"
import { placesOf } from "../../core/search/excerpt.ts"
import { parseQuery } from "../../core/search/query.ts"
import { searchMessages } from "../../core/search/search-messages.ts"
import { words } from "../../core/search/words.ts"
import { openConversationLog } from "../conversations/conversation-log.ts"
import { appendWithin } from "../conversations/kysely-batch.ts"
import { connect, type Database } from "../database.ts"
import { insertConversation } from "../repositories/conversations.ts"
import { createVisitor } from "../repositories/customers.ts"
import { searchPorts } from "../repositories/message-search.ts"
import { openMessageIndex } from "./message-index.ts"

const CUSTOMER: Sender = { kind: "customer", id: "visitor-1" }
const fail = (error: unknown) => {
  throw error
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Stopped before its database is closed. */
function indexOn(database: Database) {
  const index = openMessageIndex(database, fail)
  return {
    notice: () => index.notice(),
    caughtUp: () => index.caughtUp(),
    [Symbol.asyncDispose]: () => index.stop(),
  }
}

function logOn(database: Database) {
  const { log, close } = openConversationLog(database, () => {}, fail)
  closers.push(close)
  return log
}

async function conversing(database: Database) {
  const partnerId = (await makePartner(database)).id
  const { id: customerId } = await createVisitor(database.db, { partnerId, name: "Ada" }, new Date())
  const converse = () =>
    database.db.transaction().execute((trx) => {
      const publicId = `cs_${crypto.randomUUID()}`
      return insertConversation(trx, { partnerId, customerId, publicId, page: undefined }, new Date())
    })
  return { partnerId, customerId, converse }
}

async function prepared(open: OpenTestDatabase) {
  const database = await open()
  const { partnerId, converse } = await conversing(database)
  const search = async (text: string, partner = partnerId) => {
    const { hits } = await searchMessages(searchPorts(database), partner, { text, limit: 1_000 })
    return hits.map(({ event }) => event.text ?? "")
  }
  const log = logOn(database)
  const say = (conversation: number, text: string, type: EventType = "message") =>
    log.append(conversation, () => ({ events: [{ sender: CUSTOMER, type, text }] }))
  return { database, partnerId, converse, search, say, log }
}

const word = fc.constantFrom(
  "money",
  "Money",
  "monet",
  "back",
  "bäck",
  "退款",
  "退",
  "a",
  "17",
  "x-ray",
  "straße",
)
const said = fc.array(word, { maxLength: 6 }).map((all) => all.join(" "))
const typed = fc
  .array(fc.oneof(word, fc.constantFrom('"', "mon", '"money back"', "*", "(", "ba", "st")), { maxLength: 4 })
  .map((all) => all.join(" "))

/** What a search must find, by looking at every message. */
function bruteForce(texts: readonly string[], query: string): string[] {
  const phrases = parseQuery(query)
  if (phrases.length === 0) return []
  return texts
    .filter((text) => phrases.every((phrase) => placesOf(words(text), phrase).length > 0))
    .toReversed()
}

eachDatabase((name, open) => {
  test("finds exactly what looking at every message finds, newest first", async () => {
    const { database, partnerId, converse, search, say } = await prepared(open)
    await using index = indexOn(database)
    const conversations = [await converse(), await converse()]
    const other = await conversing(database)
    const theirs = await other.converse()
    const all: string[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 20 }),
        fc.array(typed, { maxLength: 10 }),
        async (texts, queries) => {
          for (const [i, text] of texts.entries()) {
            await say(conversations[i % 2]?.id ?? 0, text, i % 5 === 4 ? "note" : "message")
            if (i % 3 === 0) await say(theirs.id, text)
            all.push(text)
          }
          await index.caughtUp()
          for (const query of queries)
            expect(await search(query, partnerId)).toEqual(bruteForce(all, query).slice(0, 1_000))
        },
      ),
      { numRuns: 25 },
    )
    expect((await search("mon", other.partnerId)).length).toBeLessThan(all.length / 2)
  })

  test("is told of nothing and finds what was written, soon", async () => {
    const { database, converse, search, say } = await prepared(open)
    await using index = indexOn(database)
    const { id } = await converse()
    await say(id, "The parcel is lost")
    index.notice()
    await until("it is found", async () => (await search("parcel")).length > 0)
  })

  test("goes on after its end where it was, and takes up what was written without it", async () => {
    const { database, converse, search, say } = await prepared(open)
    const { id } = await converse()
    for (let i = 0; i < 250; i++) await say(id, `before ${i}`)
    const first = openMessageIndex(database, fail)
    await first.caughtUp()
    await first.stop()
    await say(id, "between two lives")
    expect(await search("between")).toEqual([])
    await using index = indexOn(database)
    await index.caughtUp()
    expect(await search("between")).toEqual(["between two lives"])
    expect(await search("before")).toHaveLength(250)
  })

  test("pages go on where the last one ended, each message once", async () => {
    const { database, partnerId, converse, say } = await prepared(open)
    const { id, number } = await converse()
    for (let i = 1; i <= 25; i++) await say(id, `page ${i}`)
    await using index = indexOn(database)
    await index.caughtUp()
    const ports = searchPorts(database)
    const seqs: number[] = []
    for (let before: { conversation: number; seq: number } | undefined; ; ) {
      const { hits, more } = await searchMessages(ports, partnerId, { text: "page", before, limit: 10 })
      seqs.push(...hits.map(({ event }) => event.seq))
      const last = hits.at(-1)
      if (!more || !last) break
      before = { conversation: last.conversation, seq: last.event.seq }
    }
    expect(seqs).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i))
    const nowhere = { conversation: number + 1, seq: 1 }
    expect(await searchMessages(ports, partnerId, { text: "page", before: nowhere, limit: 10 })).toEqual({
      hits: [],
      more: false,
    })
  })

  test("forgets what is deleted, and an id that is given out anew brings nothing back", async () => {
    const { database, converse, search, say } = await prepared(open)
    await using index = indexOn(database)
    const keeping = await converse()
    await say(keeping.id, "secret that stays")
    const going = await conversing(database)
    const gone = await going.converse()
    await say(gone.id, "secret that goes")
    await index.caughtUp()
    expect(await search("secret", going.partnerId)).toEqual(["secret that goes"])
    await database.db.deleteFrom("partner").where("id", "=", going.partnerId).execute()
    expect(await entries(database)).toBe(1)
    await say(keeping.id, "said afterwards")
    await index.caughtUp()
    expect(await search("said")).toEqual(["said afterwards"])
    expect(await search("secret")).toEqual(["secret that stays"])
    expect(await entries(database)).toBe(2)
  })

  if (name === "postgres") {
    test("a message that is committed after one with a higher id is not passed over", async () => {
      const { database, converse, search, say } = await prepared(open)
      const slow = await connect(
        (database as Database & { location: Parameters<typeof connect>[0] }).location,
      )
      closers.push(() => slow.close())
      await using index = indexOn(database)
      const [late, early] = [await converse(), await converse()]
      const held = Promise.withResolvers<void>()
      const written = Promise.withResolvers<void>()
      const committed = slow.db.transaction().execute(async (trx) => {
        const event = { sender: CUSTOMER, type: "message" as const, text: "late word" }
        await appendWithin(trx, slow, late.id, () => ({ events: [event] }), Date.now())
        written.resolve()
        await held.promise
      })
      await written.promise
      await say(early.id, "early word")
      index.notice()
      await until("the early one is found", async () => (await search("word")).length > 0)
      expect(await search("word")).toEqual(["early word"])
      held.resolve()
      await committed
      await index.caughtUp()
      expect(await search("word")).toEqual(["early word", "late word"])
    })

    test("a database that was restored elsewhere waits for no transaction of its former life", async () => {
      const { database, converse, search, say } = await prepared(open)
      const { id } = await converse()
      await say(id, "before the move")
      await sql`update message_indexed set mark = 0, mark_xid = '9000000000'`.execute(database.db)
      await using index = indexOn(database)
      await index.caughtUp()
      expect(await search("move")).toEqual(["before the move"])
    })
  }
})

async function entries({ db }: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from message_index`.execute(db)
  return rows[0]?.n ?? 0
}
