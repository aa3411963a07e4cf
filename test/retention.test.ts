import { afterEach, expect, setSystemTime, test } from "bun:test"
import fc from "fast-check"
import pino from "pino"
import { postMessage } from "../src/core/conversations/post-message.ts"
import { customerSender } from "../src/core/conversations/senders.ts"
import { ChatdError } from "../src/core/errors.ts"
import type { Partner } from "../src/core/partner.ts"
import { countDays } from "../src/core/stats/count-days.ts"
import { dayAt } from "../src/core/stats/days.ts"
import { figuresOf } from "../src/core/stats/show-stats.ts"
import { startRetention } from "../src/retention.ts"
import type { Database } from "../src/storage/database.ts"
import { forgetOrphanedJobs } from "../src/storage/privacy/orphaned-jobs.ts"
import { sweep, wouldSweep } from "../src/storage/privacy/sweep.ts"
import { insertAttachment } from "../src/storage/repositories/attachments.ts"
import { auditEntries } from "../src/storage/repositories/audit.ts"
import { insertConversation } from "../src/storage/repositories/conversations.ts"
import { createVisitor, ensureCustomer } from "../src/storage/repositories/customers.ts"
import { deskStats } from "../src/storage/stats/desk-stats.ts"
import { statsPorts } from "../src/storage/stats/stats-ports.ts"
import { eachDatabase } from "./databases.ts"
import { makePartner } from "./fixtures/partner.ts"
import { AGENTS, StatsWorld, type Step } from "./stats-world.ts"
import { until } from "./wait.ts"

afterEach(() => {
  setSystemTime()
})

const HOUR = 3_600_000
const DAY = 24 * HOUR
const STARTS = Date.UTC(2026, 9, 23, 3)
const PLACES = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati"]

const at = fc.nat(20)
const agent = fc.integer({ min: 1, max: AGENTS })
const answer = { as: fc.constantFrom("sure", "unsure", "person", "hello"), tenThousandths: fc.nat(10_000) }
const step = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.integer({ min: HOUR, max: 20 * HOUR }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("open"), customer: fc.nat(3) }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("ask"), at, question: fc.nat(3) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("answer"), at, ...answer }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("want", "leave"), at }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("say", "take", "close"), at, agent }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("thumb"), at, up: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("ticket"), at, form: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("ticketStatus"), at: fc.nat(4), status: fc.constant("closed") }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("crm"),
      customer: fc.nat(3),
      question: fc.nat(3),
      ...answer,
      up: fc.option(fc.boolean(), { nil: undefined }),
    }),
  },
) as fc.Arbitrary<Step>
const history = fc.array(step, { minLength: 80, maxLength: 110 })
const kept = fc.record({
  retentionDays: fc.integer({ min: 0, max: 6 }),
  crmRetentionDays: fc.integer({ min: 0, max: 6 }),
  ticketRetentionDays: fc.integer({ min: 0, max: 6 }),
  fileRetentionDays: fc.integer({ min: 0, max: 6 }),
  auditDays: fc.integer({ min: 0, max: 6 }),
})

function keeping(partner: Partner, privacy: Partial<Partner["settings"]["privacy"]>): Partner {
  return {
    ...partner,
    settings: { ...partner.settings, privacy: { ...partner.settings.privacy, ...privacy } },
  }
}

const quietly = { actor: "chatd", onGone: () => {}, goesOn: () => true }

/** What there is, and what of it somebody who reads the settings would say goes. */
async function brute({ db }: Database, { settings: { privacy } }: Partner) {
  const isOld = (time: number | null, days: number) => days > 0 && (time ?? 0) < Date.now() - days * DAY
  const [conversations, tickets, files, questions, thumbs, customers] = await Promise.all([
    db.selectFrom("conversation").selectAll().execute(),
    db.selectFrom("ticket").selectAll().execute(),
    db.selectFrom("attachment").selectAll().execute(),
    db.selectFrom("interaction").selectAll().execute(),
    db.selectFrom("feedback").selectAll().execute(),
    db.selectFrom("customer").selectAll().execute(),
  ])
  const stay = {
    conversation: conversations.filter(
      ({ updated_at, status, handler }) =>
        !(isOld(updated_at, privacy.retentionDays) && (status === "closed" || handler === "bot")),
    ),
    ticket: tickets.filter(
      ({ status, closed_at }) => !(status === "closed" && isOld(closed_at, privacy.ticketRetentionDays)),
    ),
  }
  const ids = new Set(stay.conversation.map(({ id }) => id))
  const sessions = new Set(stay.conversation.map(({ public_id }) => public_id))
  const ofChat = new Set(conversations.map(({ public_id }) => public_id))
  const owners = new Set([...stay.conversation, ...stay.ticket].map(({ customer_id }) => customer_id))
  const stays = (session: string, created: number) =>
    ofChat.has(session) ? sessions.has(session) : !isOld(created, privacy.crmRetentionDays)
  return {
    conversation: [...ids].sort(byNumber),
    ticket: stay.ticket.map(({ id }) => id).sort(byNumber),
    attachment: files
      .filter(
        (file) => ids.has(file.conversation_id ?? 0) && !isOld(file.created_at, privacy.fileRetentionDays),
      )
      .map(({ id }) => id)
      .sort(byNumber),
    interaction: questions
      .filter((one) => stays(one.session_id, one.created_at))
      .map(({ id }) => id)
      .sort(byNumber),
    feedback: thumbs
      .filter((one) => stays(one.session_id, one.created_at))
      .map(({ id }) => id)
      .sort(byNumber),
    customer: customers
      .filter(
        (one) => one.verified === 1 || owners.has(one.id) || !isOld(one.updated_at, privacy.retentionDays),
      )
      .map(({ id }) => id)
      .sort(byNumber),
  }
}

const times = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i))

const byNumber = (a: number, b: number) => a - b

async function there({ db }: Database) {
  const ids = async (
    table: "conversation" | "ticket" | "attachment" | "interaction" | "feedback" | "customer",
  ) => (await db.selectFrom(table).select("id").execute()).map(({ id }) => id).sort(byNumber)
  return {
    conversation: await ids("conversation"),
    ticket: await ids("ticket"),
    attachment: await ids("attachment"),
    interaction: await ids("interaction"),
    feedback: await ids("feedback"),
    customer: await ids("customer"),
  }
}

eachDatabase((name, open) => {
  test("what is too old goes, and nothing else; figures of its days stay", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PLACES),
        history,
        kept,
        fc.boolean(),
        async (timeZone, steps, privacy, isCountedBefore) => {
          const database = await open()
          const world = await StatsWorld.open(database, timeZone, STARTS)
          const ports = statsPorts(database)
          try {
            for (const one of steps) await world.step(one)
            for (const { conversation } of world.conversations.slice(0, 3))
              await withFile(database, conversation)
            if (isCountedBefore) await countDays(ports, world.partner)
            // The next day begins: nothing is held back for a day that is not over.
            setSystemTime(Date.now() + 30 * HOUR)
            const span = { from: dayAt(timeZone, STARTS), to: dayAt(timeZone, Date.now()) }
            const partner = keeping(world.partner, privacy)
            const figures = await figuresOf(ports, partner, span)
            const expected = await brute(database, partner)
            const before = await there(database)

            const would = await wouldSweep(database, partner)
            const { rows, isDone } = await sweep(database, partner, quietly)
            expect(isDone).toBe(true)
            expect(await there(database)).toEqual(expected)
            expect(would.rows.conversation ?? 0).toBe(
              before.conversation.length - expected.conversation.length,
            )
            expect(rows.conversation ?? 0).toBe(would.rows.conversation ?? 0)
            expect(rows.ticket ?? 0).toBe(would.rows.ticket ?? 0)
            expect(await figuresOf(ports, partner, span)).toEqual(figures)
            await countDays(ports, partner)
            expect(await figuresOf(ports, partner, span)).toEqual(figures)
            const entries = await auditEntries(database.db, partner.id, { before: undefined, limit: 100 })
            const noted = entries.filter(({ action }) => action === "retention_applied")
            expect(noted.map(({ details }) => details)).toEqual(
              Object.keys(rows).length > 0 ? [{ erased: rows }] : [],
            )
            expect((await sweep(database, partner, quietly)).rows).toEqual({})
          } finally {
            await world.close()
            await database.close()
          }
        },
      ),
      { numRuns: name === "sqlite" ? 25 : 8 },
    )
  }, 300_000)

  test("days that are kept are not counted anew, and days after them are", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    try {
      for (let day = 0; day < 4; day++) {
        await world.step({ do: "open", customer: day })
        await world.step({ do: "ask", at: day, question: 0 })
        await world.step({ do: "pass", ms: DAY })
      }
      const partner = keeping(world.partner, { retentionDays: 2 })
      expect((await sweep(database, partner, quietly)).rows).toMatchObject({ conversation: 2 })
      const { run, ports } = deskStats(database)
      const [old, later] = [dayAt("UTC", STARTS), dayAt("UTC", STARTS + 3 * DAY)]
      expect(run(partner, [old], "operator")).rejects.toThrow(`${old} cannot be counted anew`)
      await run(partner, [later], "operator")
      const { days } = await figuresOf(ports, partner, { from: old, to: later })
      expect(days.map(({ conversations }) => conversations)).toEqual([1, 1, 1, 1])
    } finally {
      await world.close()
    }
  })

  test("what is too old is found behind more rows than are looked at in one go, those of others among them", async () => {
    const database = await open()
    const { db } = database
    const acme = keeping(await makePartner(database), { auditDays: 1, retentionDays: 1 })
    const other = await makePartner(database)
    const now = Date.now()
    const entry = (partner_id: string, at: number) => ({ partner_id, at, actor: "ada", action: "signed_in" })
    // Older ones of another partner, and of theirs only the last one is too old.
    await db
      .insertInto("audit_entry")
      .values(times(1_000, () => entry(other.id, now - 9 * DAY)))
      .execute()
    await db
      .insertInto("audit_entry")
      .values(entry(acme.id, now - 8 * DAY))
      .execute()
    const { id: customer_id } = await ensureCustomer(
      db,
      { partnerId: acme.id, externalId: "c", verified: true },
      new Date(now - 9 * DAY),
    )
    const conversation = (number: number, status: string) => ({
      partner_id: acme.id,
      number,
      public_id: `cs_${number}`,
      customer_id,
      status,
      handler: "person",
      created_at: now - 9 * DAY,
      updated_at: now - 8 * DAY,
    })
    await db
      .insertInto("conversation")
      .values([...times(1_000, (i) => conversation(i + 1, "active")), conversation(1_001, "closed")])
      .execute()
    const tooOld = { audit_entry: 1, conversation: 1 }
    expect((await wouldSweep(database, acme)).rows).toEqual(tooOld)
    expect((await sweep(database, acme, quietly)).rows).toMatchObject(tooOld)
    const left = await db.selectFrom("conversation").select("number").orderBy("number").execute()
    expect(left.map(({ number }) => number)).toEqual(times(1_000, (i) => i + 1))
    const kept = await db
      .selectFrom("audit_entry")
      .select("id")
      .where("partner_id", "=", other.id)
      .where("action", "=", "signed_in")
      .execute()
    expect(kept).toHaveLength(1_000)
  })

  test("a partner whose rows cannot be erased keeps nobody else's from it", async () => {
    const database = await open()
    const partner = keeping(await makePartner(database), { auditDays: 1 })
    const broken = keeping(await makePartner(database), { retentionDays: 1 })
    const { hours } = broken.settings
    const nowhere = { ...broken.settings, hours: { ...hours, timeZone: "Nowhere/None" } }
    const old = { partner_id: partner.id, at: Date.now() - 9 * DAY, actor: "ada", action: "signed_in" }
    await database.db.insertInto("audit_entry").values(old).execute()
    const logged: string[] = []
    const erased = Promise.withResolvers<string>()
    const retention = startRetention({
      database,
      partners: { all: async () => [{ ...broken, settings: nowhere }, partner] },
      log: pino({ level: "error" }, { write: (line: string) => void logged.push(line) }),
      onGone: (partnerId) => erased.resolve(partnerId),
      firstMs: 0,
    })
    expect(await erased.promise).toBe(partner.id)
    await until("it is told", () => logged.length === 1)
    await retention.stop()
    expect(JSON.parse(logged[0] ?? "").err.message).toContain(broken.id)
  })

  test("jobs of what has gone are forgotten behind more jobs than are looked at in one go, and no others", async () => {
    const database = await open()
    const { db } = database
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
    const of = { partnerId, customerId, publicId: "cs_there", page: undefined }
    const { id: there } = await db.transaction().execute((trx) => insertConversation(trx, of, new Date()))
    const job = (key: string, conversationId: number, state: string) => ({
      kind: "transcript_mail",
      dedupe_key: key,
      partner_id: partnerId,
      payload: JSON.stringify({ conversationId }),
      state,
      next_at: 0,
      created_at: 0,
    })
    await db
      .insertInto("outbox")
      .values([
        ...times(200, (i) => job(`there ${i}`, there, "done")),
        job("gone", there + 1, "done"),
        job("given up", there + 1, "dead"),
        job("to be done", there + 1, "pending"),
      ])
      .execute()
    expect(await forgetOrphanedJobs(database)).toBe(2)
    const left = await db.selectFrom("outbox").select("dedupe_key").orderBy("id").execute()
    expect(left.map(({ dedupe_key }) => dedupe_key)).toEqual([
      ...times(200, (i) => `there ${i}`),
      "to be done",
    ])
  })

  test("who writes again while it goes on loses nothing that was acknowledged", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    try {
      for (let i = 0; i < 300; i++) {
        await world.step({ do: "open", customer: i })
        await world.step({ do: "ask", at: i, question: i % 4 })
        // Whoever waits for a person may go on however long it was.
        await world.step({ do: "want", at: i })
        // Long enough for the next one to be another conversation.
        if (i % 4 === 3) await world.step({ do: "pass", ms: 3 * HOUR })
      }
      setSystemTime(Date.now() + 5 * DAY)
      const partner = keeping(world.partner, { retentionDays: 2 })
      const acknowledged: { id: number; clientId: string }[] = []
      let gone = 0
      const write = async () => {
        for (const { conversation, customer } of world.conversations.toReversed()) {
          const clientId = `again ${conversation.id}`
          try {
            await postMessage(
              { log: world.open.log, isStaffed: async () => true, languageFor: async () => "en" },
              partner,
              {
                conversationId: conversation.id,
                sender: customerSender(customer),
                clientId,
                text: "Still there?",
              },
            )
            acknowledged.push({ id: conversation.id, clientId })
          } catch (error) {
            if (!(error instanceof ChatdError)) throw error
            gone++
          }
        }
      }
      const options = { ...quietly, actor: "ada@acme.example" }
      const both = [sweep(database, partner, options), sweep(database, partner, options)]
      const [first, second] = await Promise.all([...both, write()])
      await world.open.log.idle()
      const erased = (first?.rows.conversation ?? 0) + (second?.rows.conversation ?? 0)
      const stored = await database.db
        .selectFrom("conversation_event")
        .select(["conversation_id as id", "client_id as clientId"])
        .where("client_id", "like", "again%")
        .execute()
      const sorted = (events: { id: number }[]) => events.toSorted((a, b) => a.id - b.id)
      expect<unknown>(sorted(stored)).toEqual(sorted(acknowledged))
      expect(acknowledged.length).toBeGreaterThan(0)
      expect(erased + acknowledged.length).toBe(world.conversations.length)
      expect(gone).toBe(erased)
    } finally {
      await world.close()
    }
  })
})

async function withFile({ db }: Database, conversation: { id: number; partnerId: string }): Promise<void> {
  const file = { publicId: crypto.randomUUID(), partnerId: conversation.partnerId, seq: 1, name: "a.txt" }
  const content = new TextEncoder().encode("what is in it")
  const there = await db.selectFrom("conversation").select("id").where("id", "=", conversation.id).execute()
  if (there.length === 0) return
  const place = { conversationId: conversation.id }
  await db
    .transaction()
    .execute((trx) =>
      insertAttachment(trx, { ...file, place, type: "text/plain", content, agentsOnly: false }, new Date()),
    )
}
