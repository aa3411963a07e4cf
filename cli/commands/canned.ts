import { Command } from "commander"
import type { CannedReply } from "../../src/api/desk/protocol.ts"
import { PLACEHOLDERS } from "../../src/core/canned-replies/canned-reply.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { printJson, printTable } from "../print.ts"

interface SetFlags extends DeskFlags {
  text?: string
  shortcut?: string
}

export function cannedCommand(): Command {
  const command = new Command("canned").description("canned replies: what agents say often, by a shortcut")
  withDeskFlags(command.command("list"))
    .description("list the canned replies")
    .addHelpText("after", "\nExample:\n  chatd canned list --json | jq -r .shortcut")
    .action((flags: DeskFlags, self: Command) => list(flags, self))
  withDeskFlags(command.command("add"))
    .description("add one; the text comes from standard input where it is -")
    .argument("<shortcut>", "what agents type after /")
    .argument("<text>", `may hold ${PLACEHOLDERS.map((one) => `{${one}}`).join(", ")}`)
    .addHelpText(
      "after",
      `
Examples:
  chatd canned add hello "Hello {customer.first_name}, I am {agent.first_name}."
  chatd canned add terms - < terms.md`,
    )
    .action((shortcut: string, text: string, flags: DeskFlags, self: Command) =>
      add(shortcut, text, flags, self),
    )
  withDeskFlags(command.command("set"))
    .description("change one's text, or its shortcut")
    .argument("<shortcut>", "which one")
    .option("--text <text>", "the new text; - reads it from standard input")
    .option("--shortcut <shortcut>", "the new shortcut")
    .addHelpText("after", '\nExample:\n  chatd canned set hello --text "Good day {customer.name}!"')
    .action((shortcut: string, flags: SetFlags, self: Command) => set(shortcut, flags, self))
  withDeskFlags(command.command("remove"))
    .description("remove some")
    .argument("<shortcuts...>", "which ones")
    .addHelpText("after", "\nExample:\n  chatd canned remove hello")
    .action((shortcuts: string[], flags: DeskFlags, self: Command) => remove(shortcuts, flags, self))
  return command
}

async function list(flags: DeskFlags, self: Command): Promise<void> {
  const { replies } = await withDesk(self, flags, (desk) =>
    desk.get<{ replies: CannedReply[] }>("/canned-replies"),
  )
  if (flags.json) {
    for (const reply of replies) printJson(reply)
  } else if (replies.length === 0) {
    console.log('No canned replies yet. Add one: chatd canned add hello "Hello {customer.first_name}!"')
  } else {
    printTable(
      ["shortcut", "text"],
      replies.map(({ shortcut, text }) => [`/${shortcut}`, text]),
      { cut: ["text"] },
    )
  }
}

async function add(shortcut: string, text: string, flags: DeskFlags, self: Command): Promise<void> {
  const body = { shortcut, text: await textOf(text) }
  const reply = await withDesk(self, flags, (desk) => desk.post<CannedReply>("/canned-replies", body))
  if (flags.json) printJson(reply)
  else console.log(`Added /${reply.shortcut}.`)
}

async function set(shortcut: string, flags: SetFlags, self: Command): Promise<void> {
  if (flags.text === undefined && flags.shortcut === undefined)
    throw new CommandFailure("Say what is to change: --text or --shortcut.", EXIT.usage)
  const changes = {
    ...(flags.shortcut !== undefined && { shortcut: flags.shortcut }),
    ...(flags.text !== undefined && { text: await textOf(flags.text) }),
  }
  const reply = await withDesk(self, flags, (desk) => desk.patch<CannedReply>(pathOf(shortcut), changes))
  if (flags.json) printJson(reply)
  else console.log(`Changed /${reply.shortcut}.`)
}

async function remove(shortcuts: readonly string[], flags: DeskFlags, self: Command): Promise<void> {
  await withDesk(self, flags, async (desk) => {
    for (const shortcut of shortcuts) await desk.delete(pathOf(shortcut))
  })
  if (flags.json) printJson({ removed: shortcuts })
  else console.log(`Removed ${shortcuts.map((one) => `/${one.replace(/^\//, "")}`).join(", ")}.`)
}

/** As it is typed in a chat, with the `/` before it, too. */
function pathOf(shortcut: string): string {
  return `/canned-replies/${encodeURIComponent(shortcut.replace(/^\//, "").toLowerCase())}`
}

async function textOf(given: string): Promise<string> {
  return given === "-" ? (await Bun.stdin.text()).trimEnd() : given
}
