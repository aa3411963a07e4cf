import { createWriteStream } from "node:fs"
import { finished } from "node:stream/promises"
import { type Command, Option } from "commander"
import { withDesk, withDeskFlags } from "../../desk/reach.ts"
import { CommandFailure } from "../../failure.ts"
import { printParts } from "../../print.ts"
import { type FilterFlags, queryOf, withFilters } from "./filters.ts"

const FORMATS = ["csv", "json"] as const

interface ExportFlags extends FilterFlags {
  format: (typeof FORMATS)[number]
  out?: string
}

export function addExportCommand(ticket: Command): void {
  withFilters(withDeskFlags(ticket.command("export")), "all")
    .description("write tickets down: CSV with one row each, or JSON with their history")
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("csv"))
    .option("--out <file>", "into this file (default: standard output)")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket export --out tickets.csv
  chatd ticket export --view closed --format json | jq '.[].history'`,
    )
    .action((flags: ExportFlags, self: Command) =>
      exportTickets({ ...flags, format: flags.json ? "json" : flags.format }, self),
    )
}

/** It may be long: what comes is written while it comes. */
export async function exportTickets(flags: ExportFlags, self: Command): Promise<void> {
  await withDesk(self, flags, async (desk) => {
    const query = { ...(await queryOf(desk, flags)), format: flags.format }
    const parts = desk.stream("/tickets/export", query)
    if (flags.out !== undefined) await intoFile(flags.out, parts)
    else await printParts(parts)
  })
}

async function intoFile(path: string, parts: AsyncIterable<string>): Promise<void> {
  const file = createWriteStream(path)
  const done = finished(file)
  done.catch(() => {})
  try {
    for await (const part of parts)
      if (!file.write(part)) await Promise.race([new Promise((resolve) => file.once("drain", resolve)), done])
    file.end()
    await done
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure(`${path} cannot be written: ${(error as Error).message}`)
  }
}
