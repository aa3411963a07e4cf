import { sql } from "kysely"
import type { Db } from "../database.ts"

/** What a job is about, as its payload names it. */
export interface JobSubject {
  table: keyof typeof KEYS
  key: string | number
}

const KEYS = { ticket: "uuid", conversation: "id", webhook_endpoint: "id" } as const

/** Undefined where a job is about no row of these. */
export function subjectOf(payload: unknown): JobSubject | undefined {
  const { ticket, conversationId, webhookId } = payload as Record<string, unknown>
  if (typeof ticket === "string") return { table: "ticket", key: ticket }
  if (typeof conversationId === "number") return { table: "conversation", key: conversationId }
  if (typeof webhookId === "number") return { table: "webhook_endpoint", key: webhookId }
  return undefined
}

/** Rows that are looked at in one go. */
const PAGE = 200

/** Goes over the jobs, or over those in these states: a page of them at a time, with what each is about. */
export async function* pagesOfJobs(
  db: Db,
  states?: readonly string[],
): AsyncGenerator<{ id: number; subject: JobSubject | undefined }[]> {
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom("outbox")
      .select(["id", "payload"])
      .where("id", ">", last)
      .$if(states !== undefined, (query) => query.where("state", "in", states ?? []))
      .orderBy("id")
      .limit(PAGE)
      .execute()
    yield rows.map(({ id, payload }) => ({ id, subject: subjectOf(JSON.parse(payload)) }))
    if (rows.length < PAGE) return
    last = rows.at(-1)?.id ?? last
  }
}

/** For a query: whose such a job is; empty where it is nobody's in particular, or that has gone. */
export function partnerOfSubject(payload: unknown) {
  const subject = subjectOf(payload)
  if (!subject) return sql<string>`''`
  const { table, key } = subject
  return sql<string>`coalesce((select partner_id from ${sql.table(table)} where ${sql.ref(KEYS[table])} = ${key}), '')`
}

/**
 * Tells of each of these subjects whether it is there.
 *
 * @param partnerId where only this partner's are meant
 */
export async function subjectsThere(
  db: Db,
  subjects: readonly (JobSubject | undefined)[],
  partnerId?: string,
): Promise<(subject: JobSubject) => boolean> {
  const found = new Map<string, Set<string | number>>()
  for (const [table, column] of Object.entries(KEYS)) {
    const keys = subjects.flatMap((one) => (one?.table === table ? one.key : []))
    if (keys.length === 0) continue
    const isMeant = partnerId === undefined ? sql`true` : sql`partner_id = ${partnerId}`
    const { rows } = await sql<{ found: string | number }>`
      select ${sql.ref(column)} as found from ${sql.table(table)}
      where ${sql.ref(column)} in (${sql.join(keys)}) and ${isMeant}`.execute(db)
    found.set(table, new Set(rows.map((row) => row.found)))
  }
  return ({ table, key }) => found.get(table)?.has(key) ?? false
}
