import { type Selectable, sql } from "kysely"
import type { Database, Db } from "../database.ts"
import type { OutboxTable } from "../schema.ts"
import { partnerOfSubject } from "./job-subjects.ts"
import { leaseIsOver } from "./lease-ends.ts"

export type JobState = "pending" | "running" | "done" | "dead"

/** Something to be told to another system, kept until it has been. */
export interface Job {
  id: number
  kind: string
  dedupeKey: string
  /** Empty where it is nobody's in particular. */
  partnerId: string
  payload: unknown
  state: JobState
  /** Tries begun so far. */
  attempts: number
  nextAt: Date
  /** Of one that is done: what is worth knowing of it all the same. */
  lastError: string | undefined
  createdAt: Date
  doneAt: Date | undefined
}

export interface NewJob {
  kind: string
  dedupeKey: string
  payload: unknown
  notBefore: Date
}

/** Takes a job in, within whatever transaction it follows from; the same key is taken once. */
export async function enqueue(db: Db, job: NewJob, at: Date): Promise<void> {
  await db
    .insertInto("outbox")
    .values({
      kind: job.kind,
      dedupe_key: job.dedupeKey,
      partner_id: partnerOfSubject(job.payload),
      payload: JSON.stringify(job.payload),
      state: "pending",
      next_at: job.notBefore.getTime(),
      created_at: at.getTime(),
    })
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .execute()
}

export interface JobChoice {
  /** Only those that were tried before. */
  tried?: boolean
  /** The partner whose turn was the last: the next one's comes first. */
  after?: string
}

/**
 * Claims due jobs of a kind for `leaseMs`, those included whose holder let the lease run out (it died). Partners take
 * turns, however many jobs one of them has. Safe with several processes: each row changes hands by one conditional update.
 */
export async function claimDue(
  database: Database,
  kind: string,
  limit: number,
  now: Date,
  leaseMs: number,
  { tried = false, after = "" }: JobChoice = {},
): Promise<Job[]> {
  const at = now.getTime()
  const claimed: Job[] = []
  const claim = async (most: number, which: (jobs: Due) => Due) => {
    if (most > 0) claimed.push(...(await claimSome(database, which, Math.min(most, limit), at, leaseMs)))
  }
  await claim(limit, (jobs) =>
    jobs.where("kind", "=", kind).where("state", "=", "running").where(leaseIsOver(at, leaseMs)),
  )
  if (tried) {
    await claim(limit - claimed.length, (jobs) => triedBefore(jobs, kind).where("next_at", "<=", at))
    return claimed
  }
  const due = (await waitingOf(database.db, kind))
    .filter(({ next_at }) => next_at <= at)
    // Not as the database sorts, which takes "b" for less than "C" in some languages: some partners' turn would never come.
    .sort((a, b) => (a.partner_id < b.partner_id ? -1 : 1))
  const turns = [
    ...due.filter((one) => one.partner_id > after),
    ...due.filter((one) => one.partner_id <= after),
  ]
  for (const [i, { partner_id }] of turns.entries()) {
    const left = limit - claimed.length
    if (left <= 0) break
    await claim(Math.ceil(left / (turns.length - i)), (jobs) =>
      jobs
        .where("kind", "=", kind)
        .where("state", "=", "pending")
        .where("partner_id", "=", partner_id)
        .where("next_at", "<=", at),
    )
  }
  return claimed
}

type Due = ReturnType<typeof jobIds>

function jobIds(db: Db) {
  return db.selectFrom("outbox").select("id")
}

/** Written out, as the index for them has it. */
function triedBefore(jobs: Due, kind: string): Due {
  return jobs.where("kind", "=", kind).where(sql<boolean>`state = 'pending' and attempts > 0`)
}

async function claimSome(
  { db, dialect }: Database,
  which: (jobs: Due) => Due,
  limit: number,
  at: number,
  leaseMs: number,
): Promise<Job[]> {
  const due = which(jobIds(db))
    .orderBy("next_at")
    .limit(limit)
    .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked())
  const rows = await db
    .updateTable("outbox")
    .set({ state: "running", lease_until: at + leaseMs, attempts: sql<number>`attempts + 1` })
    .where("id", "in", due)
    .returningAll()
    .execute()
  return rows.map(jobOf)
}

/** When the first job of each partner that has one waiting is due, by partner: two steps in the index for each, and no more. */
async function waitingOf(db: Db, kind: string): Promise<{ partner_id: string; next_at: number }[]> {
  const waits = sql`kind = ${kind} and state = 'pending'`
  const { rows } = await sql<{ partner_id: string; next_at: number }>`
    with recursive line (partner_id) as (
      select min(partner_id) from outbox where ${waits}
      union all
      select (select min(partner_id) from outbox where ${waits} and partner_id > line.partner_id)
      from line where line.partner_id is not null
    )
    select partner_id, (select min(next_at) from outbox where ${waits} and partner_id = line.partner_id) as next_at
    from line where partner_id is not null`.execute(db)
  // Somebody may have taken the only one meanwhile.
  return rows.flatMap(({ partner_id, next_at }) =>
    next_at === null ? [] : { partner_id, next_at: Number(next_at) },
  )
}

/** Makes what a crashed run was working on due at once; only for whoever knows that no other process works on them. */
export async function reclaimRunning(db: Db): Promise<void> {
  await db.updateTable("outbox").set({ lease_until: 0 }).where("state", "=", "running").execute()
}

/**
 * Whoever works on a job goes on with it: nobody else takes it meanwhile.
 *
 * @returns false where somebody has taken it over already
 */
export async function extendLease(
  db: Db,
  { id, attempts }: Pick<Job, "id" | "attempts">,
  until: Date,
): Promise<boolean> {
  const row = await db
    .updateTable("outbox")
    .set({ lease_until: until.getTime() })
    .where("id", "=", id)
    .where("state", "=", "running")
    .where("attempts", "=", attempts)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

export interface JobOutcome {
  /** Of one that is done: what is worth knowing of it all the same. */
  note?: string | undefined
  /** The try that it is the outcome of: of one that was taken over meanwhile nothing is noted. */
  attempts?: number
}

export async function completeJob(
  db: Db,
  id: number,
  at: Date,
  { note, attempts }: JobOutcome = {},
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({
      state: "done",
      done_at: at.getTime(),
      lease_until: null,
      last_error: note?.slice(0, 1000) ?? null,
    })
    .where("id", "=", id)
    .$if(attempts !== undefined, (query) => query.where("attempts", "=", attempts ?? 0))
    .execute()
}

/** Another payload for the tries that follow; of a job that was taken over meanwhile it stays. */
export async function setPayload(
  db: Db,
  { id, attempts }: Pick<Job, "id" | "attempts">,
  payload: unknown,
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ payload: JSON.stringify(payload) })
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .execute()
}

/** Puts a job back for later, or, with no time given, gives it up for good. */
export async function failJob(
  db: Db,
  id: number,
  error: string,
  retryAt: Date | undefined,
  { attempts }: JobOutcome = {},
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({
      state: retryAt ? "pending" : "dead",
      lease_until: null,
      last_error: error.slice(0, 1000),
      ...(retryAt && { next_at: retryAt.getTime() }),
    })
    .where("id", "=", id)
    .$if(attempts !== undefined, (query) => query.where("attempts", "=", attempts ?? 0))
    .execute()
}

export async function jobById(db: Db, id: number): Promise<Job | undefined> {
  const row = await db.selectFrom("outbox").selectAll().where("id", "=", id).executeTakeFirst()
  return row && jobOf(row)
}

export async function jobByKey(db: Db, dedupeKey: string): Promise<Job | undefined> {
  const row = await db.selectFrom("outbox").selectAll().where("dedupe_key", "=", dedupeKey).executeTakeFirst()
  return row && jobOf(row)
}

/** Gives up a waiting job by hand: it can be retried still. False for one that is done, running, given up or absent. */
export async function dropJob(db: Db, id: number): Promise<boolean> {
  const row = await db
    .updateTable("outbox")
    .set({ state: "dead", last_error: "Dropped by hand." })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets what was done before. @returns how many, at most `limit` */
export async function forgetDone(db: Db, before: Date, limit: number): Promise<number> {
  const old = db
    .selectFrom("outbox")
    .select("id")
    .where("state", "=", "done")
    .where("done_at", "<", before.getTime())
    .limit(limit)
  const { numDeletedRows } = await db.deleteFrom("outbox").where("id", "in", old).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Whether there are jobs to be done whose keys begin so. @param keyPrefix without `%` and `_` */
export async function hasOpenJobs(db: Db, keyPrefix: string): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where("state", "in", ["pending", "running"])
    .where("dedupe_key", "like", `${keyPrefix}%`)
    .executeTakeFirst()
  return row !== undefined
}

/** Makes a waiting job due at once. */
export async function hurryJob(db: Db, dedupeKey: string, at: Date): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ next_at: at.getTime() })
    .where("dedupe_key", "=", dedupeKey)
    .where("state", "=", "pending")
    .execute()
}

/** Makes jobs due that wait for longer than any is put off: a clock said so that was ahead. */
export async function hurryPutOff(db: Db, at: Date, longestMs: number): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ next_at: at.getTime() })
    .where("state", "=", "pending")
    .where("next_at", ">", at.getTime() + longestMs)
    .execute()
}

/** When the next waiting job of a kind is due, or the next lease ends. */
export async function nextDue(
  db: Db,
  kind: string,
  { tried = false }: Pick<JobChoice, "tried"> = {},
): Promise<Date | undefined> {
  const lease = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min("lease_until").as("at"))
    .where("kind", "=", kind)
    .where("state", "=", "running")
    .executeTakeFirst()
  const first = tried
    ? await triedBefore(jobIds(db), kind)
        .clearSelect()
        .select("next_at")
        .orderBy("next_at")
        .limit(1)
        .execute()
    : await waitingOf(db, kind)
  const times = [
    ...first.map(({ next_at }) => Number(next_at)),
    ...(lease?.at == null ? [] : [Number(lease.at)]),
  ]
  return times.length > 0 ? new Date(Math.min(...times)) : undefined
}

/** The newest first. @param kinds empty: all */
export async function listJobs(
  db: Db,
  states: readonly JobState[],
  limit: number,
  kinds: readonly string[] = [],
): Promise<Job[]> {
  const rows = await db
    .selectFrom("outbox")
    .selectAll()
    .where("state", "in", [...states])
    .$if(kinds.length > 0, (query) => query.where("kind", "in", [...kinds]))
    .orderBy("id", "desc")
    .limit(limit)
    .execute()
  return rows.map(jobOf)
}

/**
 * Gives a dead or waiting job another chance now; false for one that is done, running or absent. It counts as one more
 * attempt: what comes of a first one is never looked for at the other end.
 */
export async function retryJob(db: Db, id: number, at: Date): Promise<boolean> {
  const row = await db
    .updateTable("outbox")
    .set({
      state: "pending",
      next_at: at.getTime(),
      attempts: sql<number>`case when attempts = 0 then 1 else attempts end`,
    })
    .where("id", "=", id)
    .where("state", "in", ["pending", "dead"])
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

function jobOf(row: Selectable<OutboxTable>): Job {
  return {
    id: row.id,
    kind: row.kind,
    dedupeKey: row.dedupe_key,
    partnerId: row.partner_id,
    payload: JSON.parse(row.payload),
    state: row.state as JobState,
    attempts: row.attempts,
    nextAt: new Date(row.next_at),
    lastError: row.last_error ?? undefined,
    createdAt: new Date(row.created_at),
    doneAt: row.done_at === null ? undefined : new Date(row.done_at),
  }
}
