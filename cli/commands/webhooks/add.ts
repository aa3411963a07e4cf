import type { Command } from "commander"
import type { NewDeskWebhook } from "../../../src/api/desk/protocol.ts"
import { EVENT_TYPES } from "../../../src/core/webhooks/event-types.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { paint, printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { eventsOf } from "./number.ts"

interface AddFlags extends DeskFlags {
  events?: string
  description?: string
}

export function addAddCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("add"))
    .description("add one; it is told of what happens from now on")
    .argument("<url>", "where events are posted: https://…")
    .option("--events <types>", `only these, with commas between: ${EVENT_TYPES.join(", ")}`)
    .option("--description <text>", "a note for yourself")
    .addHelpText(
      "after",
      `
Examples:
  chatd webhooks add https://shop.example/chatd-events
  chatd webhooks add https://shop.example/tickets --events ticket.created,ticket.changed

The secret that events are signed with is shown this once. docs/webhooks.md says how to check it.`,
    )
    .action((url: string, flags: AddFlags, self: Command) => add(url, flags, self))
}

async function add(url: string, flags: AddFlags, self: Command): Promise<void> {
  const { events, description } = flags
  const body = {
    url,
    ...(events !== undefined && { events: eventsOf(events) }),
    ...(description !== undefined && { description }),
  }
  const added = await withDesk(self, flags, (desk) => desk.post<NewDeskWebhook>("/webhooks", body))
  if (flags.json) {
    printJson(added)
    return
  }
  console.log(`Added webhook ${added.number}: ${safeLine(added.url)}

  ${paint("bold", added.secret)}

Events are signed with this secret. It is shown this once.
Try it: chatd webhooks test ${added.number}`)
}
