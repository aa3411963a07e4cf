import { expect, test } from "bun:test"
import { sql } from "kysely"
import { eachDatabase } from "../../../test/databases.ts"
import { startScript } from "../../../test/process.ts"
import { connect, type Database } from "../database.ts"
import {
  claimDue,
  completeJob,
  dropJob,
  enqueue,
  extendLease,
  failJob,
  hurryJob,
  type Job,
  listJobs,
  nextDue,
  retryJob,
  setPayload,
} from "./outbox.ts"

const T0 = new Date("2026-01-01T00:00:00Z")
const after = (ms: number) => new Date(T0.getTime() + ms)
const LEASE = 60_000

async function enqueueMany(database: Database, count: number, notBefore = T0): Promise<void> {
  for (let i = 0; i < count; i++)
    await enqueue(database.db, { kind: "mail", dedupeKey: `mail:${i}`, payload: { i }, notBefore }, T0)
}

const claim = (database: Database, at = T0, limit = 10) => claimDue(database, "mail", limit, at, LEASE)

async function claimOne(database: Database, at = T0): Promise<Job> {
  const [job] = await claim(database, at, 1)
  if (!job) throw new Error("There was no job to claim.")
  return job
}

eachDatabase((name, open) => {
  test("the same key is taken in once, and what was put in comes out", async () => {
    const database = await open()
    const job = { kind: "mail", dedupeKey: "k", payload: { ticket: "ä" }, notBefore: T0 }
    await Promise.all([1, 2, 3].map((i) => enqueue(database.db, { ...job, payload: { ticket: "ä", i } }, T0)))
    const jobs = await claim(database)
    expect(jobs).toHaveLength(1)
    expect(jobs[0]).toMatchObject({ kind: "mail", dedupeKey: "k", attempts: 1, createdAt: T0 })
    await enqueue(database.db, job, T0)
    expect(await claim(database)).toEqual([])
  })

  test("a job waits for its time, its kind and its turn", async () => {
    const database = await open()
    await enqueueMany(database, 3, after(1000))
    expect(await claim(database, after(999))).toEqual([])
    expect(await claimDue(database, "other", 10, after(1000), LEASE)).toEqual([])
    expect(await nextDue(database.db, "mail")).toEqual(after(1000))
    expect(await claim(database, after(1000), 2)).toHaveLength(2)
    expect(await claim(database, after(1000), 2)).toHaveLength(1)
    expect(await nextDue(database.db, "other")).toBeUndefined()
  })

  if (name === "postgres")
    test("everybody's turn comes where the database sorts names otherwise than we do", async () => {
      const database = await open()
      // As in a database of en_US.
      await sql`alter table outbox alter column partner_id type text collate "en-x-icu"`.execute(database.db)
      const partners = ["a", "B", "c", "D", "e", "F", "g", "H"]
      await enqueueMany(database, 20 * partners.length)
      for (const [i, partner_id] of partners.entries())
        await database.db
          .updateTable("outbox")
          .set({ partner_id })
          .where(sql<boolean>`id % ${partners.length} = ${i}`)
          .execute()
      const served: string[] = []
      for (let round = 0; round < 4; round++) {
        const jobs = await claimDue(database, "mail", 4, T0, LEASE, { after: served.at(-1) ?? "" })
        served.push(...jobs.map(({ partnerId }) => partnerId))
      }
      expect(served.toSorted()).toEqual([...partners, ...partners].toSorted())
    })

  test("a job is nobody else's while its lease runs, and anybody's after it", async () => {
    const database = await open()
    await enqueueMany(database, 1)
    const first = await claimOne(database)
    expect(await claim(database, after(LEASE - 1))).toEqual([])
    expect(await nextDue(database.db, "mail")).toEqual(after(LEASE))
    const second = await claimOne(database, after(LEASE))
    expect(second).toMatchObject({ id: first.id, attempts: 2 })
    await completeJob(database.db, second.id, after(LEASE))
    expect(await claim(database, after(10 * LEASE))).toEqual([])
  })

  test("what came of a try that somebody else took over is nobody's business: theirs goes on", async () => {
    const database = await open()
    const { db } = database
    await enqueueMany(database, 1)
    const late = await claimOne(database)
    const now = await claimOne(database, after(LEASE))
    expect(await extendLease(db, late, after(9 * LEASE))).toBe(false)
    await setPayload(db, late, { i: "late" })
    await failJob(db, late.id, "too late", undefined, late)
    await failJob(db, late.id, "too late", after(0), late)
    await completeJob(db, late.id, after(LEASE), late)
    expect(await listJobs(db, ["running"], 10)).toMatchObject([
      { id: now.id, payload: { i: 0 }, attempts: 2 },
    ])
    expect(await claim(database, after(2 * LEASE - 1))).toEqual([])
    expect(await extendLease(db, now, after(3 * LEASE))).toBe(true)
    expect(await claim(database, after(2 * LEASE))).toEqual([])
    await completeJob(db, now.id, after(2 * LEASE), now)
    expect(await listJobs(db, ["done"], 10)).toHaveLength(1)
  })

  test("while the other side is away only what was tried before is tried, and at its time", async () => {
    const database = await open()
    await enqueueMany(database, 2)
    const { id } = await claimOne(database)
    await failJob(database.db, id, "away", after(500))
    const tried = (at: Date) => claimDue(database, "mail", 10, at, LEASE, { tried: true })
    expect(await tried(after(499))).toEqual([])
    expect(await tried(after(500))).toMatchObject([{ id, attempts: 2 }])
  })

  test("a job that failed comes back at its time, knowing why", async () => {
    const database = await open()
    await enqueueMany(database, 1)
    const { id } = await claimOne(database)
    await failJob(database.db, id, "x".repeat(5000), after(500))
    expect(await claim(database, after(499))).toEqual([])
    const again = await claimOne(database, after(500))
    expect(again).toMatchObject({ id, attempts: 2 })
    expect(again.lastError).toHaveLength(1000)
  })

  test("a job that was given up is seen, and tried again only when somebody says so", async () => {
    const database = await open()
    await enqueueMany(database, 2)
    const { id } = await claimOne(database)
    const other = await claimOne(database)
    expect(await retryJob(database.db, id, T0)).toBe(false)
    for (const one of [id, other.id]) await failJob(database.db, one, "no such address", undefined)
    expect(await claim(database, after(10 * LEASE))).toEqual([])
    await hurryJob(database.db, "mail:0", T0)
    const dead = { lastError: "no such address" }
    expect(await listJobs(database.db, ["dead"], 10)).toMatchObject([
      { ...dead, id: other.id },
      { ...dead, id },
    ])
    expect(await retryJob(database.db, id, T0)).toBe(true)
    expect(await listJobs(database.db, ["dead"], 10)).toMatchObject([{ ...dead, id: other.id }])
    const again = await claimOne(database)
    expect(again.attempts).toBe(2)
    await completeJob(database.db, again.id, T0)
    expect(await retryJob(database.db, id, T0)).toBe(false)
    expect(await listJobs(database.db, ["done"], 10)).toMatchObject([{ id, lastError: undefined }])
  })

  test("a job is dropped while it waits, and neither under way, done nor given up", async () => {
    const database = await open()
    await enqueueMany(database, 1)
    const { id } = await claimOne(database)
    expect(await dropJob(database.db, id)).toBe(false)
    await failJob(database.db, id, "away", T0)
    expect(await dropJob(database.db, id)).toBe(true)
    expect(await dropJob(database.db, id)).toBe(false)
    expect(await claim(database, after(10 * LEASE))).toEqual([])
    expect(await retryJob(database.db, id, T0)).toBe(true)
    await completeJob(database.db, (await claimOne(database)).id, T0)
    expect(await dropJob(database.db, id)).toBe(false)
    expect(await listJobs(database.db, ["done"], 10)).toMatchObject([{ id, lastError: undefined }])
  })

  test("hurrying makes a waiting job due, and leaves one under way alone", async () => {
    const database = await open()
    await enqueueMany(database, 1, after(5000))
    await hurryJob(database.db, "mail:0", T0)
    await claimOne(database)
    await hurryJob(database.db, "mail:0", T0)
    expect(await claim(database, after(10))).toEqual([])
  })

  test("connections that claim at once never get the same job", async () => {
    const database = await open()
    await enqueueMany(database, 60)
    // SQLite waits for a lock without giving way: two of its connections never share a process.
    const more = name === "postgres" ? 3 : 0
    const others = await Promise.all(Array.from({ length: more }, () => connect(database.location)))
    const claimed: number[] = []
    const work = async (mine: Database) => {
      for (let jobs = await claim(mine, T0, 4); jobs.length > 0; jobs = await claim(mine, T0, 4))
        claimed.push(...jobs.map((job) => job.id))
    }
    await Promise.all([database, ...others].map(work))
    await Promise.all(others.map((other) => other.close()))
    expect(claimed).toHaveLength(60)
    expect(new Set(claimed).size).toBe(60)
  })

  test("processes that claim at once never get the same job", async () => {
    const database = await open()
    await enqueueMany(database, 120)
    const claimers = [1, 2, 3].map(() => startScript("test/scripts/claim-jobs.ts", database.location))
    const ends = await Promise.all(claimers.map((process) => process.finished))
    expect(ends.map(({ err }) => err)).toEqual(["", "", ""])
    const claimed = ends.flatMap(({ out }) => JSON.parse(out) as number[])
    expect(claimed).toHaveLength(120)
    expect(new Set(claimed).size).toBe(120)
  })
})
