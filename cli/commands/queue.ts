import { Command } from "commander"
import type { Summary } from "../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { printQueue } from "../desk/summary-table.ts"
import { printJson } from "../print.ts"
import { span } from "../times.ts"

interface Queue {
  waiting: number
  longestWaitSeconds: number
  conversations: Summary[]
}

export function queueCommand(): Command {
  return withDeskFlags(new Command("queue"))
    .description("show who waits for a person, in the order in which they are handed out")
    .addHelpText(
      "after",
      `
Examples:
  chatd queue
  chatd queue --json | jq .waiting`,
    )
    .action(async (flags: DeskFlags, self: Command) => {
      const queue = await withDesk(self, flags, (desk) => desk.get<Queue>("/queue"))
      if (flags.json) printJson(queue)
      else if (queue.waiting === 0) console.log("Nobody waits.")
      else {
        const { waiting, longestWaitSeconds, conversations } = queue
        printQueue(conversations)
        const shown = conversations.length < waiting ? `, ${conversations.length} of them shown` : ""
        console.log(
          `\n${waiting} wait${waiting === 1 ? "s" : ""}${shown}, the longest for ${span(longestWaitSeconds)}.`,
        )
      }
    })
}
