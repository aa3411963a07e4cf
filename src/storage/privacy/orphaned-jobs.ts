import type { Database } from "../database.ts"

/** Rows that are looked at in one go. */
const PAGE = 200

/** Forgets jobs that are over and were for a conversation or a ticket that has gone: an address may stand in them. */
export async function forgetOrphanedJobs({ db }: Pick<Database, "db">): Promise<number> {
  let forgotten = 0
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom("outbox")
      .select(["id", "payload"])
      .where("id", ">", last)
      .where("state", "in", ["done", "dead"])
      .orderBy("id")
      .limit(PAGE)
      .execute()
    const jobs = rows.map(({ id, payload }) => ({ id, ...subjectOf(payload) }))
    const there = await subjectsThere(db, jobs)
    const orphaned = jobs.flatMap(({ id, uuid, conversationId }) => {
      const subject = uuid ?? conversationId
      return subject === undefined || there.has(subject) ? [] : id
    })
    if (orphaned.length > 0)
      await db
        .deleteFrom("outbox")
        .where("id", "in", orphaned)
        .where("state", "in", ["done", "dead"])
        .execute()
    forgotten += orphaned.length
    if (rows.length < PAGE) return forgotten
    last = rows.at(-1)?.id ?? last
    // Whoever came meanwhile is served first.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

interface Subject {
  uuid: string | undefined
  conversationId: number | undefined
}

function subjectOf(payload: string): Subject {
  const { ticket, conversationId } = JSON.parse(payload) as { ticket?: unknown; conversationId?: unknown }
  return {
    uuid: typeof ticket === "string" ? ticket : undefined,
    conversationId: typeof conversationId === "number" ? conversationId : undefined,
  }
}

async function subjectsThere(db: Database["db"], jobs: readonly Subject[]): Promise<Set<string | number>> {
  const uuids = jobs.flatMap(({ uuid }) => uuid ?? [])
  const ids = jobs.flatMap(({ conversationId }) => conversationId ?? [])
  const tickets =
    uuids.length > 0 ? await db.selectFrom("ticket").select("uuid").where("uuid", "in", uuids).execute() : []
  const conversations =
    ids.length > 0 ? await db.selectFrom("conversation").select("id").where("id", "in", ids).execute() : []
  return new Set([...tickets.map(({ uuid }) => uuid), ...conversations.map(({ id }) => id)])
}
