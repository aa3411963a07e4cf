import { Command } from "commander"
import { addAddCommand } from "./webhooks/add.ts"
import { addDeliveriesCommand } from "./webhooks/deliveries.ts"
import { addListCommand } from "./webhooks/list.ts"
import { addRemoveCommand } from "./webhooks/remove.ts"
import { addReplayCommand } from "./webhooks/replay.ts"
import { addSetCommand } from "./webhooks/set.ts"
import { addTestCommand } from "./webhooks/test.ts"

export function webhooksCommand(): Command {
  const command = new Command("webhooks").description(
    "webhooks: your own server is told what happens, with signed events",
  )
  addListCommand(command)
  addAddCommand(command)
  addSetCommand(command)
  addRemoveCommand(command)
  addTestCommand(command)
  addDeliveriesCommand(command)
  addReplayCommand(command)
  return command
}
