import type { Command } from "commander"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { printJson } from "../../print.ts"
import { parseNumber } from "./number.ts"
import { parseSince } from "./since.ts"

interface ReplayFlags extends DeskFlags {
  since?: string
  from?: number
  conversation?: number
  failed?: boolean
}

export function addReplayCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("replay"))
    .description("send events of the last thirty days again, under their old ids and numbers")
    .argument("<webhook>", "its number", parseNumber)
    .option(
      "--since <time>",
      "what happened then or later: 2h, 7d, or 2026-11-21T10:00 on this machine's clock",
      parseSince,
    )
    .option("--from <number>", "from this number on", parseNumber)
    .option("--conversation <number>", "of this conversation", parseNumber)
    .option("--failed", "what was given up")
    .addHelpText(
      "after",
      `
Examples:
  chatd webhooks replay 1 --since 2h
  chatd webhooks replay 1 --from 1200
  chatd webhooks replay 1 --failed`,
    )
    .action((number: number, flags: ReplayFlags, self: Command) => replay(number, flags, self))
}

async function replay(number: number, flags: ReplayFlags, self: Command): Promise<void> {
  const { since, from, conversation, failed } = flags
  const range = {
    ...(since !== undefined && { since }),
    ...(from !== undefined && { from }),
    ...(conversation !== undefined && { conversation }),
    ...(failed && { failed }),
  }
  if (Object.keys(range).length === 0)
    throw new CommandFailure("Say which: --since, --from, --conversation or --failed.", EXIT.usage)
  const { replayed } = await withDesk(self, flags, (desk) =>
    desk.post<{ replayed: number }>(`/webhooks/${number}/replay`, range),
  )
  if (flags.json) printJson({ replayed })
  else if (replayed === 0)
    console.log("Nothing to send again: there is no such event, or it waits to be sent already.")
  else console.log(`${replayed === 1 ? "1 event is" : `${replayed} events are`} sent again.`)
}
