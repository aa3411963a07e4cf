import { Command } from "commander"
import { type JobState, listJobs, retryJob } from "../../src/storage/repositories/outbox.ts"
import { withDatabase } from "../database.ts"
import { CommandFailure } from "../failure.ts"
import { printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"

interface ListFlags {
  all?: boolean
  limit: string
  json?: boolean
}

export function jobsCommand(): Command {
  const command = new Command("jobs").description("what waits to be told to other systems: tickets, mails")
  command
    .command("list")
    .description("list what waits, runs or was given up")
    .option("--all", "with what is done")
    .option("--limit <n>", "at most so many", "50")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd jobs list --all --limit 10")
    .action((flags: ListFlags, self: Command) => list(flags, self))
  command
    .command("retry <id>")
    .description("try a waiting or given-up job again now")
    .addHelpText("after", "\nExample:\n  chatd jobs retry 17")
    .action(async (id: string, _flags: object, self: Command) => {
      const retried = await withDatabase(configOf(self), ({ db }) => retryJob(db, Number(id), new Date()))
      if (!retried) throw new CommandFailure(`Job ${id} is done, running, or does not exist.`)
      console.log(`Job ${id} will be tried again now.`)
    })
  return command
}

async function list(flags: ListFlags, self: Command): Promise<void> {
  const states: JobState[] = flags.all
    ? ["pending", "running", "dead", "done"]
    : ["pending", "running", "dead"]
  const jobs = await withDatabase(configOf(self), ({ db }) => listJobs(db, states, Number(flags.limit) || 50))
  if (flags.json) {
    for (const { payload: _, ...job } of jobs) printJson(job)
  } else if (jobs.length === 0) {
    console.log("Nothing waits.")
  } else {
    printTable(
      ["job", "kind", "state", "tries", "next try", "last error"],
      jobs.map((job) => [
        job.id,
        job.kind,
        job.state,
        job.attempts,
        job.state === "pending" ? job.nextAt.toISOString() : "",
        job.lastError ?? "",
      ]),
    )
  }
}
