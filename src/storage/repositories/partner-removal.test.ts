import { expect, test } from "bun:test"
import { sql } from "kysely"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { until } from "../../../test/wait.ts"
import { sessionPorts } from "../conversation-ports.ts"
import type { Database, Db } from "../database.ts"
import { withRetries } from "../routing/retries.ts"
import { dueEndpoints } from "../webhooks/deliveries.ts"
import { allEndpoints } from "../webhooks/endpoint-states.ts"
import { endpointPorts } from "../webhooks/endpoints.ts"
import { listeningEndpoints } from "../webhooks/put-in-line.ts"
import { accountsByEmail, insertAgent } from "./agents.ts"
import { insertConversation } from "./conversations.ts"
import { createVisitor } from "./customers.ts"
import { ensureBase } from "./knowledge-bases.ts"
import { enqueue } from "./outbox.ts"
import { keysOf } from "./partner-keys.ts"
import { beginRemoval, forgetPartner, halfRemovedPartners, removeBelongings } from "./partner-removal.ts"
import {
  countBelongings,
  listPartners,
  partnerByApiKey,
  partnerById,
  partnersAmong,
  settingsMark,
  updatePartner,
} from "./partners.ts"

async function remove(database: Database, id: string): Promise<void> {
  await database.db.transaction().execute((trx) => beginRemoval(trx, id, new Date()))
  await Array.fromAsync(removeBelongings(database.db, id))
  await forgetPartner(database.db, id)
}

eachDatabase((name, open) => {
  test("a partner is there for nobody from the moment that its removal begins", async () => {
    const database = await open()
    const { apiKey, widgetKey: _, identitySecret: __, ...gone } = await makePartner(database)
    const stays = await makePartner(database)
    const { db } = database
    for (const { id: partnerId } of [gone, stays]) {
      const agent = {
        partnerId,
        email: "sam@agents.example",
        name: "Sam",
        role: "agent",
        capacity: 5,
      } as const
      await db.transaction().execute((trx) => insertAgent(trx, agent, "hash", new Date()))
    }
    await db.transaction().execute((trx) => beginRemoval(trx, gone.id, new Date()))
    const accounts = await accountsByEmail(db, "sam@agents.example", undefined)
    expect(accounts.map(({ agent }) => agent.partnerId)).toEqual([stays.id])
    expect(await partnerById(db, gone.id)).toBeUndefined()
    expect(await partnerByApiKey(db, apiKey)).toBeUndefined()
    expect((await listPartners(db)).map(({ id }) => id)).toEqual([stays.id])
    expect(await partnersAmong(db, [gone.id, stays.id])).toEqual(new Set([stays.id]))
    expect(await settingsMark(db, gone.id)).toBeUndefined()
    expect(await updatePartner(db, gone)).toBe(false)
    expect(await halfRemovedPartners(db)).toEqual([{ id: gone.id, name: gone.name, domain: gone.domain }])
  })

  test("a removed partner's webhooks are told nothing more, whatever waits for them, and those of others go on", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    const at = new Date()
    const waiting = { url: "https://hooks.example", description: undefined, events: undefined }
    for (const { id } of [gone, stays]) {
      const endpoint = await endpointPorts(database, "operator").insertEndpoint(id, waiting, "whsec", 1, at)
      await database.db
        .insertInto("webhook_delivery")
        .values({
          endpoint_id: endpoint?.id ?? 0,
          number: 1,
          type: "message.created",
          subject: "conversation",
          subject_id: 1,
          seq: 1,
          state: "due",
          at: at.getTime(),
          next_at: at.getTime(),
        })
        .execute()
    }
    const told = async () =>
      (await dueEndpoints(database.db, at.getTime(), 60_000)).map(({ endpoint }) => endpoint)
    expect(await told()).toHaveLength(2)
    await database.db.transaction().execute((trx) => beginRemoval(trx, gone.id, at))
    expect(await told()).toMatchObject([{ partnerId: stays.id }])
    expect((await listeningEndpoints(database.db)).map((one) => one.partner_id)).toEqual([stays.id])
    expect((await allEndpoints(database.db)).map(({ partnerId }) => partnerId)).toEqual([stays.id])
  })

  test("what it had goes a few rows at a time, in between which others write, and what is left goes with the next try", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    for (let i = 0; i < 100; i++) await createVisitor(database.db, { partnerId: gone.id }, new Date())
    await database.db.transaction().execute((trx) => beginRemoval(trx, gone.id, new Date()))
    for await (const removed of removeBelongings(database.db, gone.id)) {
      if (removed === 0) continue
      await createVisitor(database.db, { partnerId: stays.id }, new Date())
      break
    }
    const { customer } = await countBelongings(database.db, gone.id)
    expect(customer).toBeWithin(1, 100)
    await Array.fromAsync(removeBelongings(database.db, gone.id))
    expect(await countBelongings(database.db, gone.id)).toMatchObject({ customer: 0 })
    expect(await countBelongings(database.db, stays.id)).toMatchObject({ customer: 1 })
  })

  test("nobody begins a conversation with a partner whose removal began; they are told to try again, and see that it is gone", async () => {
    const database = await open()
    const gone = await makePartner(database)
    const customer = await createVisitor(database.db, { partnerId: gone.id }, new Date())
    await database.db.transaction().execute((trx) => beginRemoval(trx, gone.id, new Date()))
    const { openConversation } = sessionPorts(database, "secret")
    const opening = () => openConversation(customer, () => true, { page: undefined })
    expect(await opening().catch((error: unknown) => error)).toMatchObject({ code: "unavailable" })
    await database.db.deleteFrom("customer").where("id", "=", customer.id).execute()
    expect(await opening().catch((error: unknown) => error)).toMatchObject({ code: "unavailable" })
  })

  if (name === "postgres")
    test("a step that is in another transaction's way gives way, and is done after it", async () => {
      const database = await open()
      const { db } = database
      const gone = await makePartner(database)
      const at = new Date()
      const [first, second] = [
        await createVisitor(db, { partnerId: gone.id }, at),
        await createVisitor(db, { partnerId: gone.id }, at),
      ]
      const touch = (trx: Db, id: number) =>
        trx.updateTable("customer").set({ updated_at: 1 }).where("id", "=", id).execute()
      const removing = Promise.withResolvers<void>()
      const holds = Promise.withResolvers<void>()
      // Which of the two gives way is for Postgres to say.
      const other = withRetries(() =>
        db.transaction().execute(async (trx) => {
          await touch(trx, second.id)
          holds.resolve()
          await removing.promise
          await touch(trx, first.id)
        }),
      )
      await holds.promise
      const removed = Array.fromAsync(removeBelongings(db, gone.id))
      await until("the removal waits", async () => {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        return rows[0]?.waiting === 1
      })
      removing.resolve()
      await Promise.all([other, removed])
      expect(await countBelongings(db, gone.id)).toMatchObject({ customer: 0 })
    })

  test("a removed partner takes along its mails, and nobody else's", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    const at = new Date()
    for (const { id: partnerId } of [gone, stays]) {
      const { id: customerId } = await createVisitor(database.db, { partnerId }, at)
      const of = { partnerId, customerId, publicId: `cs_${partnerId}`, page: undefined }
      const { id: conversationId } = await database.db
        .transaction()
        .execute((trx) => insertConversation(trx, of, at))
      // More than one page of them.
      for (let i = 0; i < 201; i++)
        await enqueue(
          database.db,
          {
            kind: "transcript_mail",
            dedupeKey: `${partnerId} ${i}`,
            payload: { conversationId, lastSeq: 0, email: `third@${partnerId}.example` },
            notBefore: at,
          },
          at,
        )
    }
    await database.db.transaction().execute((trx) => beginRemoval(trx, gone.id, at))
    const left = await database.db.selectFrom("outbox").select("payload").execute()
    expect(new Set(left.map(({ payload }) => JSON.parse(payload).email))).toEqual(
      new Set([`third@${stays.id}.example`]),
    )
    expect(left).toHaveLength(201)
  })

  test("a removed partner takes along what is its own, and nothing of another's", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    for (const { id } of [gone, stays]) {
      await ensureBase(database.db, id, "main")
      await createVisitor(database.db, { partnerId: id }, new Date())
    }
    const counts = { customer: 1, conversation: 0, kb: 1, ticket: 0, interaction: 0 }
    expect(await countBelongings(database.db, gone.id)).toEqual(counts)
    await remove(database, gone.id)
    expect(await countBelongings(database.db, gone.id)).toEqual({ ...counts, customer: 0, kb: 0 })
    expect(await halfRemovedPartners(database.db)).toEqual([])
    expect(await partnerByApiKey(database.db, gone.apiKey)).toBeUndefined()
    expect(await keysOf(database.db, gone.id)).toEqual([])
    expect(await countBelongings(database.db, stays.id)).toEqual(counts)
    expect(await partnerByApiKey(database.db, stays.apiKey)).toMatchObject({ id: stays.id })
  })
})
