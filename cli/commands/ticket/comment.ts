import { randomUUID } from "node:crypto"
import type { Command } from "commander"
import type { DeskTicketChange } from "../../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { textGiven } from "../../desk/text-given.ts"
import { printJson } from "../../print.ts"

interface CommentFlags extends DeskFlags {
  public?: boolean
  clientId?: string
}

export function addCommentCommand(ticket: Command): void {
  withDeskFlags(ticket.command("comment"))
    .description("say something about a ticket; only agents read it, unless --public")
    .argument("<ticket>", "its number, T- and its number, or its uuid")
    .argument("[text]", "what to say; - or nothing: from standard input")
    .option("--public", "the requester reads it too")
    .option("--client-id <id>", "a name of your own: the same again is not said twice")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket comment 7 "Third one this week."
  chatd ticket comment 7 "A new one is on its way." --public --as grace@acme.com
  ./depot-report | chatd ticket comment T-7 - --client-id depot-2026-11-21`,
    )
    .action((named: string, text: string | undefined, flags: CommentFlags, self: Command) =>
      comment(named, text, flags, self),
    )
}

async function comment(
  named: string,
  said: string | undefined,
  flags: CommentFlags,
  self: Command,
): Promise<void> {
  const text = await textGiven(said)
  const body = {
    clientId: flags.clientId ?? randomUUID(),
    text,
    visibility: flags.public ? "public" : "internal",
  }
  const change = await withDesk(self, flags, (desk) =>
    desk.post<DeskTicketChange>(`/tickets/${encodeURIComponent(named)}/comments`, body),
  )
  if (flags.json) printJson({ ticket: named, ...change })
  else console.log(flags.public ? "Said; the requester reads it." : "Noted, for agents only.")
}
