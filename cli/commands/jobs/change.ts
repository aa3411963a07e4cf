import { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import type { Db } from "../../../src/storage/database.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { partnerOfJob } from "../../../src/storage/repositories/job-partner.ts"
import { dropJob, type Job, jobById, retryJob } from "../../../src/storage/repositories/outbox.ts"
import { insertServerAuditEntry } from "../../../src/storage/repositories/server-audit.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { configOf } from "../../settings.ts"
import { jobNumber } from "./shown-job.ts"

export function retryCommand(): Command {
  return new Command("retry")
    .description("try waiting or given-up jobs again now")
    .argument("<ids...>", "their numbers, from `chatd jobs list`")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd jobs retry 17\n  chatd jobs list --state dead --limit 10000 --json | jq .id | xargs -r chatd jobs retry",
    )
    .action(async (ids: string[], _flags: object, self: Command) => {
      await changed(ids, self, "job_retried", (db, { id }) => retryJob(db, id, new Date()), {
        done: (id) => `Job ${id} will be tried again now.`,
        refused: (id) => `Job ${id} is done or running.`,
      })
    })
}

export function dropCommand(): Command {
  return new Command("drop")
    .description("give up waiting jobs: nothing is sent, and they stay to be seen and retried")
    .argument("<ids...>", "their numbers, from `chatd jobs list`")
    .addHelpText("after", "\nExample:\n  chatd jobs drop 17 18")
    .action(async (ids: string[], _flags: object, self: Command) => {
      await changed(ids, self, "job_dropped", (db, { id }) => dropJob(db, id), {
        done: (id) => `Job ${id} is given up; chatd jobs retry ${id} takes it up again.`,
        refused: (id) => `Job ${id} is done, running or given up already.`,
      })
    })
}

/** Changes each, with a note of it in its partner's audit log; those that cannot be are told of at the end. */
async function changed(
  ids: readonly string[],
  self: Command,
  action: "job_retried" | "job_dropped",
  change: (db: Db, job: Job) => Promise<boolean>,
  say: { done(id: string): string; refused(id: string): string },
): Promise<void> {
  const refused: string[] = []
  const missing: string[] = []
  await withDatabase(configOf(self), async ({ db }) => {
    for (const id of ids) {
      const done = await db.transaction().execute(async (trx) => {
        const job = await jobById(trx, jobNumber(id))
        if (!job) {
          missing.push(`There is no job ${id}.`)
          return undefined
        }
        if (!(await change(trx, job))) return false
        const partnerId = await partnerOfJob(trx, job)
        const details = { kind: job.kind }
        const entry = { actor: OPERATOR, action, target: `job ${id}`, details }
        if (partnerId) await insertAuditEntry(trx, { ...entry, partnerId }, new Date())
        else await insertServerAuditEntry(trx, entry, new Date())
        return true
      })
      if (done) console.log(say.done(id))
      else if (done === false) refused.push(say.refused(id))
    }
  })
  const faults = [...refused, ...missing]
  if (faults.length > 0)
    throw new CommandFailure(faults.join("\n"), refused.length > 0 ? EXIT.no : EXIT.notFound)
}
