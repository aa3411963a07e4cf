import type { Command } from "commander"
import type { DeskEvent } from "../../../src/api/desk/protocol.ts"
import { parseNumber } from "../../arguments.ts"
import { speaker } from "../../desk/event-lines.ts"
import { type FilesFlags, type FoundFile, listOrSave } from "../../desk/files.ts"
import { eventsAfter } from "../../desk/paging.ts"
import { withDesk, withDeskFlags } from "../../desk/reach.ts"

export function addFilesCommand(conversation: Command): void {
  withDeskFlags(conversation.command("files"))
    .description("list the files that came by mail, or save them")
    .argument("<conversation>", "its number", parseNumber)
    .option("--save <folder>", "write them there; what is there stays")
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation files 17
  chatd conversation files 17 --save ./from-ada`,
    )
    .action((number: number, flags: FilesFlags, self: Command) =>
      withDesk(self, flags, async (desk) =>
        listOrSave(desk, (await eventsAfter(desk, number, 0)).flatMap(filesOf), flags),
      ),
    )
}

function filesOf(event: DeskEvent): FoundFile[] {
  const from = event.data?.mail?.from ?? speaker(event)
  return (event.data?.attachments ?? []).map((file) => ({ ...file, at: event.at, from }))
}
