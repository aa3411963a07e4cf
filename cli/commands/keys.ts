import { randomBytes } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import { Command } from "commander"
import type { EncryptionReply } from "../../src/api/desk/protocol.ts"
import type { DeskClient } from "../desk/client.ts"
import { type DeskFlags, withDesk } from "../desk/reach.ts"
import { printJson } from "../print.ts"

const LOOK_MS = 500
const PLAIN = "plain"

export function keysCommand(): Command {
  const command = new Command("keys").description(
    "what people said is sealed with at rest: make a key, rotate it",
  )
  command
    .command("generate")
    .description("make a key for encryption.key (CHATD_ENCRYPTION_KEY); it is kept nowhere")
    .addHelpText("after", "\nExample:\n  export CHATD_ENCRYPTION_KEY=$(chatd keys generate)")
    .action(() => console.log(randomBytes(32).toString("base64")))
  withFlags(command.command("status"))
    .description("which keys are in use, and which may go")
    .addHelpText("after", "\nExample:\n  chatd keys status")
    .action((flags: DeskFlags, self: Command) => status(flags, self))
  withFlags(command.command("rotate"))
    .description("seal everything with the current key, beside a server that runs")
    .option("--detach", "leave it to the server, and do not wait")
    .addHelpText(
      "after",
      `
The new key is encryption.key, and the one before it is in encryption.old_keys until this is done.

Example:
  CHATD_ENCRYPTION_KEY=$NEW CHATD_ENCRYPTION_OLD_KEYS=$OLD chatd keys rotate`,
    )
    .action((flags: DeskFlags & { detach?: boolean }, self: Command) => rotate(flags, self))
  return command
}

function withFlags(command: Command): Command {
  return command
    .option("--partner <id>", "in whose audit log it stands (default: the only partner)")
    .option("--json", "for scripts")
}

const WHOLE_INSTALLATION = { asNobody: true, newKeys: true } as const

async function status(flags: DeskFlags, self: Command): Promise<void> {
  const reply = await withDesk(self, { ...flags, ...WHOLE_INSTALLATION }, (desk) =>
    desk.get<EncryptionReply>("/encryption"),
  )
  if (flags.json) printJson(reply)
  else console.log(sentences(reply).join("\n"))
}

function sentences({ current, keys, progress }: EncryptionReply): string[] {
  const others = keys.filter(({ id }) => id !== (current ?? PLAIN))
  const sealed = current
    ? `What is written is sealed with the key ${current}.`
    : "Nothing that is written is sealed."
  if (progress) return [sealed, `Everything else is being sealed anew: ${progressOf(progress)}.`]
  if (others.length === 0) return [sealed, ...(current ? ["Everything is; no other key is needed."] : [])]
  return [
    sealed,
    ...others.map(({ id }) =>
      id === PLAIN
        ? "Some of what is there may not be sealed."
        : `The key ${id} is needed for what is there.`,
    ),
    "`chatd keys rotate` brings everything under the current one.",
  ]
}

function progressOf({ rows, total, startedAt }: NonNullable<EncryptionReply["progress"]>): string {
  const spent = Date.now() - Date.parse(startedAt)
  const left = rows === 0 ? undefined : Math.ceil((spent * Math.max(0, total - rows)) / rows / 1_000)
  const share = total === 0 ? 100 : Math.min(100, Math.floor((100 * rows) / total))
  return `${share} %, ${rows} of ${total} rows${left === undefined ? "" : `, about ${left} s left`}`
}

async function rotate(flags: DeskFlags & { detach?: boolean }, self: Command): Promise<void> {
  await withDesk(self, { ...flags, ...WHOLE_INSTALLATION }, async (desk) => {
    let reply = await desk.post<EncryptionReply>("/encryption/rotate")
    if (!flags.detach) reply = await untilDone(desk, reply, flags.json === true)
    if (flags.json) printJson(reply)
    else console.log(sentences(reply).join("\n"))
  })
}

async function untilDone(
  desk: DeskClient,
  first: EncryptionReply,
  isQuiet: boolean,
): Promise<EncryptionReply> {
  const shows = !isQuiet && process.stderr.isTTY
  let reply = first
  while (reply.keys.some(({ id }) => id !== (reply.current ?? PLAIN))) {
    if (shows && reply.progress) process.stderr.write(`\r\u001b[K${progressOf(reply.progress)}`)
    await pause(LOOK_MS)
    reply = await desk.get<EncryptionReply>("/encryption")
  }
  if (shows) process.stderr.write("\r\u001b[K")
  return reply
}
