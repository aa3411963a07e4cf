import { nextTurn } from "../../next-turn.ts"
import type { Database } from "../database.ts"
import { subjectOf, subjectsThere } from "../repositories/job-subjects.ts"

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
    const jobs = rows.map(({ id, payload }) => ({ id, subject: subjectOf(JSON.parse(payload)) }))
    const isThere = await subjectsThere(
      db,
      jobs.map(({ subject }) => subject),
    )
    const orphaned = jobs.flatMap(({ id, subject }) =>
      subject && subject.table !== "webhook_endpoint" && !isThere(subject) ? id : [],
    )
    if (orphaned.length > 0)
      await db
        .deleteFrom("outbox")
        .where("id", "in", orphaned)
        .where("state", "in", ["done", "dead"])
        .execute()
    forgotten += orphaned.length
    if (rows.length < PAGE) return forgotten
    last = rows.at(-1)?.id ?? last
    await nextTurn()
  }
}
