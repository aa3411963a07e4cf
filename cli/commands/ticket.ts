import { Command } from "commander"
import { listTickets } from "../../src/storage/repositories/ticket-lists.ts"
import { withDatabase } from "../database.ts"
import { choosePartner } from "../partner.ts"
import { printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"

interface ListFlags {
  partner?: string
  limit: string
  json?: boolean
}

export function ticketCommand(): Command {
  const command = new Command("ticket").description("tickets that escalated questions became")
  command
    .command("list")
    .description("list the newest tickets")
    .option("--partner <id>", "whose tickets")
    .option("--limit <n>", "at most so many", "50")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd ticket list --limit 10")
    .action(async (flags: ListFlags, self: Command) => {
      const config = configOf(self)
      const tickets = await withDatabase(config, async (database) =>
        listTickets(database.db, (await choosePartner(database.db, config, flags.partner)).id, {
          view: "all",
          limit: Number(flags.limit) || 50,
        }),
      )
      if (flags.json) {
        for (const ticket of tickets) printJson(ticket)
      } else if (tickets.length === 0) {
        console.log("No tickets yet.")
      } else {
        printTable(
          ["ticket", "status", "from", "subject", "at"],
          tickets.map((ticket) => [
            ticket.reference,
            ticket.status,
            ticket.requester.email,
            ticket.subject,
            ticket.createdAt.toISOString().slice(0, 16).replace("T", " "),
          ]),
        )
      }
    })
  return command
}
