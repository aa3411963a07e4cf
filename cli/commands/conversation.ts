import { Command } from "commander"
import { addExportCommand } from "./conversation/export.ts"
import { addFilesCommand } from "./conversation/files.ts"
import { addListCommand } from "./conversation/list.ts"
import { addMoveCommands } from "./conversation/move.ts"
import { addShowCommand } from "./conversation/show.ts"
import { addSpeakCommands } from "./conversation/speak.ts"
import { addTailCommand } from "./conversation/tail.ts"

export function conversationCommand(): Command {
  const command = new Command("conversation").description(
    "conversations: look, follow, answer, take, pass on, close, keep",
  )
  for (const add of [
    addListCommand,
    addShowCommand,
    addTailCommand,
    addSpeakCommands,
    addMoveCommands,
    addFilesCommand,
    addExportCommand,
  ]) {
    add(command)
  }
  return command
}
