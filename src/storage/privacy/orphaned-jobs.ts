import { nextTurn } from "../../next-turn.ts"
import type { Database } from "../database.ts"
import { pagesOfJobs, subjectsThere } from "../repositories/job-subjects.ts"

const OVER = ["done", "dead"] as const

/** Forgets jobs that are over and were for a conversation or a ticket that has gone: an address may stand in them. */
export async function forgetOrphanedJobs({ db }: Pick<Database, "db">): Promise<number> {
  let forgotten = 0
  for await (const jobs of pagesOfJobs(db, OVER)) {
    const isThere = await subjectsThere(
      db,
      jobs.map(({ subject }) => subject),
    )
    const orphaned = jobs.flatMap(({ id, subject }) =>
      subject && subject.table !== "webhook_endpoint" && !isThere(subject) ? id : [],
    )
    if (orphaned.length > 0)
      await db.deleteFrom("outbox").where("id", "in", orphaned).where("state", "in", OVER).execute()
    forgotten += orphaned.length
    await nextTurn()
  }
  return forgotten
}
