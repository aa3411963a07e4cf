import type { Command } from "commander"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { printJson } from "../../print.ts"
import { parseNumber } from "./number.ts"

export function addRemoveCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("remove"))
    .description("remove one, with everything that it has yet to be told")
    .argument("<webhook>", "its number", parseNumber)
    .addHelpText("after", "\nExample:\n  chatd webhooks remove 1")
    .action((number: number, flags: DeskFlags, self: Command) => remove(number, flags, self))
}

async function remove(number: number, flags: DeskFlags, self: Command): Promise<void> {
  await withDesk(self, flags, (desk) => desk.delete(`/webhooks/${number}`))
  if (flags.json) printJson({ removed: number })
  else console.log(`Removed webhook ${number}.`)
}
