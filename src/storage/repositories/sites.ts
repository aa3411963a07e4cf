import type { Selectable } from "kysely"
import type { Database, Db } from "../database.ts"
import type { SiteTable } from "../schema.ts"

/** A site that a partner's knowledge base is read from by itself. */
export interface Site {
  id: number
  partnerId: string
  origin: string
  /** `page`, `server`, `anybody` or `operator`. */
  requestedBy: string
  createdAt: Date
  nextAt: Date
  startedAt: Date | undefined
  /** When it was read to the end for the last time. */
  readAt: Date | undefined
  /** Who reads it now. */
  reader: string | undefined
  leaseUntil: Date | undefined
  /** Attempts since then. */
  attempts: number
  pages: number
  articles: number
  unreadable: number
  error: string | undefined
}

/** What came of reading a site so far. */
export type SiteProgress = Pick<Site, "pages" | "articles" | "unreadable">

/** Never, on both databases. */
export const NEVER = new Date(8.64e15)

/** Takes a site in, to be read soon; false where it is known, was taken off the list, or there are so many already. */
export async function addSite(
  { db, dialect }: Database,
  partnerId: string,
  origin: string,
  requestedBy: string,
  most: number,
  at: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await holdPartner(trx, dialect, partnerId)
    const known = await trx
      .selectFrom("site")
      .select(["origin", "removed_at"])
      .where("partner_id", "=", partnerId)
      .execute()
    if (known.some((one) => one.origin === origin)) return false
    if (known.filter(({ removed_at }) => removed_at === null).length >= most) return false
    await newSite(trx, partnerId, origin, requestedBy, at).execute()
    return true
  })
}

function newSite(trx: Db, partnerId: string, origin: string, requestedBy: string, at: Date) {
  const now = at.getTime()
  return trx
    .insertInto("site")
    .values({ partner_id: partnerId, origin, requested_by: requestedBy, created_at: now, next_at: now })
}

/** Makes a site due now, and puts one back that was taken off the list. */
export async function refreshSite(
  trx: Db,
  partnerId: string,
  origin: string,
  requestedBy: string,
  at: Date,
): Promise<void> {
  const due = { next_at: at.getTime(), removed_at: null, attempts: 0, error: null }
  await newSite(trx, partnerId, origin, requestedBy, at)
    .onConflict((conflict) => conflict.columns(["partner_id", "origin"]).doUpdateSet(due))
    .execute()
}

/**
 * Takes a site off the list for good: naming it again does not bring it back. What was read of it counts no more. False where it
 * is not on it.
 */
export async function dismissSite(trx: Db, partnerId: string, origin: string, at: Date): Promise<boolean> {
  const row = await trx
    .updateTable("site")
    .set({
      removed_at: at.getTime(),
      reader: null,
      lease_until: null,
      read_at: null,
      error: null,
      pages: 0,
      articles: 0,
      unreadable: 0,
    })
    .where("partner_id", "=", partnerId)
    .where("origin", "=", origin)
    .where("removed_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

export async function listSites(db: Db, partnerId: string): Promise<Site[]> {
  const rows = await db
    .selectFrom("site")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("removed_at", "is", null)
    .orderBy("id")
    .execute()
  return rows.map(siteOf)
}

/**
 * Claims a site that is due, for so long; none of a partner of whom one is being read. Safe with several processes: a
 * partner is held while it is decided.
 */
export async function claimSite(
  { db, dialect }: Database,
  reader: string,
  now: Date,
  leaseMs: number,
): Promise<Site | undefined> {
  const at = now.getTime()
  const due = await dueSites(db, at)
    .select(["site.id", "site.partner_id"])
    .orderBy("next_at")
    .limit(1)
    .executeTakeFirst()
  if (!due) return undefined
  return db.transaction().execute(async (trx) => {
    await holdPartner(trx, dialect, due.partner_id)
    const still = await dueSites(trx, at).select("site.id").where("site.id", "=", due.id).executeTakeFirst()
    if (!still) return undefined
    const row = await trx
      .updateTable("site")
      .set((eb) => ({
        reader,
        lease_until: at + leaseMs,
        started_at: at,
        attempts: eb("attempts", "+", 1),
        pages: 0,
        articles: 0,
        unreadable: 0,
      }))
      .where("id", "=", due.id)
      .returningAll()
      .executeTakeFirst()
    return row && siteOf(row)
  })
}

function dueSites(db: Db, at: number) {
  return db
    .selectFrom("site")
    .where("removed_at", "is", null)
    .where("next_at", "<=", at)
    .where("partner_id", "not in", (eb) =>
      eb.selectFrom("site as other").select("other.partner_id").where("other.lease_until", ">", at),
    )
}

/** Says that it is still being read; false where somebody else does, or it was taken off the list. */
export async function keepReading(
  db: Db,
  { id }: Site,
  reader: string,
  { pages, articles, unreadable }: SiteProgress,
  leaseUntil: Date,
): Promise<boolean> {
  const row = await db
    .updateTable("site")
    .set({ lease_until: leaseUntil.getTime(), pages, articles, unreadable })
    .where("id", "=", id)
    .where("reader", "=", reader)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** @param outcome `readAt` where it was read to the end */
export async function finishReading(
  db: Db,
  { id }: Site,
  reader: string,
  { nextAt, readAt, error }: { nextAt: Date; readAt: Date | undefined; error: string | undefined },
): Promise<void> {
  await db
    .updateTable("site")
    .set({
      reader: null,
      lease_until: null,
      next_at: nextAt.getTime(),
      error: error?.slice(0, 1_000) ?? null,
      ...(readAt && { read_at: readAt.getTime(), attempts: 0 }),
    })
    .where("id", "=", id)
    .where("reader", "=", reader)
    .execute()
}

/** Gives up what was claimed: it is due as it was. */
export async function releaseSite(db: Db, { id }: Site, reader: string): Promise<void> {
  await db
    .updateTable("site")
    .set((eb) => ({ reader: null, lease_until: null, attempts: eb("attempts", "-", 1) }))
    .where("id", "=", id)
    .where("reader", "=", reader)
    .execute()
}

/** What a crash left half done is due at once; only for whoever knows that no other process reads sites. */
export async function releaseAll(db: Db): Promise<void> {
  await db
    .updateTable("site")
    .set({ reader: null, lease_until: null })
    .where("reader", "is not", null)
    .execute()
}

/** A site that nothing is known of any more: no page has named it, as it were. */
export async function forgetSite(db: Db, { id }: Site): Promise<void> {
  await db.deleteFrom("site").where("id", "=", id).execute()
}

/** A site of the partner that has not been read to the end yet, and is going to be. */
export async function unreadSite(db: Db, partnerId: string): Promise<Site | undefined> {
  const row = await db
    .selectFrom("site")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("removed_at", "is", null)
    .where("read_at", "is", null)
    .where("error", "is", null)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst()
  return row && siteOf(row)
}

async function holdPartner(trx: Db, dialect: Database["dialect"], partnerId: string): Promise<void> {
  const query = trx.selectFrom("partner").select("id").where("id", "=", partnerId)
  await (dialect === "postgres" ? query.forNoKeyUpdate() : query).executeTakeFirst()
}

function siteOf(row: Selectable<SiteTable>): Site {
  const time = (ms: number | null) => (ms === null ? undefined : new Date(ms))
  return {
    id: row.id,
    partnerId: row.partner_id,
    origin: row.origin,
    requestedBy: row.requested_by,
    createdAt: new Date(row.created_at),
    nextAt: new Date(row.next_at),
    startedAt: time(row.started_at),
    readAt: time(row.read_at),
    reader: row.reader ?? undefined,
    leaseUntil: time(row.lease_until),
    attempts: row.attempts,
    pages: row.pages,
    articles: row.articles,
    unreadable: row.unreadable,
    error: row.error ?? undefined,
  }
}
