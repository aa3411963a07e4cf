import { type Command, InvalidArgumentError, Option } from "commander"
import { parseNumber } from "../../arguments.ts"
import { EventPrinter } from "../../desk/event-printer.ts"
import { type DeskFlags, withDeskFlags } from "../../desk/reach.ts"
import { tail } from "../../desk/tail.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { unread } from "../../standard-output.ts"

interface TailFlags extends DeskFlags {
  all?: boolean
  last: number
}

export function addTailCommand(conversation: Command): void {
  withDeskFlags(conversation.command("tail"))
    .description("follow a conversation, or all of them, until Ctrl-C; goes on after a server's restart")
    .argument("[conversation]", "its number", parseNumber)
    .option("--all", "all conversations of the partner: what is new from now on")
    .addOption(
      new Option("--last <n>", "show the last so many events first").argParser(parseLast).default(10),
    )
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation tail 17
  chatd conversation tail --all --json | jq --unbuffered -r 'select(.type == "message") | .text'`,
    )
    .action(async (number: number | undefined, flags: TailFlags, self: Command) => {
      if ((number === undefined) === !flags.all)
        throw new CommandFailure("Which conversation? Give its number, or --all.", EXIT.usage)
      const stop = new AbortController()
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort())
      await tail(self, flags, {
        conversation: number,
        last: flags.last,
        printer: new EventPrinter({ json: Boolean(flags.json), named: number === undefined }),
        say: (text) => console.error(text),
        signal: AbortSignal.any([stop.signal, unread]),
      })
      if (!unread.aborted) process.exitCode = EXIT.interrupted
    })
}

function parseLast(text: string): number {
  const last = Number(text)
  if (Number.isInteger(last) && last >= 0 && last <= 10_000) return last
  throw new InvalidArgumentError("It is a whole number, 0 to 10000.")
}
