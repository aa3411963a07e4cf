import { Command } from "commander"
import { renderedJob } from "../../../src/jobs/mail/mail-jobs.ts"
import { isMail } from "../../../src/jobs/mail/to-send.ts"
import { mailLinks } from "../../../src/mail-out.ts"
import { type Job, jobById } from "../../../src/storage/repositories/outbox.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { localTime } from "../../times.ts"
import { printMail } from "../mail/print-mail.ts"
import { jobNumber, jsonOf, kindInWords, nextInWords } from "./shown-job.ts"

interface ShowFlags {
  rendered?: boolean
  html?: boolean
  payload?: boolean
  json?: boolean
}

export function showCommand(): Command {
  return new Command("show")
    .description("show one job: what it is, what happened, what comes next")
    .argument("<id>", "its number, from `chatd jobs list`")
    .option("--rendered", "the mail as it would go out now; nothing is sent")
    .option("--html", "with --rendered: its HTML alone")
    .option("--payload", "what it holds: ids, and addresses that were typed")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd jobs show 17\n  chatd jobs show 17 --rendered\n  chatd jobs show 17 --rendered --html > mail.html",
    )
    .action((id: string, flags: ShowFlags, self: Command) => show(id, flags, self))
}

async function show(id: string, flags: ShowFlags, self: Command): Promise<void> {
  const config = configOf(self)
  await withDatabase(config, async (database) => {
    const job = await jobById(database.db, jobNumber(id))
    if (!job) throw new CommandFailure(`There is no job ${id}.`, EXIT.notFound)
    if (!flags.rendered) {
      printJob(job, flags)
      return
    }
    const rendered = await renderedJob({ database, config, links: await mailLinks(database, config) }, job)
    if (!rendered) throw new CommandFailure(`Job ${id} is no mail, but a ${kindInWords(job.kind)}.`)
    if (!isMail(rendered)) console.log(`Nothing would be sent: ${rendered.nothing}`)
    else printMail(rendered, flags)
  })
}

function printJob(job: Job, { payload, json }: ShowFlags): void {
  if (json) {
    printJson(payload ? job : jsonOf(job))
    return
  }
  const rows: [string, string][] = [
    ["job", String(job.id)],
    ["what", kindInWords(job.kind)],
    ["kind", job.kind],
    ["state", job.state],
    ["made", localTime(job.createdAt.toISOString())],
    ["tries", String(job.attempts)],
    ["next", nextInWords(job)],
    ["what happened", job.lastError ?? ""],
    ...(payload ? [["holds", JSON.stringify(job.payload)] as [string, string]] : []),
  ]
  printTable(["", ""], rows)
}
