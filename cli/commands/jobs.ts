import { Command } from "commander"
import { refuseServer } from "../desk/reach.ts"
import { dropCommand, retryCommand } from "./jobs/change.ts"
import { listCommand } from "./jobs/list.ts"
import { showCommand } from "./jobs/show.ts"

export function jobsCommand(): Command {
  return new Command("jobs")
    .description("what waits to be told to other systems: tickets, mails")
    .hook("preAction", () => refuseServer("jobs"))
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(dropCommand())
}
