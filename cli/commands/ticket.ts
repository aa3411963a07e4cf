import { Command } from "commander"
import { addCommentCommand } from "./ticket/comment.ts"
import { addCreateCommand } from "./ticket/create.ts"
import { addExportCommand } from "./ticket/export.ts"
import { addFilesCommand } from "./ticket/files.ts"
import { addListCommand } from "./ticket/list.ts"
import { addSetCommand } from "./ticket/set.ts"
import { addShowCommand } from "./ticket/show.ts"

export function ticketCommand(): Command {
  const command = new Command("ticket").description(
    "tickets: what somebody waits for, whichever door it came through",
  )
  for (const add of [
    addListCommand,
    addShowCommand,
    addCreateCommand,
    addSetCommand,
    addCommentCommand,
    addFilesCommand,
    addExportCommand,
  ])
    add(command)
  return command
}
