import { Command } from "commander"
import type { Today } from "../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { printJson, printTable } from "../print.ts"
import { span } from "../times.ts"

export function statsCommand(): Command {
  return withDeskFlags(new Command("stats"))
    .description("show today's figures, since midnight in the partner's time zone")
    .addHelpText(
      "after",
      `
Examples:
  chatd stats
  chatd stats --json | jq .medianFirstResponseSeconds`,
    )
    .action(async (flags: DeskFlags, self: Command) => {
      const today = await withDesk(self, flags, (desk) => desk.get<Today>("/today"))
      if (flags.json) printJson(today)
      else printToday(today)
    })
}

function printToday(today: Today): void {
  const first = today.medianFirstResponseSeconds
  printTable(
    [today.date, ""],
    [
      ["conversations", today.conversations],
      ["messages", today.messages],
      ["answered by the bot", today.answeredByBot],
      ["handed over", today.handedOver],
      ["closed", today.closed],
      ["waiting now", today.waiting],
      ["open now", today.open],
      ["first response, median", first === null ? "" : span(first)],
    ],
  )
  if (today.agents.length === 0) return
  console.log()
  printTable(
    ["agent", "has", "closed", "messages"],
    today.agents.map(({ name, open, closed, messages }) => [name, open, closed, messages]),
    { cut: ["agent"] },
  )
}
