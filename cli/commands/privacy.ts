import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Command, Option } from "commander"
import type { ErasureReceiptReply, ErasureReply, RetentionReply } from "../../src/api/desk/protocol.ts"
import { earlierDatabases } from "../../src/storage/backup/earlier-databases.ts"
import { parseLimit } from "../arguments.ts"
import { canAsk, isTyped } from "../ask.ts"
import type { DeskClient } from "../desk/client.ts"
import { type DeskFlags, serverElsewhere, withDesk, withDeskFlags } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { isTaken, type PersonExport, writeExport } from "../person-export.ts"
import { printJson, printTable } from "../print.ts"
import { duration, ProgressLine } from "../progress.ts"
import { configOf } from "../settings.ts"
import { safeLine } from "../terminal-text.ts"

/** Between two questions to a server that is not done. */
const AGAIN_MS = 1_000

interface PersonFlags extends DeskFlags {
  allWithEmail?: boolean
}

interface ExportFlags extends PersonFlags {
  output?: string
}

interface EraseFlags extends PersonFlags {
  dryRun?: boolean
  yes?: boolean
}

export function privacyCommand(): Command {
  const command = new Command("privacy").description(
    "what belongs to a person: give it out, or erase it for good",
  )
  withPersonFlags(command.command("export"))
    .description("everything that belongs to a person, as JSON, their files beside it")
    .option("-o, --output <folder>", "where to (default: JSON to the standard output, files in it)")
    .addHelpText("after", "\nExample:\n  chatd privacy export ada@example.com -o ada")
    .action((named: string, flags: ExportFlags, self: Command) => exportPerson(named, flags, self))
  withPersonFlags(command.command("erase"))
    .description("erase everything that belongs to a person, with a receipt")
    .option("--dry-run", "only say what would go")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd privacy erase v-cust-1 --dry-run\n  chatd privacy erase ada@example.com --all-with-email --yes",
    )
    .action((named: string, flags: EraseFlags, self: Command) => erase(named, flags, self))
  withDeskFlags(command.command("retention"))
    .description(
      "erase what is kept no longer, as the settings privacy.…_days say; a server does so once a day",
    )
    .option("--dry-run", "only say what would go")
    .addHelpText("after", "\nExample:\n  chatd privacy retention --dry-run")
    .action((flags: DeskFlags & { dryRun?: boolean }, self: Command) => retention(flags, self))
  withDeskFlags(command.command("receipts"))
    .description("list what was erased")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(50))
    .addHelpText("after", "\nExample:\n  chatd privacy receipts")
    .action((flags: DeskFlags & { limit: number }, self: Command) => receipts(flags, self))
  return command
}

function withPersonFlags(command: Command): Command {
  return withDeskFlags(command)
    .argument("<customer>", "their ref, the id that you know them by, or their e-mail address")
    .option("--all-with-email", "all customers who have the address are this person")
}

async function exportPerson(named: string, flags: ExportFlags, self: Command): Promise<void> {
  if (flags.output !== undefined) requireEmpty(flags.output)
  const person = await withDesk(self, flags, (desk) =>
    desk.post<PersonExport>("/privacy/export", bodyOf(named, flags)),
  )
  if (flags.output === undefined) {
    printJson(person)
    return
  }
  const count = writtenInto(flags.output, person)
  if (flags.json) printJson({ folder: flags.output, files: count, ...countsOf(person) })
  else {
    console.log(
      `Wrote ${join(flags.output, "person.json")}${count > 0 ? ` and ${count} ${count === 1 ? "file" : "files"}` : ""}:`,
    )
    printCounts(countsOf(person))
  }
}

/** @throws {CommandFailure} where something is in the folder */
function requireEmpty(folder: string): void {
  try {
    if (!isTaken(folder)) return
  } catch (error) {
    throw new CommandFailure(`${folder} cannot be written to: ${(error as Error).message}`)
  }
  throw new CommandFailure(`${folder} is not empty: an export has a folder of its own.`, EXIT.usage)
}

/** @throws {CommandFailure} where the folder cannot be written to */
function writtenInto(folder: string, person: PersonExport): number {
  try {
    return writeExport(folder, person)
  } catch (error) {
    throw new CommandFailure(`${folder} cannot be written to: ${(error as Error).message}`)
  }
}

function countsOf({ records }: PersonExport): Record<string, number> {
  return Object.fromEntries(Object.entries(records).map(([table, rows]) => [table, rows.length]))
}

async function erase(named: string, flags: EraseFlags, self: Command): Promise<void> {
  await withDesk(self, flags, async (desk) => {
    const body = bodyOf(named, flags)
    if (flags.dryRun || !flags.yes) {
      const would = await desk.post<ErasureReply>("/privacy/erase", { ...body, dryRun: true })
      if (flags.dryRun && flags.json) return printJson(would)
      if (!flags.json) {
        console.log("This goes for good:")
        printCounts(would.erased)
        printElsewhere(would)
      }
      if (flags.dryRun) return
      if (flags.json || !canAsk())
        throw new CommandFailure("Nothing was erased: say --yes to go ahead.", EXIT.usage)
      if (!(await isTyped(named, `Type ${named} to go ahead: `)))
        throw new CommandFailure("Nothing was erased.")
    }
    const erased = await desk.post<ErasureReply>("/privacy/erase", body)
    if (flags.json) return printJson(erased.receipt)
    console.log("Erased:")
    printCounts(erased.erased)
    printElsewhere(erased)
    if (!erased.receipt) return
    console.log(`\nReceipt ${erased.receipt.id}, ${erased.receipt.at}, by ${safeLine(erased.receipt.by)}`)
    console.log(`  ${erased.receipt.hash}`)
    if (!erased.receipt.filesScrubbed)
      console.log(
        "The database's files still hold what was erased, as another process is at them: it leaves them when that ends.",
      )
    if (!serverElsewhere(flags)) printEarlierDatabases(configOf(self).data)
  })
}

function printEarlierDatabases(dataDir: string): void {
  const earlier = earlierDatabases(dataDir)
  if (earlier.length === 0) return
  console.log("\nEarlier databases, in which they still are; delete what you need no more:")
  for (const name of earlier) console.log(`  ${join(dataDir, name)}`)
}

function bodyOf(customer: string, { allWithEmail = false }: PersonFlags) {
  return { customer, allWithEmail }
}

function printCounts(counts: Readonly<Record<string, number>>): void {
  printTable(
    ["", ""],
    Object.entries(counts).map(([what, count]) => [what.replaceAll("_", " "), count]),
  )
}

function printElsewhere({ elsewhere }: ErasureReply): void {
  if (elsewhere.length === 0) return
  console.log("\nOther systems have copies, which must be erased there:")
  for (const { system, id, url } of elsewhere) console.log(`  ${system} ${safeLine(url ?? id)}`)
}

async function retention(flags: DeskFlags & { dryRun?: boolean }, self: Command): Promise<void> {
  const dryRun = flags.dryRun === true
  const { rules, rows } = await withDesk(self, flags, (desk) => swept(desk, dryRun))
  if (flags.json) return printJson({ rules, rows })
  if (rules.length === 0)
    return console.log(
      "Everything is kept: no setting privacy.…_days says otherwise. `chatd settings get privacy`",
    )
  const others = Object.keys(rows).filter((table) => !rules.some(({ what }) => what === table))
  printTable(
    ["what", "kept since", dryRun ? "would go" : "went"],
    [
      ...rules.map(({ what, before }) => [what.replaceAll("_", " "), before.slice(0, 10), rows[what] ?? 0]),
      ...others.map((table) => [table.replaceAll("_", " "), "", rows[table] ?? 0]),
    ],
  )
}

async function swept(desk: DeskClient, dryRun: boolean): Promise<RetentionReply> {
  const rows: Record<string, number> = {}
  const progress = new ProgressLine()
  const started = performance.now()
  try {
    for (;;) {
      progress.show(progressOf(rows, dryRun, performance.now() - started))
      const reply = await desk.post<RetentionReply>("/privacy/retention", { dryRun })
      for (const [table, count] of Object.entries(reply.rows)) rows[table] = (rows[table] ?? 0) + count
      if (reply.done) return { ...reply, rows }
      // Another server may be at it.
      if (Object.keys(reply.rows).length === 0) await pause(AGAIN_MS)
    }
  } finally {
    progress.clear()
  }
}

/** A call works for some seconds: what those before it did. */
function progressOf(rows: RetentionReply["rows"], dryRun: boolean, ms: number): string {
  if (dryRun) return "What is too old is counted …"
  const gone = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const took = duration(ms / 1000)
  return gone > 0
    ? `${gone.toLocaleString("en")} rows are erased, after ${took} …`
    : `Days are counted before what was said in them goes: ${took} …`
}

async function receipts(flags: DeskFlags & { limit: number }, self: Command): Promise<void> {
  const { receipts: all } = await withDesk(self, flags, (desk) =>
    desk.get<{ receipts: ErasureReceiptReply[] }>("/privacy/receipts", { limit: flags.limit }),
  )
  if (flags.json) for (const receipt of all) printJson(receipt)
  else if (all.length === 0) console.log("Nobody was erased yet.")
  else
    printTable(
      ["receipt", "at", "by", "rows", "elsewhere"],
      all.map((one) => [
        one.id,
        one.at,
        one.by,
        Object.values(one.erased).reduce((sum, count) => sum + count, 0),
        one.elsewhere.length,
      ]),
    )
}
