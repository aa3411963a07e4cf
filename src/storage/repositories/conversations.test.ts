import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { ANSWERED_WITHIN_MS, isLive } from "../../core/conversations/session.ts"
import { conversationById, insertConversation, quietConversations } from "./conversations.ts"
import { ensureCustomer } from "./customers.ts"

const NOW = new Date("2026-01-05T10:00:00.000Z").getTime()
const IDLE_SECONDS = 300
const MINUTES = 60_000

const STATES = [
  ["waiting", "bot"],
  ["active", "bot"],
  ["waiting", "person"],
  ["active", "person"],
  ["closed", "person"],
] as const
const LAST = [
  { last_from: null, last_message_at: null },
  ...(["customer", "bot", "agent"] as const).flatMap((last_from) =>
    [1, 10, 11].map((ago) => ({ last_from, last_message_at: NOW - ago * MINUTES })),
  ),
]
const ASSIGNED = [null, NOW - 1 * MINUTES, NOW - 9 * MINUTES]

eachDatabase((_name, open) => {
  test("those that are quiet are exactly those whose sessions are over", async () => {
    const { db, ...database } = await open()
    const { id: partnerId } = await makePartner({ db, ...database })
    const at = new Date(NOW - 20 * MINUTES)
    const customer = await ensureCustomer(db, { partnerId, externalId: "ada", verified: true }, at)
    const over: number[] = []
    const told: string[] = []
    for (const [status, handler] of STATES)
      for (const last of LAST)
        for (const assigned_at of ASSIGNED) {
          const fresh = { partnerId, customerId: customer.id, publicId: `cs_${told.length}`, page: undefined }
          const { id } = await db.transaction().execute((trx) => insertConversation(trx, fresh, at))
          await db
            .updateTable("conversation")
            .set({ status, handler, assigned_at, ...last })
            .where("id", "=", id)
            .execute()
          const conversation = await conversationById(db, id)
          if (!conversation) throw new Error("It was just made.")
          const isOver = status !== "closed" && !isLive(conversation, IDLE_SECONDS, NOW)
          if (isOver) over.push(id)
          const minutes = [last.last_message_at, assigned_at].map((time) => time && (NOW - time) / MINUTES)
          if (isOver) told.push(`${status} ${handler} ${last.last_from} ${minutes}`)
          else told.push("")
        }
    const since = {
      since: new Date(NOW - IDLE_SECONDS * 1000 + 1),
      unanswered: new Date(NOW - ANSWERED_WITHIN_MS + 1),
    }
    const quiet = await quietConversations(db, partnerId, since, 1_000)
    expect(quiet.sort((a, b) => a - b)).toEqual(over)
    // With a person it is over when nobody wrote after they had their say and their chance to have it.
    expect(told.filter((one) => one.includes("person"))).toEqual([
      "active person agent 10,",
      "active person agent 10,9",
      "active person agent 11,",
      "active person agent 11,9",
    ])
    expect(over.length).toBeGreaterThan(10)
  })
})
