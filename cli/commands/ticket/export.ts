import { type Command, Option } from "commander"
import { withDesk, withDeskFlags } from "../../desk/reach.ts"
import { intoFile } from "../../into-file.ts"
import { escapedJson, printParts } from "../../print.ts"
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
    const written = desk.stream("/tickets/export", query)
    const parts = flags.format === "json" ? escapedParts(written) : written
    if (flags.out !== undefined) await intoFile(flags.out, parts)
    else await printParts(parts)
  })
}

async function* escapedParts(parts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const part of parts) yield escapedJson(part)
}
