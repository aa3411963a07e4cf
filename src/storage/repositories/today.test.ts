import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import type { Sender } from "../../core/conversations/conversation.ts"
import type { Change, NewEvent } from "../../core/conversations/log.ts"
import { showToday } from "../../core/today/show-today.ts"
import { openConversationLog } from "../conversations/conversation-log.ts"
import type { Database } from "../database.ts"
import { insertConversation } from "./conversations.ts"
import { createVisitor } from "./customers.ts"
import { todayPorts } from "./today.ts"

const CUSTOMER: Sender = { kind: "customer", id: "visitor-1" }
const AGENT: Sender = { kind: "agent", id: "agent-1" }
const NOON = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000

eachDatabase((_name, open) => {
  test("today's figures are of today, of the partner, and of the agents that it has", async () => {
    const database = await open()
    const { db } = database
    const { log, close } = openConversationLog(
      database,
      () => {},
      (error) => {
        throw error
      },
    )
    const acme = await makePartner(database)
    const other = await makePartner(database)
    const begin = async (partnerId: string, at: number) => {
      const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
      const publicId = `cs_${crypto.randomUUID()}`
      return db
        .transaction()
        .execute((trx) =>
          insertConversation(trx, { partnerId, customerId, publicId, page: undefined }, new Date(at)),
        )
    }
    const yesterday = await begin(acme.id, NOON - 20 * HOUR)
    const today = await begin(acme.id, NOON - 3 * HOUR)
    const theirs = await begin(other.id, NOON - 3 * HOUR)
    // Somebody opens the chat and goes.
    await begin(acme.id, NOON - 2 * HOUR)
    const times: number[] = []
    const write = async (id: number, hours: number, events: readonly NewEvent[], change?: Change) => {
      await log.append(id, () => ({ events, ...(change && { change }) }))
      times.push(...events.map(() => NOON - hours * HOUR))
    }
    // Old ones first, more than are read at once.
    for (let i = 0; i < 25; i++)
      await write(
        yesterday.id,
        20,
        Array.from({ length: 50 }, () => said(CUSTOMER)),
      )
    await write(yesterday.id, 12.5, [said(CUSTOMER)])
    await write(yesterday.id, 11.5, [said(CUSTOMER)])
    await write(today.id, 3, [said(CUSTOMER), { ...said(AGENT), type: "note" }])
    await write(theirs.id, 3, [said(CUSTOMER)])
    await write(theirs.id, 2.5, [wanted()], { status: "waiting", handler: "person" })
    await write(today.id, 2, [wanted()], { status: "waiting", handler: "person" })
    await write(today.id, 1, [said(AGENT)], { status: "active", agentId: 1 })
    await close()
    await atTimes(database, times)
    for (const [number, disabled] of [
      [1, null],
      [2, null],
      [3, 1],
    ] as const)
      await db
        .insertInto("agent")
        .values({
          partner_id: acme.id,
          number,
          email: `${number}@acme.example`,
          name: `Agent ${number}`,
          role: "agent",
          capacity: 5,
          created_at: 0,
          updated_at: 0,
          disabled_at: disabled,
        })
        .execute()
    const ports = { ...todayPorts(db), now: () => new Date(NOON) }
    expect(await showToday(ports, acme)).toEqual({
      date: "2026-11-21",
      conversations: 1,
      messages: 3,
      answeredByBot: 0,
      handedOver: 1,
      waiting: 0,
      open: 1,
      closed: 0,
      medianFirstResponseSeconds: 3600,
      agents: [
        { number: 1, name: "Agent 1", open: 1, closed: 0, messages: 1 },
        { number: 2, name: "Agent 2", open: 0, closed: 0, messages: 0 },
      ],
    })
    // In Kiribati it is tomorrow already, for two hours.
    const hours = { ...acme.settings.hours, timeZone: "Pacific/Kiritimati" }
    const there = await showToday(ports, { ...acme, settings: { ...acme.settings, hours } })
    expect(there).toMatchObject({ date: "2026-11-22", messages: 1, handedOver: 1, conversations: 0 })
  })
})

const said = (sender: Sender): NewEvent => ({ sender, type: "message", text: "Hello" })
const wanted = (): NewEvent => ({
  sender: CUSTOMER,
  type: "status",
  data: { status: "waiting", handler: "person", reason: "person_requested" },
})

/** As if each event had been written at its time; they were written in this order. */
async function atTimes({ db }: Database, times: readonly number[]): Promise<void> {
  const events = await db.selectFrom("event").select("id").orderBy("id").execute()
  expect(events).toHaveLength(times.length)
  for (const [i, { id }] of events.entries())
    await db
      .updateTable("event")
      .set({ at: times[i] ?? 0 })
      .where("id", "=", id)
      .execute()
}
