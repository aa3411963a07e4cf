import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { dirname } from "node:path"
import { sql } from "kysely"
import { BELONGINGS, NOT_THEIRS } from "../src/storage/privacy/belongings.ts"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { openVisitor, type Visitor } from "./chat-client.ts"
import { eachDatabase } from "./databases.ts"
import { type Desk, type Reply, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import {
  ANSWERED,
  chatBody,
  failureBody,
  feedbackBody,
  TICKET_BODY,
  UNANSWERED,
  USER_INFO,
} from "./fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { startSmtpServer } from "./servers/smtp.ts"
import { filesWith, tableNames, textOfEverything } from "./stored-text.ts"
import { until } from "./wait.ts"

/** Where SQLite finds events; Postgres has an index for that. */
const SQLITE_ALONE = ["event_place", "event_placed"]

eachDatabase((name, open) => {
  test("every table says whether its rows belong to customers", async () => {
    const database = await open()
    const named = new Set([...BELONGINGS.map(({ table }) => table), ...Object.keys(NOT_THEIRS)])
    const tables = (await tableNames(database)).filter((table) => !table.startsWith("kysely_"))
    expect(tables.filter((table) => !named.has(table))).toEqual([])
    const absent = [...named].filter((table) => !tables.includes(table))
    expect(absent).toEqual(name === "sqlite" ? [] : SQLITE_ALONE)
  })
})

/** Nobody else says these. */
const WORD = "zebrafinchery"
const PERSON = {
  id: "cust-quixotica",
  name: "Quixotica Xylander",
  email: "quixotica@marker.example",
  phone: "+44 555 7654321",
}
const MARKERS = ["zebrafinch", "quixotica", "xylander", "7654321"]

function ok(reply: Reply): Reply {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`)
  return reply
}

describe.each([false, true])("a person, with Postgres: %p", (postgres) => {
  let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
  let smtp: Awaited<ReturnType<typeof startSmtpServer>>
  let desk: Desk
  let acme: GuidePartner
  let admin: SignedInAgent
  let other: Visitor
  beforeAll(async () => {
    freshdesk = await startFakeFreshdesk()
    smtp = await startSmtpServer()
    desk = await startDesk({
      postgres,
      settings: {
        "freshdesk.domain": "acme",
        "freshdesk.api_key": "key",
        "freshdesk.base_url": freshdesk.url,
        "smtp.host": "127.0.0.1",
        "smtp.port": smtp.port,
        "smtp.require_tls": false,
        "smtp.from": "Support <support@acme.example>",
      },
    })
    acme = guidePartner(desk)
    admin = await signedInAgent(desk, { role: "admin" })
    other = await openVisitor(desk, { name: "Somebody Else" })
    await other.ask("I say otherwordly things that stay")
    await livesHere()
  })
  afterAll(async () => {
    smtp.hangUp()
    await freshdesk.stop()
    await desk.stop()
    await smtp.stop()
  })

  /** Everything that somebody can leave behind, by every door. */
  async function livesHere(): Promise<void> {
    ok(await acme.call("PATCH", `/api/customers/${PERSON.id}`, { name: PERSON.name, email: PERSON.email }))
    // The chat, with a form, a rating and a transcript by mail.
    const signed = {
      identity: { customerId: PERSON.id, signature: acme.sign(PERSON.id) },
      name: PERSON.name,
      page: { url: `https://acme.example/?who=${PERSON.email}` },
    }
    const visitor = await openVisitor(desk, signed)
    await visitor.ask(`Where is my ${WORD}?`)
    const answer = await visitor.ask(ANSWERED)
    ok(await visitor.call("POST", "/feedback", { seq: answer.seq, helpful: false }))
    ok(
      await visitor.call("POST", "/handoff", {
        clientId: "form-1",
        ...{ name: PERSON.name, email: PERSON.email, phone: PERSON.phone },
        message: `My ${WORD} does not turn.`,
        priority: "high",
      }),
    )
    ok(await visitor.call("POST", "/rating", { score: 1, comment: `${WORD}!` }))
    ok(await visitor.call("POST", "/transcript", { email: PERSON.email }))
    // The partner's own server, an agent with a note, and an article out of the reply.
    const { id } = await acme.begin(PERSON.id)
    const question = await acme.say(id, PERSON.id, `Can ${WORD} be taught to sing at night in the dark?`)
    await admin.call("POST", `/conversations/${id}/messages`, {
      clientId: "reply-1",
      text: "Yes: feed them well and they sing by themselves.",
    })
    await admin.call("POST", `/conversations/${id}/notes`, {
      clientId: "note-1",
      text: `${PERSON.name} again`,
    })
    ok(
      await admin.call("POST", `/conversations/${id}/article`, {
        questionSeq: question.json.id % 1_000_000,
        title: "Singing",
      }),
    )
    // The CRM.
    const user = {
      ...USER_INFO,
      agent_id: PERSON.id,
      email: PERSON.email,
      name: PERSON.name,
      phone: PERSON.phone,
    }
    const mine = { session_id: "their-session", user_info: user }
    ok(await desk.send("POST", "/api/agent/customer/", { body: chatBody(`What of ${WORD}?`, mine) }))
    const failure = ok(
      await desk.send("POST", "/api/agent-failure/", {
        body: failureBody({
          session_id: "their-session",
          agent_id: PERSON.id,
          query: `${WORD} broke`,
          user_email: PERSON.email,
          user_name: PERSON.name,
        }),
      }),
    )
    ok(
      await desk.send("POST", `/api/agent-failure/${failure.json.failure_id}/create-ticket`, {
        body: TICKET_BODY,
      }),
    )
    ok(
      await desk.send("POST", "/api/feedback", {
        body: feedbackBody({
          session_id: "their-session",
          query: `And what of ${WORD}?`,
          user_info: { agent_id: PERSON.id, email: PERSON.email, full_name: PERSON.name },
        }),
      }),
    )
    // Somebody else's CRM session.
    await desk.send("POST", "/api/agent/customer/", { body: chatBody(UNANSWERED) })
    ok(await admin.call("PATCH", `/customers/v-${PERSON.id}`, { phone: `${PERSON.phone} 0` }))
    await until("everything is delivered", () =>
      desk.withDatabase(async ({ db }) => (await listJobs(db, ["pending", "running"], 100)).length === 0),
    )
    await until("what was said is found", async () => (await found(WORD)) > 1)
  }

  const found = async (word: string) =>
    (await admin.call("GET", `/search?q=${word}&limit=50`)).json.hits.length

  test("is given out whole, to admins alone", async () => {
    const agent = await signedInAgent(desk, { email: "agent@acme.example", role: "agent" })
    expect((await agent.call("POST", "/privacy/export", { customer: PERSON.id })).status).toBe(403)
    expect((await agent.call("POST", "/privacy/erase", { customer: PERSON.id })).status).toBe(403)
    expect((await admin.call("POST", "/privacy/export", { customer: "nobody" })).status).toBe(404)
    const { status, json, text } = await admin.call("POST", "/privacy/export", { customer: PERSON.email })
    expect(status).toBe(200)
    const counts = Object.fromEntries(
      Object.entries(json.records).map(([table, rows]) => [table, (rows as unknown[]).length]),
    )
    expect(counts).toMatchObject({
      customer: 1,
      conversation: 2,
      session: 1,
      failure: 1,
      ticket: 2,
      kb_article: 1,
    })
    expect(counts.feedback).toBeGreaterThanOrEqual(2)
    expect(counts.interaction).toBeGreaterThanOrEqual(2)
    expect(counts.outbox).toBeGreaterThanOrEqual(3)
    for (const marker of MARKERS) expect(text.toLowerCase()).toContain(marker)
    expect(text).not.toContain("otherwordly")
    expect(text).not.toContain(USER_INFO.email)
  })

  test("is erased from every table and file, and others are left alone", async () => {
    const dry = await admin.call("POST", "/privacy/erase", { customer: PERSON.id, dryRun: true })
    expect(dry.json.receipt).toBeNull()
    expect(await found(WORD)).toBeGreaterThan(1)
    const listening = acme.connect({ clientId: PERSON.id, token: (await acme.begin(PERSON.id)).sessionToken })
    const socket = await listening
    const others = await desk.withDatabase((database) => textOfEverything(database))
    expect(others).toContain("otherwordly")

    const { status, json } = await admin.call("POST", "/privacy/erase", { customer: PERSON.id })
    expect(status).toBe(200)
    expect(json.erased).toMatchObject({ customer: 1, session: 1, failure: 1, ticket: 2 })
    expect(json.erased).toMatchObject({ kb_article_changed: 1, audit_entry_masked: 1 })
    expect(json.elsewhere.length).toBe(2)
    expect(json.receipt).toMatchObject({ filesScrubbed: true, by: "ada@acme.example" })
    expect(JSON.stringify(json).toLowerCase()).not.toContain("quixotica")
    expect((await socket.closed).code).toBe(4404)

    for (const marker of MARKERS) expect(await found(marker)).toBe(0)
    expect(await found("otherwordly")).toBe(1)
    expect((await admin.call("POST", "/privacy/export", { customer: PERSON.id })).status).toBe(404)
    expect((await admin.call("POST", "/privacy/erase", { customer: PERSON.email })).status).toBe(404)
    const { receipts } = (await admin.call("GET", "/privacy/receipts")).json
    expect(receipts).toEqual([json.receipt])
    const audit = (await admin.call("GET", "/audit")).json.entries
    expect(audit.map(({ action }: { action: string }) => action)).toContain("customer_erased")

    const left = await desk.withDatabase((database) => textOfEverything(database))
    for (const marker of MARKERS) expect(left.toLowerCase()).not.toContain(marker)
    for (const theirs of ["otherwordly", USER_INFO.email, "sing by themselves"])
      expect(left).toContain(theirs)
    if (postgres) return
    await desk.withDatabase(async ({ sqlite }) => {
      const folder = dirname(sqlite?.handle.filename ?? "")
      expect(filesWith(folder, MARKERS)).toEqual([])
    })
  })

  test("who only claims an address does not get at others who have it", async () => {
    const email = "shared@marker.example"
    ok(await acme.call("PATCH", "/api/customers/real", { name: "Real", email }))
    const { id } = await acme.begin("real")
    await acme.say(id, "real", "what the real one says")
    const claiming = await openVisitor(desk, { name: "False", email })
    await claiming.call("POST", "/messages", { clientId: "1", text: "what the false one says" })
    const both = await admin.call("POST", "/privacy/export", { customer: email })
    expect(both.status).toBe(409)
    expect(both.json.detail).toContain("v-real")
    const ref = /u-visitor-\w+/.exec(both.json.detail)?.[0] ?? ""
    const theirs = await admin.call("POST", "/privacy/export", { customer: ref })
    expect(theirs.text).toContain("false one")
    expect(theirs.text).not.toContain("real one")
    const all = await admin.call("POST", "/privacy/export", { customer: email, allWithEmail: true })
    expect(all.text).toContain("false one")
    expect(all.text).toContain("real one")
  })

  test("what is kept no longer goes, and nothing else", async () => {
    const [old, fresh] = [await acme.begin("old-one"), await acme.begin("fresh-one")]
    await acme.say(old.id, "old-one", "said long ago, antediluvianly")
    await acme.say(fresh.id, "fresh-one", "said just now, contemporarily")
    await desk.withDatabase(({ db }) =>
      db
        .updateTable("conversation")
        .set({
          updated_at: Date.now() - 31 * 86_400_000,
          status: "closed",
          closed_at: Date.now() - 31 * 86_400_000,
        })
        .where("number", "in", [old.id])
        .execute(),
    )
    const none = await admin.call("POST", "/privacy/retention", {})
    expect(none.json).toEqual({ rules: [], rows: {}, done: true })
    const set = await admin.call("PATCH", "/settings", { set: { "privacy.retentionDays": "30" } })
    expect(set.status).toBe(200)
    const dry = await admin.call("POST", "/privacy/retention", { dryRun: true })
    expect(dry.json).toMatchObject({ rows: { conversation: 1 }, done: true })
    const { json } = await admin.call("POST", "/privacy/retention", {})
    expect(json).toMatchObject({ rows: { conversation: 1 }, done: true })
    const { entries } = (await admin.call("GET", "/audit")).json
    expect(entries[0]).toMatchObject({
      actor: "ada@acme.example",
      action: "retention_applied",
      details: { erased: json.rows },
    })
    expect((await admin.call("GET", `/conversations/${old.id}`)).status).toBe(404)
    expect((await admin.call("GET", `/conversations/${fresh.id}`)).status).toBe(200)
    const left = await desk.withDatabase((database) => textOfEverything(database))
    expect(left).not.toContain("antediluvianly")
    expect(left).toContain("contemporarily")
  })

  test("erasing goes on after a crash in its middle", async () => {
    const { id } = await acme.begin("twice")
    await acme.say(id, "twice", "said once")
    const failing = postgres
      ? sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$`
      : undefined
    await desk.withDatabase(async ({ db }) => {
      if (failing) await failing.execute(db)
      await (postgres
        ? sql`create trigger refused before insert on audit_entry for each row execute function refuse()`
        : sql`create trigger refused before insert on audit_entry begin select raise(abort, 'the disk is full'); end`
      ).execute(db)
    })
    expect((await admin.call("POST", "/privacy/erase", { customer: "v-twice" })).status).toBe(500)
    await desk.withDatabase(({ db }) =>
      (postgres ? sql`drop trigger refused on audit_entry` : sql`drop trigger refused`).execute(db),
    )
    // Nothing of it was lost: what is remembered of the conversation is as it was.
    expect((await acme.say(id, "twice", "said twice")).status).toBe(200)
    const { json } = await admin.call("GET", `/conversations/${id}/events`)
    expect(JSON.stringify(json)).toContain("said once")
    expect((await admin.call("POST", "/privacy/erase", { customer: "v-twice" })).status).toBe(200)
    expect((await admin.call("GET", `/conversations/${id}`)).status).toBe(404)
  })
})
