import type { Command } from "commander"
import type { DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { type FilesFlags, listOrSave } from "../../desk/files.ts"
import { withDesk, withDeskFlags } from "../../desk/reach.ts"

export function addFilesCommand(ticket: Command): void {
  withDeskFlags(ticket.command("files"))
    .description("list the files that came by mail, or save them")
    .argument("<ticket>", "its number, T- and its number, or its uuid")
    .option("--save <folder>", "write them there; what is there stays")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket files 7
  chatd ticket files 7 --save ./ticket-7`,
    )
    .action((named: string, flags: FilesFlags, self: Command) =>
      withDesk(self, flags, async (desk) => {
        const { ticket: whose, history } = await desk.get<DeskTicketDetail>(
          `/tickets/${encodeURIComponent(named)}`,
        )
        const files = history.flatMap(({ at, actor, kind, attachments = [] }) =>
          attachments.map((file) => ({
            ...file,
            at,
            from: kind === "created" ? whose.requester.email : actor.name,
          })),
        )
        await listOrSave(desk, files, flags)
      }),
    )
}
