import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { dirname } from "node:path"
import { sql } from "kysely"
import { BELONGINGS, NOT_THEIRS } from "../src/storage/privacy/belongings.ts"
import { ChatSocket, openVisitor, type Visitor } from "./chat-client.ts"
import { eachDatabase } from "./databases.ts"
import type { Desk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { chatBody, UNANSWERED, USER_INFO } from "./fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { FILE, leavesTraces, MARKERS, ok, PERSON, startWholeDesk, type WholeDesk, WORD } from "./person.ts"
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

const EVERYTHING = { customer: PERSON.email, allWithEmail: true }
/** How the beginning of their file stands in the database. */
const FILE_STORED = Buffer.from(FILE.slice(0, 30)).toString("base64")

describe.each([false, true])("a person, with Postgres: %p", (postgres) => {
  let whole: WholeDesk
  let desk: Desk
  let acme: GuidePartner
  let admin: SignedInAgent
  let other: Visitor
  beforeAll(async () => {
    whole = await startWholeDesk({ postgres })
    ;({ desk, acme, admin } = whole)
    other = await openVisitor(desk, { name: "Somebody Else" })
    await other.ask("I say otherwordly things that stay")
    await leavesTraces(whole)
    // Somebody else's CRM session.
    await desk.send("POST", "/api/agent/customer/", { body: chatBody(UNANSWERED) })
    await until("what was said is found", async () => (await found(WORD)) > 1)
  })
  afterAll(() => whole.stop())

  const found = async (word: string) =>
    (await admin.call("GET", `/search?q=${word}&limit=50`)).json.hits.length

  test("is given out whole, to admins alone", async () => {
    const agent = await signedInAgent(desk, { email: "agent@acme.example", role: "agent" })
    expect((await agent.call("POST", "/privacy/export", { customer: PERSON.id })).status).toBe(403)
    expect((await agent.call("POST", "/privacy/erase", { customer: PERSON.id })).status).toBe(403)
    expect((await admin.call("POST", "/privacy/export", { customer: "nobody" })).status).toBe(404)
    const { status, json, text } = await admin.call("POST", "/privacy/export", EVERYTHING)
    expect(status).toBe(200)
    const counts = Object.fromEntries(
      Object.entries(json.records).map(([table, rows]) => [table, (rows as unknown[]).length]),
    )
    expect(counts).toMatchObject({
      customer: 2,
      conversation: 3,
      session: 1,
      failure: 1,
      ticket: 5,
      attachment: 1,
      chatbot_session: 1,
      kb_article: 1,
    })
    expect(counts.feedback).toBeGreaterThanOrEqual(2)
    expect(counts.interaction).toBeGreaterThanOrEqual(2)
    expect(counts.outbox).toBeGreaterThanOrEqual(3)
    const [part] = json.records.attachment_part
    expect(Buffer.from(part.content, "base64").toString()).toContain(FILE)
    for (const marker of MARKERS) expect(text.toLowerCase()).toContain(marker)
    expect(text).not.toContain("otherwordly")
    expect(text).not.toContain(USER_INFO.email)
  })

  test("is erased from every table and file, and others are left alone", async () => {
    const dry = await admin.call("POST", "/privacy/erase", { ...EVERYTHING, dryRun: true })
    expect(dry.json.receipt).toBeNull()
    expect(await found(WORD)).toBeGreaterThan(1)
    const listening = acme.connect({ clientId: PERSON.id, token: (await acme.begin(PERSON.id)).sessionToken })
    const socket = await listening
    const others = await desk.withDatabase((database) => textOfEverything(database))
    expect(others).toContain("otherwordly")

    const { status, json } = await admin.call("POST", "/privacy/erase", EVERYTHING)
    expect(status).toBe(200)
    expect(json.erased).toMatchObject({ customer: 2, session: 1, failure: 1, ticket: 5, attachment: 1 })
    expect(json.erased).toMatchObject({ kb_article_changed: 1, audit_entry_masked: 1 })
    expect(json.elsewhere.length).toBe(5)
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
    expect(left).not.toContain(FILE_STORED)
    for (const theirs of ["otherwordly", USER_INFO.email, "sing by themselves"])
      expect(left).toContain(theirs)
    if (postgres) return
    await desk.withDatabase(async ({ sqlite }) => {
      const folder = dirname(sqlite?.handle.filename ?? "")
      expect(filesWith(folder, [...MARKERS, FILE_STORED])).toEqual([])
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

  test("is found by their address in whatever letters its domain is typed", async () => {
    ok(await acme.call("PATCH", "/api/customers/umlaut", { email: "info@müller.example" }))
    for (const customer of ["info@müller.example", "Info@MÜLLER.example", "info@xn--mller-kva.example"]) {
      const would = await admin.call("POST", "/privacy/erase", { customer, dryRun: true })
      expect(would.json.erased).toMatchObject({ customer: 1 })
    }
    const erased = await admin.call("POST", "/privacy/erase", { customer: "info@müller.example" })
    expect(erased.json.erased).toMatchObject({ customer: 1 })
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

  describe("whose question an article answers", () => {
    /** A customer asks, an agent answers, and where it is titled an article is made of it. */
    async function asks(customer: string, question: string, title?: string) {
      const { id } = await acme.begin(customer)
      const said = await acme.say(id, customer, question)
      const reply = { clientId: crypto.randomUUID(), text: "Six days." }
      await admin.call("POST", `/conversations/${id}/messages`, reply)
      const body = { questionSeq: said.json.id % 1_000_000, title }
      if (title) ok(await admin.call("POST", `/conversations/${id}/article`, body))
    }
    const erased = async (customer: string) =>
      (await admin.call("POST", "/privacy/erase", { customer })).json.erased
    const article = (title: string) =>
      desk.withDatabase(async ({ db }) => {
        const row = await db
          .selectFrom("kb_article")
          .select(["body", "examples"])
          .where("title", "=", title)
          .executeTakeFirst()
        return row && { body: row.body, examples: JSON.parse(row.examples) }
      })

    test("goes with theirs, and not with others who asked the same", async () => {
      const question = "How long does shipping to Norway take?"
      await asks("anna", question, question)
      await asks("berta", question)
      const counts = await erased("berta")
      expect(counts).toMatchObject({ conversation: 1 })
      expect(counts).not.toMatchObject({ kb_article_removed: 1 })
      expect(await article(question)).toEqual({ body: "Six days.", examples: [question] })
      expect(await erased("anna")).toMatchObject({ kb_article_removed: 1 })
      expect(await article(question)).toBeUndefined()
    })

    test("stays where it was made of another's first, who is still there", async () => {
      const question = "How long does shipping to Sweden take?"
      await asks("first", question, question)
      await asks("second", question, question)
      await erased("second")
      expect(await article(question)).toEqual({ body: "Six days.", examples: [question] })
      await erased("first")
      expect(await article(question)).toBeUndefined()
    })

    test("goes with whoever alone asked it, however many an article was made of", async () => {
      const [one, two, three] = ["a parcel", "a letter", "a crate"].map(
        (what) => `May ${what} go to Finland?`,
      )
      await asks("parcel", one ?? "", "Finland")
      for (const [customer, question] of [
        ["letter", two],
        ["crate", three],
      ])
        await desk.withDatabase(async ({ db }) => {
          const { examples, id } = await db
            .selectFrom("kb_article")
            .select(["id", "examples"])
            .where("title", "=", "Finland")
            .executeTakeFirstOrThrow()
          const number = (await acme.begin(customer ?? "")).id
          await acme.say(number, customer ?? "", question ?? "")
          await db
            .updateTable("kb_article")
            .set({
              examples: JSON.stringify([...JSON.parse(examples), question]),
              provenance: JSON.stringify({ conversation: number, questionSeq: 1, by: "ada@acme.example" }),
            })
            .where("id", "=", id)
            .execute()
        })
      expect(await erased("letter")).toMatchObject({ kb_article_changed: 1 })
      expect((await article("Finland"))?.examples).toEqual([one, three])
    })
  })

  test("what another partner holds of the same person is that partner's", async () => {
    const email = "both@marker.example"
    const elsewhere = guidePartner(desk, desk.other)
    for (const one of [acme, elsewhere]) {
      ok(await one.call("PATCH", "/api/customers/both", { name: "Both", email }))
      const visitor = await openVisitor(desk, {
        widgetKey: one.keys.widgetKey,
        identity: { customerId: "both", signature: one.sign("both") },
      })
      const text = `I am at ${one.keys.domain} bothersomely`
      ok(await visitor.call("POST", "/messages", { clientId: "1", text }))
      ok(await visitor.call("POST", "/transcript", { email }))
    }
    const byAddress = await admin.call("POST", "/privacy/export", { customer: email, allWithEmail: true })
    expect(byAddress.text).toContain("acme.example bothersomely")
    expect(byAddress.text).not.toContain("other.example bothersomely")
    const { json } = await admin.call("POST", "/privacy/erase", { customer: email })
    expect(json.erased).toMatchObject({ customer: 1, conversation: 1, outbox: 1 })
    const left = await desk.withDatabase(async (database) => ({
      everything: await textOfEverything(database),
      mails: await database.db.selectFrom("outbox").select("payload").execute(),
    }))
    expect(left.everything).toContain("other.example bothersomely")
    expect(left.everything).not.toContain("acme.example bothersomely")
    expect(left.mails.filter(({ payload }) => payload.includes(email))).toHaveLength(1)
  })

  test("is nobody from the moment of the erasure on, on every server", async () => {
    const servers = [desk.url, ...(postgres ? [await desk.another()] : [])]
    const { session } = await openVisitor(desk, { name: "Eras Able", email: "erasable@else.example" })
    const { sessionToken, customerId } = session
    const authorization = { authorization: `Bearer ${sessionToken}` }
    const verified = (url: string) => fetch(`${url}/verify-token`, { headers: authorization })
    for (const url of servers) expect(await (await verified(url)).text()).toContain("Eras Able")
    expect((await admin.call("POST", "/privacy/erase", { customer: `u-${customerId}` })).status).toBe(200)
    for (const url of servers) {
      const asked = await verified(url)
      expect({ status: asked.status, text: await asked.text() }).toEqual({
        status: 401,
        text: expect.not.stringContaining("Eras Able"),
      })
      const again = await fetch(`${url}/api/chat/sessions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ widgetKey: desk.partner.widgetKey, sessionToken, name: "New" }),
      })
      expect(again.status).toBe(201)
      expect((await again.json()).customerId).not.toBe(customerId)
    }
  })

  test("has no socket open any more, on every server", async () => {
    const servers = [desk.url, ...(postgres ? [await desk.another()] : [])]
    const visitor = await openVisitor(desk, { name: "Sock Etta" })
    ok(await visitor.call("POST", "/messages", { clientId: "1", text: "I am still here" }))
    const { id, sessionToken, customerId } = visitor.session
    const sockets = servers.map(
      (url) => new ChatSocket(`${url.replace(/^http/, "ws")}/ws/chat/${id}?token=${sessionToken}`),
    )
    for (const socket of sockets) await socket.frame("hello", ({ type }) => type === "hello")
    ok(await admin.call("POST", "/privacy/erase", { customer: `u-${customerId}` }))
    for (const socket of sockets)
      expect(await socket.closed).toEqual({ code: 4404, reason: "What was said here has been erased." })
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
