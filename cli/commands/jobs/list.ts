import { Command, Option } from "commander"
import { type JobState, listJobs } from "../../../src/storage/repositories/outbox.ts"
import { parseLimit } from "../../arguments.ts"
import { withDatabase } from "../../database.ts"
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
  limit: number
  json?: boolean
}

export function listCommand(): Command {
  return new Command("list")
    .description("list what waits, runs or was given up")
    .option("--all", "with what is done, of the last 30 days")
    .addOption(new Option("--state <state...>", "only these").choices(STATES))
    .addOption(new Option("--kind <kind...>", "only these").choices(Object.keys(KINDS)))
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(50))
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
  chatd jobs list --state dead --limit 10000 --json | jq .id | xargs -r chatd jobs retry
  chatd jobs list --kind ticket_team_mail reply_mail --state pending dead`,
    )
    .action((flags: ListFlags, self: Command) => list(flags, self))
}

async function list({ all, state, kind, limit, json }: ListFlags, self: Command): Promise<void> {
  const states = state ?? (all ? STATES : UNDONE)
  const found = await withDatabase(configOf(self), ({ db }) => listJobs(db, states, limit + 1, kind))
  const jobs = found.slice(0, limit)
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
    if (found.length > limit) console.log("\nThere are more; --limit shows them.")
  }
}
