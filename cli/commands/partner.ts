import { Command } from "commander"
import { refuseServer } from "../desk/reach.ts"
import { addCreateCommand } from "./partner/create.ts"
import { addInviteCommand } from "./partner/invite.ts"
import { addListCommand } from "./partner/list.ts"
import { addRemoveCommand } from "./partner/remove.ts"
import { addRevokeKeyCommand } from "./partner/revoke-key.ts"
import { addRotateKeyCommand } from "./partner/rotate-key.ts"
import { addSetCommand } from "./partner/set.ts"
import { addShowCommand } from "./partner/show.ts"

export function partnerCommand(): Command {
  const command = new Command("partner")
    .description("the companies whose customers are served, their keys and settings")
    .hook("preAction", () => refuseServer("partner"))
  for (const add of [
    addCreateCommand,
    addListCommand,
    addShowCommand,
    addSetCommand,
    addRotateKeyCommand,
    addRevokeKeyCommand,
    addInviteCommand,
    addRemoveCommand,
  ]) {
    add(command)
  }
  return command
}
