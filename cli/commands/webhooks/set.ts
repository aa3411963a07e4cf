import { type Command, Option } from "commander"
import type { DeskWebhook } from "../../../src/api/desk/protocol.ts"
import type { DeskClient } from "../../desk/client.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { parseDuration } from "../../duration.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { paint, printJson } from "../../print.ts"
import { localTime } from "../../times.ts"
import { eventsOf, parseNumber } from "./number.ts"

interface SetFlags extends DeskFlags {
  url?: string
  events?: string
  description?: string
  pause?: boolean
  resume?: boolean
  newSecret?: boolean
  overlap: number
}

const HOUR_MS = 3_600_000

export function addSetCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("set"))
    .description("change one, pause it, resume it, or give it a new secret")
    .argument("<webhook>", "its number", parseNumber)
    .option("--url <url>", "where events are posted")
    .option("--events <types>", "only these, with commas between; or all")
    .option("--description <text>", "a note for yourself")
    .addOption(new Option("--pause", "send nothing; events are kept for it").conflicts("resume"))
    .option("--resume", "send again, what waits first")
    .option("--new-secret", "make a new secret and show it this once")
    .addOption(
      new Option("--overlap <time>", "how long the secret before signs along")
        .argParser(parseDuration)
        .default(24 * HOUR_MS, "24h"),
    )
    .addHelpText(
      "after",
      `
Examples:
  chatd webhooks set 1 --resume
  chatd webhooks set 1 --events message.created,conversation.status
  chatd webhooks set 1 --new-secret --overlap 48h`,
    )
    .action((number: number, flags: SetFlags, self: Command) => set(number, flags, self))
}

async function set(number: number, flags: SetFlags, self: Command): Promise<void> {
  const { url, events, description, pause, resume, newSecret } = flags
  const changes = {
    ...(url !== undefined && { url }),
    ...(events !== undefined && { events: eventsOf(events) }),
    ...(description !== undefined && { description }),
    ...(pause && { status: "paused" }),
    ...(resume && { status: "active" }),
  }
  const changesSomething = Object.keys(changes).length > 0
  if (!changesSomething && !newSecret)
    throw new CommandFailure(
      "Say what is to change: --url, --events, --description, --pause, --resume or --new-secret.",
      EXIT.usage,
    )
  await withDesk(self, flags, async (desk) => {
    if (changesSomething) {
      const changed = await desk.patch<DeskWebhook>(`/webhooks/${number}`, changes)
      if (flags.json) printJson(changed)
      else console.log(`Changed webhook ${changed.number}. It is ${changed.status}.`)
    }
    if (newSecret) await replaceSecret(desk, number, flags)
  })
}

async function replaceSecret(
  desk: DeskClient,
  number: number,
  { overlap, json }: Pick<SetFlags, "overlap" | "json">,
): Promise<void> {
  const { secret, previousUntil } = await desk.post<{ secret: string; previousUntil: string }>(
    `/webhooks/${number}/rotate-secret`,
    { overlapHours: overlap / HOUR_MS },
  )
  if (json) {
    printJson({ secret, previousUntil })
    return
  }
  console.log(`The new secret of webhook ${number}, shown this once:

  ${paint("bold", secret)}

Until ${localTime(previousUntil)} events are signed with the one before as well.`)
}
