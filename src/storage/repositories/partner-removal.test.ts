import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import type { Database } from "../database.ts"
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

eachDatabase((_name, open) => {
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
