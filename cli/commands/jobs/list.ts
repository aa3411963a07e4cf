import { Command, Option } from "commander"
import { type JobState, listJobs } from "../../../src/storage/repositories/outbox.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { span } from "../../times.ts"
import { jsonOf, KINDS, kindInWords, nextInWords } from "./shown-job.ts"

const STATES = ["pending", "running", "dead", "done"] as const satisfies readonly JobState[]
const UNDONE = ["pending", "running", "dead"] as const

interface ListFlags {
  all?: boolean
  state?: JobState[]
  kind?: string[]
  limit: string
  json?: boolean
}

export function listCommand(): Command {
  return new Command("list")
    .description("list what waits, runs or was given up")
    .option("--all", "with what is done, of the last 30 days")
    .addOption(new Option("--state <state...>", "only these").choices(STATES))
    .option("--kind <kind...>", "only these, such as reply_mail")
    .option("--limit <n>", "at most so many", "50")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Kinds:
${Object.entries(KINDS)
  .map(([kind, words]) => `  ${kind.padEnd(22)}${words}`)
  .join("\n")}

Examples:
  chatd jobs list --all --limit 10
  chatd jobs list --state dead --json | jq .id | xargs chatd jobs retry
  chatd jobs list --kind ticket_team_mail reply_mail --state pending dead`,
    )
    .action((flags: ListFlags, self: Command) => list(flags, self))
}

async function list({ all, state, kind, limit, json }: ListFlags, self: Command): Promise<void> {
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 10_000)
    throw new CommandFailure("--limit must be a whole number from 1 to 10000.", EXIT.usage)
  const states = state ?? (all ? STATES : UNDONE)
  const jobs = await withDatabase(configOf(self), ({ db }) => listJobs(db, states, most, kind))
  if (json) {
    for (const job of jobs) printJson(jsonOf(job))
  } else if (jobs.length === 0) {
    console.log(state || kind ? "There is none like that." : "Nothing waits.")
  } else {
    const now = Date.now()
    printTable(
      ["job", "what", "state", "age", "tries", "next", "what happened"],
      jobs.map((job) => [
        job.id,
        kindInWords(job.kind),
        job.state,
        span((now - job.createdAt.getTime()) / 1000),
        job.attempts,
        nextInWords(job, now),
        job.lastError ?? "",
      ]),
      { cut: ["what happened"] },
    )
  }
}
