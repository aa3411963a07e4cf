import { randomUUID } from "node:crypto"
import type { Command } from "commander"
import type { DeskEvent } from "../../../src/api/desk/protocol.ts"
import { parseNumber } from "../../arguments.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { textGiven } from "../../desk/text-given.ts"
import { printJson } from "../../print.ts"

interface SpeakFlags extends DeskFlags {
  clientId?: string
}

export function addSpeakCommands(conversation: Command): void {
  withSpeakFlags(conversation.command("reply"))
    .description("answer the customer, who reads it at once; it is then yours if nobody had it")
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation reply 17 "It is on its way." --as grace@acme.com
  ./nightly-report | chatd conversation reply 17 - --client-id report-2026-11-21`,
    )
    .action((number: number, text: string | undefined, flags: SpeakFlags, self: Command) =>
      speak("messages", number, text, flags, self),
    )
  withSpeakFlags(conversation.command("note"))
    .description("leave a note, which no customer ever sees")
    .addHelpText(
      "after",
      `
Example:
  chatd conversation note 17 "Called back, wants a refund." --as grace@acme.com`,
    )
    .action((number: number, text: string | undefined, flags: SpeakFlags, self: Command) =>
      speak("notes", number, text, flags, self),
    )
}

function withSpeakFlags(command: Command): Command {
  return withDeskFlags(command)
    .argument("<conversation>", "its number", parseNumber)
    .argument("[text]", "what to say; - or nothing: from standard input")
    .option("--client-id <id>", "a name of your own: the same again is not said twice")
}

async function speak(
  kind: "messages" | "notes",
  number: number,
  said: string | undefined,
  flags: SpeakFlags,
  self: Command,
): Promise<void> {
  const text = await textGiven(said)
  const clientId = flags.clientId ?? randomUUID()
  const event = await withDesk(self, flags, (desk) =>
    desk.post<DeskEvent>(`/conversations/${number}/${kind}`, { clientId, text }),
  )
  if (flags.json) printJson({ conversation: number, ...event })
  else
    console.log(`${kind === "notes" ? "Noted" : "Said"} in conversation ${number}, as number ${event.seq}.`)
}
