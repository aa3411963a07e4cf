import { type Command, Option } from "commander"
import { parseLimit } from "../../arguments.ts"
import { listTickets } from "../../desk/paging.ts"
import { withDesk, withDeskFlags } from "../../desk/reach.ts"
import { printTickets } from "../../desk/ticket-words.ts"
import { printJson } from "../../print.ts"
import { exportTickets } from "./export.ts"
import { type FilterFlags, queryOf, withFilters } from "./filters.ts"

interface ListFlags extends FilterFlags {
  csv?: boolean
  limit: number
}

export function addListCommand(ticket: Command): void {
  withFilters(withDeskFlags(ticket.command("list")), "open")
    .description("list tickets, the newest first; unless told, those that are not closed")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(50))
    .option("--csv", "all of them as CSV, for spreadsheets")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket list --view mine --as grace@acme.com
  chatd ticket list --view all --search "kettle ada" --json | jq .number`,
    )
    .action((flags: ListFlags, self: Command) => list(flags, self))
}

async function list(flags: ListFlags, self: Command): Promise<void> {
  if (flags.csv) return exportTickets({ ...flags, format: "csv" }, self)
  const { items, more } = await withDesk(self, flags, async (desk) =>
    listTickets(desk, await queryOf(desk, flags), flags.limit),
  )
  if (flags.json) {
    for (const ticket of items) printJson(ticket)
  } else if (items.length === 0) {
    console.log(flags.view === "all" ? "No tickets." : "No such tickets; --view all shows every one.")
  } else {
    printTickets(items)
    if (more) console.log("\nThere are more; --limit shows them.")
  }
}
