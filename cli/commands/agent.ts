import { Command } from "commander"
import { refuseServer } from "../desk/reach.ts"
import { addAddCommand } from "./agent/add.ts"
import { addListCommand } from "./agent/list.ts"
import { addRemoveCommand } from "./agent/remove.ts"
import { addSetCommand } from "./agent/set.ts"
import { addShowCommand } from "./agent/show.ts"
import { addSignOutCommand } from "./agent/sign-out.ts"
import { addUnlockCommand } from "./agent/unlock.ts"

export function agentCommand(): Command {
  const command = new Command("agent")
    .description("those who answer: their accounts, and who is there; on the server's own machine")
    .hook("preAction", () => refuseServer("agent"))
  for (const add of [
    addAddCommand,
    addListCommand,
    addShowCommand,
    addSetCommand,
    addRemoveCommand,
    addUnlockCommand,
    addSignOutCommand,
  ]) {
    add(command)
  }
  return command
}
