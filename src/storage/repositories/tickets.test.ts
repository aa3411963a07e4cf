import { expect, test } from "bun:test"
import { sql } from "kysely"
import { MIGRATIONS } from "../../../migrations/list.ts"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { report } from "../../../test/fixtures/questions.ts"
import { type Failure, ticketOfFailure } from "../../core/escalation.ts"
import type { NewTicket } from "../../core/tickets/ticket.ts"
import { togetherOn } from "../conversations/together.ts"
import { escalationPorts } from "../core-ports.ts"
import { connect, type Database } from "../database.ts"
import { migrate } from "../migrate.ts"
import { declineFailure, findFailure, recordFailure } from "./failures.ts"
import { listJobs } from "./outbox.ts"
import { listTickets } from "./ticket-lists.ts"
import { insertTicket, type JobsForChange, setExternalId, settleReference, ticketByUuid } from "./tickets.ts"

const T0 = new Date("2026-01-01T00:00:00Z")
const TRANSCRIPT = [{ role: "user" as const, content: "How?", timestamp: "2024-02-09T10:30:00.000Z" }]

async function openFor(open: OpenTestDatabase) {
  const database = await open()
  const partner = (await makePartner(database)).id
  const failure = await recordFailure(database.db, report(partner), "k", T0)
  return { database, db: database.db, partner, failure }
}

const jobsForChange: JobsForChange = ({ uuid }, { kind: change }) =>
  ["freshdesk_ticket", "ticket_confirmation"].map((kind) => ({
    kind,
    dedupeKey: `${kind}:${uuid}:${change}`,
    payload: { ticket: uuid },
    notBefore: T0,
  }))

const ticketFor = (
  { db, dialect }: Pick<Database, "db" | "dialect">,
  failure: Failure,
  jobs = jobsForChange,
) =>
  escalationPorts({ db, dialect } as Database, {
    jobsForChange: jobs,
    numberKeys: (uuid) => [uuid],
    awaitExternalId: async () => undefined,
    wake: () => {},
  }).openTicket(
    failure,
    ticketOfFailure(failure, { user: undefined, questionBefore: undefined }, TRANSCRIPT),
    T0,
  )

const all = (database: Database, partner: string) =>
  listTickets(database.db, partner, { view: "all", limit: 10 })

eachDatabase((name, open) => {
  test("a report is one failure, however often it is sent", async () => {
    const { db, partner, failure } = await openFor(open)
    const again = await Promise.all([1, 2, 3].map(() => recordFailure(db, report(partner), "k", T0)))
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([failure.id]))
    expect((await recordFailure(db, report(partner), "other", T0)).id).not.toBe(failure.id)
    expect(await findFailure(db, partner, failure.id)).toEqual(failure)
    expect(failure).toMatchObject({ ...report(partner), state: "recorded", createdAt: T0 })
  })

  test("a failure is its partner's only", async () => {
    const { database, db, failure } = await openFor(open)
    const other = (await makePartner(database, { name: "Other" })).id
    expect(await findFailure(db, other, failure.id)).toBeUndefined()
    expect(await declineFailure(db, other, failure.id)).toBe(false)
    expect((await recordFailure(db, report(other), "k", T0)).id).not.toBe(failure.id)
  })

  test("twenty requests at once make one ticket and one job of each kind", async () => {
    const { database, db, partner, failure } = await openFor(open)
    // SQLite waits for a lock without giving way: two of its connections never share a process.
    const more = name === "postgres" ? 3 : 0
    const others = await Promise.all(Array.from({ length: more }, () => connect(database.location)))
    const dbs = [database, ...others]
    const tickets = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ticketFor(dbs[i % dbs.length] as Database, failure)),
    )
    await Promise.all(others.map((other) => other.close()))
    expect(new Set(tickets.map(({ uuid, number }) => `${uuid} ${number}`)).size).toBe(1)
    expect(await all(database, partner)).toHaveLength(1)
    const kinds = (await listJobs(db, ["pending"], 10)).map(({ kind }) => kind).sort()
    expect(kinds).toEqual(["freshdesk_ticket", "ticket_confirmation"])
    expect((await findFailure(db, partner, failure.id))?.state).toBe("ticketed")
  })

  test("a partner's tickets count from one, each has its own number, and nobody counts another's", async () => {
    const { database, db, partner } = await openFor(open)
    const other = (await makePartner(database, { name: "Other" })).id
    const more = name === "postgres" ? 3 : 0
    const others = await Promise.all(Array.from({ length: more }, () => connect(database.location)))
    const dbs = [database, ...others]
    const failures = await Promise.all(
      Array.from({ length: 10 }, (_, i) => recordFailure(db, report(i % 2 ? other : partner), `n${i}`, T0)),
    )
    await Promise.all(failures.map((failure, i) => ticketFor(dbs[i % dbs.length] as Database, failure)))
    await Promise.all(others.map((one) => one.close()))
    for (const id of [partner, other])
      expect((await all(database, id)).map(({ number }) => number)).toEqual([5, 4, 3, 2, 1])
  })

  test("a ticket that is there already takes no number", async () => {
    const { database, db, partner, failure } = await openFor(open)
    for (let i = 0; i < 3; i++) expect((await ticketFor(database, failure)).number).toBe(1)
    const next = await recordFailure(db, report(partner), "next", T0)
    expect((await ticketFor(database, next)).number).toBe(2)
  })

  test("a ticket whose jobs cannot be stored is not there either", async () => {
    const { database, db, partner, failure } = await openFor(open)
    const broken = () => {
      throw new Error("no jobs today")
    }
    await expect(ticketFor(database, failure, broken)).rejects.toThrow("no jobs today")
    expect(await all(database, partner)).toEqual([])
    expect((await findFailure(db, partner, failure.id))?.state).toBe("recorded")
    expect((await ticketByUuid(db, (await ticketFor(database, failure)).uuid))?.transcript).toEqual(
      TRANSCRIPT,
    )
  })

  test("of whom was erased meanwhile no ticket is made, and the caller is told so", async () => {
    const { database, db, partner, failure } = await openFor(open)
    const one = ticketOfFailure(failure, { user: undefined, questionBefore: undefined }, TRANSCRIPT)
    const opened = (of: Partial<NewTicket>) =>
      db.transaction().execute((trx) => insertTicket(trx, { ...one, ...of }, jobsForChange, T0))
    await expect(opened({ conversationId: 17 })).rejects.toMatchObject({ code: "not_found" })
    await expect(opened({ customerId: 17 })).rejects.toMatchObject({ code: "not_found" })
    await db.deleteFrom("failure").execute()
    await expect(ticketFor(database, failure)).rejects.toMatchObject({ code: "not_found" })
    const together = togetherOn(
      database,
      () => {},
      () => ({}),
    )
    await expect(together(17, async () => {})).rejects.toMatchObject({ code: "not_found" })
    expect(await all(database, partner)).toEqual([])
  })

  test("a no can become a ticket, a ticket cannot become a no", async () => {
    const { database, db, partner, failure } = await openFor(open)
    expect(await declineFailure(db, partner, failure.id)).toBe(true)
    expect(await declineFailure(db, partner, failure.id)).toBe(true)
    await ticketFor(database, failure)
    expect(await declineFailure(db, partner, failure.id)).toBe(false)
    expect((await findFailure(db, partner, failure.id))?.state).toBe("ticketed")
  })

  test("the requester is told one number: the first that was settled", async () => {
    const { database, db, failure } = await openFor(open)
    const { uuid } = await ticketFor(database, failure)
    const told = await Promise.all(["9630", "T-1", "T-1"].map((number) => settleReference(db, uuid, number)))
    expect(new Set(told).size).toBe(1)
    expect(await settleReference(db, uuid, "17")).toBe(told[0] as string)
    await setExternalId(db, uuid, "17", "https://desk.example/17", T0)
    expect(await ticketByUuid(db, uuid)).toMatchObject({
      reference: told[0] as string,
      externalId: "17",
      externalUrl: "https://desk.example/17",
    })
  })

  test("numbers rise and are never given out twice; a long question is cut for the subject", async () => {
    const { database, db, partner, failure } = await openFor(open)
    const first = await ticketFor(database, failure)
    await db.deleteFrom("ticket").execute()
    const long = await recordFailure(db, report(partner, { query: "a \n b ".repeat(100) }), "k2", T0)
    const second = await ticketFor(database, long)
    expect(second.number).toBeGreaterThan(first.number)
    expect(second.subject).toMatch(/^(a b )+a b…$/)
    expect(second.subject.length).toBeLessThanOrEqual(120)
  })

  test("who searches all tickets lets others go on", async () => {
    const { database, db, partner } = await openFor(open)
    await ticketFor(database, await recordFailure(db, report(partner), "k1", T0))
    const [one] = await db.selectFrom("ticket").selectAll().execute()
    if (!one) throw new Error("It was just made.")
    const { id: _, ...row } = one
    const more = Array.from({ length: 600 }, (_, i) => {
      const number = row.number + i + 1
      return { ...row, number, uuid: `uuid-${number}`, failure_id: null, open_key: null }
    })
    for (let i = 0; i < more.length; i += 100)
      await db
        .insertInto("ticket")
        .values(more.slice(i, i + 100))
        .execute()
    let served = 0
    let isOver = false
    const serve = () => {
      served++
      if (!isOver) setImmediate(serve)
    }
    setImmediate(serve)
    const words = ["nothing", "of", "the", "kind"]
    expect(await listTickets(db, partner, { view: "all", words, limit: 10 })).toEqual([])
    isOver = true
    // Each hundred is a moment's work, sealed ones included.
    expect(served).toBeGreaterThanOrEqual(6)
  })

  test("tickets from before they held their question have it, and their numbers go on", async () => {
    const database = await open({ migrate: false })
    const { db } = database
    const before = Object.entries(MIGRATIONS).filter(([id]) => id < "0007_conversation_tickets")
    await migrate(database, Object.fromEntries(before))
    await sql`insert into partner (id, name, domain, allowed_origins, created_at)
      values ('p', 'Acme', 'acme.example', '[]', 1)`.execute(db)
    const failure = await recordFailure(db, report("p", { query: "What is it?" }), "k", T0)
    for (const [uuid, failureId] of [
      ["u1", failure.id],
      ["u2", "gone"],
      ["u3", "deleted"],
    ])
      await sql`insert into ticket (uuid, partner_id, failure_id, subject, requester, transcript, status, priority,
          reference, created_at, updated_at)
        values (${uuid}, 'p', ${failureId}, 'It', '{"name":"Ada","email":"ada@example.com"}', '[]', 'open', 'medium',
          '9630', 1, 1)`.execute(db)
    await sql`delete from ticket where uuid = 'u3'`.execute(db)
    await sql`insert into partner (id, name, domain, allowed_origins, created_at)
      values ('q', 'Other', 'other.example', '[]', 1)`.execute(db)
    await migrate(database)
    const tickets = await all(database, "p")
    expect(tickets).toMatchObject([
      { number: 2, uuid: "u2", description: "It", failureId: "gone" },
      { number: 1, uuid: "u1", description: "What is it?", reference: "9630", requester: { name: "Ada" } },
    ])
    expect((await ticketFor(database, failure)).uuid).toBe("u1")
    const other = await recordFailure(db, report("p"), "k2", T0)
    expect((await ticketFor(database, other)).number).toBe(3)
    const first = await recordFailure(db, report("q"), "k", T0)
    expect((await ticketFor(database, first)).number).toBe(1)
  })
})
