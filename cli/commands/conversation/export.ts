import { type Command, Option } from "commander"
import type { ConversationDetail } from "../../../src/api/desk/protocol.ts"
import { parseNumber } from "../../arguments.ts"
import type { DeskClient } from "../../desk/client.ts"
import { markdownOf } from "../../desk/markdown-transcript.ts"
import { eventsAfter } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { intoFile } from "../../into-file.ts"
import { escapedJson } from "../../print.ts"
import { safeText } from "../../terminal-text.ts"

const FORMATS = ["text", "json", "md"] as const

interface ExportFlags extends DeskFlags {
  format: (typeof FORMATS)[number]
  notes?: boolean
  out?: string
}

export function addExportCommand(conversation: Command): void {
  const command = withDeskFlags(conversation.command("export"))
    .description("write a conversation down, as text, JSON or Markdown")
    .argument("<conversation>", "its number", parseNumber)
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("text"))
    .option("--notes", "with the notes of those who answered")
    .option("--out <file>", "into this file (default: standard output)")
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation export 17 --format md --out conversation-17.md
  chatd conversation export 17 --format json --notes | jq .`,
    )
  command.action((number: number, flags: ExportFlags, self: Command) =>
    exportOne(number, { ...flags, format: flags.json ? "json" : flags.format }, self),
  )
}

async function exportOne(number: number, flags: ExportFlags, self: Command): Promise<void> {
  const text = await withDesk(self, flags, (desk) => written(desk, number, flags))
  const whole = text.endsWith("\n") ? text : `${text}\n`
  if (flags.out !== undefined) await intoFile(flags.out, [whole])
  // A file keeps what was said; a terminal would obey it.
  else process.stdout.write(process.stdout.isTTY ? safeText(whole) : whole)
}

async function written(desk: DeskClient, number: number, flags: ExportFlags): Promise<string> {
  const notes = Boolean(flags.notes)
  if (flags.format !== "md") {
    const text = await desk.text(`/conversations/${number}/transcript`, { format: flags.format, notes })
    return flags.format === "json" ? escapedJson(text) : text
  }
  const detail = await desk.get<ConversationDetail>(`/conversations/${number}`)
  return markdownOf(detail, await eventsAfter(desk, number, 0), notes)
}
