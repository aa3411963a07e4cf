import { afterEach, expect, spyOn, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ConversationView } from "../src/core/conversations/summary.ts"
import { appendWithin } from "../src/storage/conversations/kysely-batch.ts"
import { directReads } from "../src/storage/conversations/sqlite-reads.ts"
import { UnplacedEvents } from "../src/storage/conversations/unplaced-events.ts"
import { type Database, openDatabase } from "../src/storage/database.ts"
import { listConversations } from "../src/storage/repositories/conversation-lists.ts"
import {
  botConversations,
  eventsAfter,
  insertConversation,
  messagesBefore,
  newestEvents,
  previews,
  quietConversations,
} from "../src/storage/repositories/conversations.ts"
import { findCustomersPorts } from "../src/storage/repositories/customer-search.ts"
import { createVisitor } from "../src/storage/repositories/customers.ts"
import { noticeCandidates } from "../src/storage/repositories/reply-notices.ts"
import { listTickets } from "../src/storage/repositories/ticket-lists.ts"
import { todayPorts } from "../src/storage/repositories/today.ts"
import { firstAt, statsPorts } from "../src/storage/stats/stats-ports.ts"
import { contentsOf } from "../src/storage/webhooks/contents.ts"
import { nextDueAt } from "../src/storage/webhooks/deliveries.ts"
import { endpointPorts } from "../src/storage/webhooks/endpoints.ts"
import { giveTurns } from "../src/storage/webhooks/turns.ts"
import { makePartner } from "./fixtures/partner.ts"

// On SQLite all queries run on the server's own thread: one that goes over a whole table holds everybody up. It has no
// statistics, so that what it would do with millions of rows can be asked of an empty database.

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function prepared() {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-test-"))
  const database = await openDatabase({ dataDir })
  closers.push(async () => {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const { id: partnerId } = await makePartner(database)
  const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
  const { id } = await database.db
    .transaction()
    .execute((trx) =>
      insertConversation(trx, { partnerId, customerId, publicId: "cs_1", page: undefined }, new Date()),
    )
  return { database, partnerId, customerId, id }
}

/** How SQLite goes about the queries that this asks which are about the table. */
async function plansOf(
  { sqlite }: Database,
  table: string,
  ask: () => Promise<unknown> | undefined,
): Promise<string[]> {
  if (!sqlite) throw new Error("Only SQLite is asked.")
  const asked = spyOn(sqlite.handle, "query")
  await ask()
  const queries = asked.mock.calls.map(([query]) => query)
  asked.mockRestore()
  const steps = queries
    .filter((query) => /^(with|select|update|delete)\b/.test(query))
    .flatMap((query) => sqlite.handle.prepare<{ detail: string }, []>(`explain query plan ${query}`).all())
    .map(({ detail }) => detail)
    .filter((detail) => new RegExp(`^(SCAN|SEARCH) ${table}\\b`).test(detail))
  return [...new Set(steps)]
}

const NEW_ENDPOINT = { url: "https://acme.com", description: undefined, events: undefined }
const CUSTOMER = { kind: "customer", id: "visitor-1" } as const

test("what is asked of some conversations goes over no others' events", async () => {
  const { database, id } = await prepared()
  const { db } = database
  const delivery = {
    id: 1,
    endpointId: 1,
    number: 1,
    type: "message.created",
    subject: "conversation",
    subjectId: id,
    seq: 1,
    at: 0,
    state: "due",
    attempts: 1,
    nextAt: 0,
    firstTriedAt: 0,
    deliveredAt: undefined,
    lastError: undefined,
  } as const
  const message = { type: "message", sender: CUSTOMER, clientId: "c1", text: "Hello?" } as const
  const asked: Record<string, () => Promise<unknown>> = {
    eventsAfter: () => eventsAfter(db, id, 0, 50),
    messagesBefore: () => messagesBefore(db, id, 10, 50),
    previews: () => previews(db, [id, id + 1], 100, false),
    statusEvents: () => newestEvents(db, id, "status", 100),
    contentsOf: () => contentsOf(db, delivery),
    appendWithin: () =>
      db
        .transaction()
        .execute((trx) => appendWithin(trx, database, id, () => ({ events: [message] }), 1, message)),
  }
  for (const [name, ask] of Object.entries(asked)) {
    const plans = await plansOf(database, "event_place", ask)
    expect([name, plans.filter((plan) => !plan.includes("conversation_id=?"))]).toEqual([name, []])
    expect(plans).not.toBeEmpty()
  }
})

test("what is asked of the conversations that are open goes over none that are closed", async () => {
  const { database, partnerId } = await prepared()
  const { db } = database
  const list = (view: ConversationView, agent?: number) => () =>
    listConversations(db, partnerId, { view, agent, limit: 50 })
  const now = new Date()
  const asked: Record<string, () => Promise<unknown>> = {
    open: list("open"),
    mine: list("mine", 1),
    bot: list("bot"),
    quiet: () => quietConversations(db, partnerId, { since: now, unanswered: now }, 100),
    unanswered: () => botConversations(db, now),
    now: () => todayPorts(db).openNow(partnerId),
    unread: () => noticeCandidates(db, partnerId, { from: 0, to: 1, limit: 200 }),
  }
  for (const [name, ask] of Object.entries(asked)) {
    const plans = await plansOf(database, "conversation", ask)
    const others = plans.filter((plan) => !/INDEX conversation_(open|queue|load|closed) /.test(`${plan} `))
    expect([name, others]).toEqual([name, []])
    expect(plans).not.toBeEmpty()
  }
})

test("one customer's conversations, and the partner's first question, are found by an index", async () => {
  const { database, partnerId, customerId } = await prepared()
  const { db } = database
  const ofCustomer = () => listConversations(db, partnerId, { view: "all", customerId, limit: 50 })
  expect(await plansOf(database, "conversation", ofCustomer)).toEqual([
    "SEARCH conversation USING INDEX conversation_customer (customer_id=?)",
  ])
  expect(await plansOf(database, "interaction", () => firstAt(db, partnerId))).toEqual([
    "SEARCH interaction USING INDEX interaction_partner (partner_id=?)",
  ])
})

test("customers are gone through in their order, and without another partner's", async () => {
  const { database, partnerId } = await prepared()
  const search = () => findCustomersPorts(database.db).searchCustomers(partnerId, ["ada"], undefined, 50)
  expect(await plansOf(database, "customer", search)).toEqual([
    "SEARCH customer USING COVERING INDEX customer_partner (partner_id=?)",
    "SEARCH customer USING INDEX customer_partner (partner_id=? AND id>?)",
  ])
})

test("somebody's tickets are found by an index, in their order", async () => {
  const { database, partnerId, customerId } = await prepared()
  const list = (of: { customerId: number } | { assignee: number }) => () =>
    listTickets(database.db, partnerId, { view: "all", limit: 50, ...of })
  expect(await plansOf(database, "ticket", list({ customerId }))).toEqual([
    "SEARCH ticket USING INDEX ticket_by_customer (customer_id=?)",
  ])
  expect(await plansOf(database, "ticket", list({ assignee: 1 }))).toEqual([
    "SEARCH ticket USING INDEX ticket_by_assignee (partner_id=? AND assignee=?)",
  ])
})

test("whose turn it is to be told is found among what was not told", async () => {
  const { database } = await prepared()
  for (const asked of ["line", "head"]) {
    const plans = await plansOf(database, asked, () => giveTurns(database.db, 1, "conversation", [1, 2]))
    expect(plans).toEqual([
      `SEARCH ${asked} USING INDEX webhook_delivery_open (endpoint_id=? AND subject=? AND subject_id=?)`,
    ])
  }
})

test("what is due next is the first of each webhook that is told", async () => {
  const { database } = await prepared()
  expect(await plansOf(database, "webhook_delivery", () => nextDueAt(database.db))).toEqual([
    "SEARCH webhook_delivery USING INDEX webhook_delivery_due (endpoint_id=?)",
  ])
})

test("what a webhook was not told is counted and listed without what it was told", async () => {
  const { database, partnerId } = await prepared()
  const ports = endpointPorts(database, "operator")
  const endpoint = await ports.insertEndpoint(partnerId, NEW_ENDPOINT, "whsec", 1, new Date())
  if (!endpoint) throw new Error("There is no endpoint.")
  expect(await plansOf(database, "webhook_delivery", () => ports.countDeliveries([endpoint.id]))).toEqual([
    "SEARCH webhook_delivery USING COVERING INDEX webhook_delivery_untold (endpoint_id=?)",
  ])
  const list = () => ports.listDeliveries(endpoint, { open: true, limit: 50 })
  expect(await plansOf(database, "open", list)).toEqual([
    "SEARCH open USING COVERING INDEX webhook_delivery_untold (endpoint_id=?)",
  ])
  expect(await plansOf(database, "delivery", list)).toEqual([
    "SEARCH delivery USING INDEX sqlite_autoindex_webhook_delivery_1 (endpoint_id=? AND number=?)",
  ])
})

test("tickets that were closed on a day are looked for among what happened that day", async () => {
  const { database, partnerId } = await prepared()
  const ports = statsPorts(database)
  const ofADay = () => ports.ticketsIn(partnerId, { from: 0, to: 86_400_000 })
  expect(await plansOf(database, "change", ofADay)).toEqual([
    "SEARCH change USING INDEX ticket_change_closed (at>? AND at<?)",
  ])
})

test("of a long conversation the places are put in order, and not what was said", async () => {
  const { database } = await prepared()
  const { sqlite } = database
  if (!sqlite) throw new Error("Only SQLite is asked.")
  const made = spyOn(sqlite.handle, "prepare")
  directReads(sqlite, new UnplacedEvents())
  const queries = made.mock.calls.map(([query]) => query).filter((query) => query.includes("event_place"))
  made.mockRestore()
  expect(queries).toHaveLength(2)
  for (const query of queries) {
    const steps = sqlite.handle.prepare<{ detail: string }, []>(`explain query plan ${query}`).all()
    const details = steps.map(({ detail }) => detail)
    const events = details.findIndex((detail) => detail.startsWith("SEARCH event "))
    expect(events).toBePositive()
    expect(details.slice(events)).not.toContainEqual(expect.stringContaining("ORDER BY"))
  }
})
