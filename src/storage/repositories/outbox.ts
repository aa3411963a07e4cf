import { type Selectable, sql } from "kysely"
import type { Database, Db } from "../database.ts"
import type { OutboxTable } from "../schema.ts"

export type JobState = "pending" | "running" | "done" | "dead"

/** Something to be told to another system, kept until it has been. */
export interface Job {
  id: number
  kind: string
  dedupeKey: string
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
}

/**
 * Claims due jobs of these kinds for `leaseMs`, those included whose holder let the lease run out (it died). Safe with
 * several processes: each row changes hands by one conditional update.
 */
export async function claimDue(
  { db, dialect }: Database,
  kinds: readonly string[],
  limit: number,
  now: Date,
  leaseMs: number,
  { tried = false }: JobChoice = {},
): Promise<Job[]> {
  const at = now.getTime()
  const due = db
    .selectFrom("outbox")
    .select("id")
    .where("kind", "in", [...kinds])
    .where((eb) =>
      eb.or([
        eb.and([eb("state", "=", "pending"), eb("next_at", "<=", at)]),
        eb.and([eb("state", "=", "running"), eb("lease_until", "<=", at)]),
      ]),
    )
    .$if(tried, (query) => query.where("attempts", ">", 0))
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

/** When the next waiting job of these kinds is due. */
export async function nextDue(
  db: Db,
  kinds: readonly string[],
  { tried = false }: JobChoice = {},
): Promise<Date | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min(eb.fn.coalesce("lease_until", "next_at")).as("at"))
    .where("kind", "in", [...kinds])
    .where("state", "in", ["pending", "running"])
    .$if(tried, (query) => query.where("attempts", ">", 0))
    .executeTakeFirst()
  return row?.at ? new Date(Number(row.at)) : undefined
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
    payload: JSON.parse(row.payload),
    state: row.state as JobState,
    attempts: row.attempts,
    nextAt: new Date(row.next_at),
    lastError: row.last_error ?? undefined,
    createdAt: new Date(row.created_at),
    doneAt: row.done_at === null ? undefined : new Date(row.done_at),
  }
}
