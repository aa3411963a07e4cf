import { expect, test } from "bun:test"
import { createHash } from "node:crypto"
import { sql } from "kysely"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "../../../test/postgres/shared.ts"
import { until } from "../../../test/wait.ts"
import type { Answer } from "../../core/answer.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { NewTicket, SupportTicket } from "../../core/tickets/ticket.ts"
import { type Database, type Db, openDatabase } from "../database.ts"
import { insertConversation } from "../repositories/conversations.ts"
import { createVisitor } from "../repositories/customers.ts"
import { insertExchange } from "../repositories/interactions.ts"
import { insertTicket } from "../repositories/tickets.ts"
import { BELONGINGS } from "./belongings.ts"
import { erase } from "./erase.ts"
import type { Subject } from "./gather.ts"
import { listReceipts } from "./receipts.ts"
import { scrub } from "./scrub.ts"

const SAID = "I live at 12 Elm Street"
const ANSWER: Answer = {
  text: "I couldn't find a confident answer to that.",
  sources: [],
  confidence: 0,
  threshold: 0.75,
  escalation: undefined,
  degraded: false,
  composedBy: "gate",
  passages: [],
  contributions: [],
  timings: {},
  tokens: { prompt: 0, completion: 0 },
}

async function prepared(open: OpenTestDatabase) {
  const database = await open()
  const { id: partnerId } = await makePartner(database)
  const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
  const publicId = `cs_${crypto.randomUUID()}`
  const conversation = await database.db
    .transaction()
    .execute((trx) =>
      insertConversation(trx, { partnerId, customerId, publicId, page: undefined }, new Date()),
    )
  const asked = {
    partnerId,
    sessionId: publicId,
    userId: String(customerId),
    agentType: "chat",
    message: SAID,
  }
  return {
    database,
    conversation,
    subject: { partnerId, customerIds: [customerId], userIds: [], emails: [] },
    /** The bot's answer to what was said, as it is kept beside the conversation. */
    answer: (db: Db) => insertExchange(db, { ...asked, agentType: "chat" }, ANSWER, new Date()),
    kept: () => database.db.selectFrom("interaction").select("question").execute(),
  }
}

/** Until the erasure waits for what another transaction holds on Postgres. */
async function waits(db: Db): Promise<void> {
  await until("the erasure waits", async () => {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows[0]?.waiting === 1
  })
}

/** What an agent opens for whoever speaks in a conversation, with what was said. */
function newTicket({ partnerId, id, customerId }: Conversation): NewTicket {
  return {
    partnerId,
    key: "desk:agent-1:one",
    source: "desk",
    actor: "agent-1",
    subject: undefined,
    description: SAID,
    requester: { name: "Ada", email: "ada@example.com" },
    customerId,
    conversationId: id,
    priority: "medium",
    assignee: undefined,
    transcript: [],
    toldAtOnce: true,
  }
}

/** Erases, on Postgres, while somebody has the conversation already and acts only once the erasure waits for it. */
async function eraseAfter(
  database: Database,
  subject: Subject,
  { id }: Pick<Conversation, "id">,
  act: (trx: Db) => Promise<unknown>,
) {
  const { db } = database
  const holds = Promise.withResolvers<void>()
  const goesOn = Promise.withResolvers<void>()
  const acting = db.transaction().execute(async (trx) => {
    await trx.selectFrom("conversation").select("id").where("id", "=", id).forUpdate().execute()
    holds.resolve()
    await goesOn.promise
    await act(trx)
  })
  await holds.promise
  const erasing = erase(database, subject, "test", () => {})
  await waits(db)
  goesOn.resolve()
  const [, receipt] = await Promise.all([acting, erasing])
  return receipt
}

eachDatabase((name, open) => {
  // On SQLite nothing comes between a look and its transaction but what waits for the connection already.
  const write = name === "sqlite" ? "right after a round" : "while the first round waits for it"

  test(`what the bot answers ${write} goes as well`, async () => {
    const { database, conversation, subject, answer, kept } = await prepared(open)
    const { db } = database
    if (name === "sqlite") {
      let late: Promise<void> | undefined
      await erase(database, subject, "test", () => {
        late ??= answer(db)
      })
      await late
    } else {
      await eraseAfter(database, subject, conversation, answer)
    }
    expect(await kept()).toEqual([])
  })

  if (name === "sqlite") return

  test("a ticket that is opened while the first round waits goes as well, with what is to be sent of it", async () => {
    const { database, conversation, subject } = await prepared(open)
    const { db } = database
    const receipt = await eraseAfter(database, subject, conversation, async (trx) => {
      const job = ({ uuid }: SupportTicket) => ({
        kind: "ticket_confirmation",
        dedupeKey: uuid,
        payload: { ticket: uuid },
        notBefore: new Date(),
      })
      const ticket = newTicket(conversation)
      await insertTicket(trx, ticket, (opened) => [job(opened)], new Date())
    })
    expect(receipt?.erased).toMatchObject({ conversation: 1, customer: 1, ticket: 1 })
    expect(await db.selectFrom("ticket").select("description").execute()).toEqual([])
    expect(await db.selectFrom("outbox").select("kind").execute()).toEqual([])
  })

  test("a ticket of nobody's conversation, whose customer is erased while it is opened, is told as not found", async () => {
    const { database, conversation, subject } = await prepared(open)
    const { db } = database
    const { conversationId: _, ...ticket } = newTicket(conversation)
    const holds = Promise.withResolvers<void>()
    const goesOn = Promise.withResolvers<void>()
    const erasing = db.transaction().execute(async (trx) => {
      await trx.deleteFrom("customer").where("id", "in", subject.customerIds).execute()
      holds.resolve()
      await goesOn.promise
    })
    await holds.promise
    const opening = db.transaction().execute((trx) => insertTicket(trx, ticket, () => [], new Date()))
    opening.catch(() => {})
    await waits(db)
    goesOn.resolve()
    await erasing
    expect(await opening.catch((error: unknown) => error)).toMatchObject({ code: "not_found" })
  })

  /** As another vacuum has it, until what is returned is called. */
  const holdTable = async ({ db }: Database) => {
    const holds = Promise.withResolvers<void>()
    const goesOn = Promise.withResolvers<void>()
    const atWork = db.transaction().execute(async (trx) => {
      await sql`lock table attachment_part in share update exclusive mode`.execute(trx)
      holds.resolve()
      await goesOn.promise
    })
    await holds.promise
    return () => {
      goesOn.resolve()
      return atWork
    }
  }
  test("many who are erased at once have the files cleaned one after the other, and hold one connection for it", async () => {
    const database = await open()
    const release = await holdTable(database)
    const scrubbing = Array.from({ length: 5 }, () => scrub(database))
    await waits(database.db)
    await release()
    expect(await Promise.all(scrubbing)).toEqual([true, true, true, true, true])
  })

  const receipts = ({ db }: Database, { partnerId }: Subject) => listReceipts(db, partnerId, 10)

  test("whoever is erased while a table cannot be vacuumed is erased all the same, and there is a receipt", async () => {
    const { database, subject } = await prepared(open)
    const letGo = await holdTable(database)
    // A server waits for no query for ever.
    database.limitQueries(1_000)
    const receipt = await erase(database, subject, "test", () => {})
    await letGo()
    expect(receipt).toMatchObject({ erased: { customer: 1, conversation: 1 }, filesScrubbed: false })
    expect(await receipts(database, subject)).toEqual(receipt ? [receipt] : [])
  })

  test("the receipt is there before the files are cleaned, as a crash may come, and says so after", async () => {
    const { database, subject } = await prepared(open)
    const letGo = await holdTable(database)
    const erasing = erase(database, subject, "test", () => {})
    await until("it is there", async () => (await receipts(database, subject)).length === 1)
    const [before] = await receipts(database, subject)
    expect(before).toMatchObject({ filesScrubbed: false })
    await letGo()
    const receipt = await erasing
    expect(await receipts(database, subject)).toEqual(receipt ? [receipt] : [])
    expect(receipt).toMatchObject({ id: before?.id ?? "", filesScrubbed: true })
    const { hash, ...content } = receipt ?? { hash: "" }
    expect(hash).toBe(createHash("sha256").update(JSON.stringify(content)).digest("hex"))
  })
})

test("on Postgres the space of every table that somebody was erased from is given free", async () => {
  const url = await freshDatabase()
  const database = await openDatabase({ dataDir: "", url })
  try {
    expect(await scrub(database)).toBe(true)
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_stat_user_tables where last_vacuum is not null`.execute(database.db)
    const vacuumed = rows.map(({ name }) => name)
    expect(vacuumed).toEqual(expect.arrayContaining(BELONGINGS.map(({ table }) => table)))
    expect(vacuumed).toEqual(expect.arrayContaining(["message_index", "kb_vector", "audit_entry"]))
  } finally {
    await database.close()
    await dropDatabase(url)
  }
})
