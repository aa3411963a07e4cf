import { once } from "node:events"
import { styleText } from "node:util"
import { columnsOf, foldedText } from "./fold.ts"
import { unread } from "./standard-output.ts"
import { type Cell, tableLines } from "./table.ts"
import { safeText } from "./terminal-text.ts"

type Style = Parameters<typeof styleText>[0]

/** Colours text where standard output is a terminal that wants it (NO_COLOR is honoured). */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** A table's cell in a colour. */
export function painted(style: Style, text: string): Cell {
  return { text, paint: (shown) => paint(style, shown) }
}

/** JSON escapes most of what a terminal obeys; the rest is escaped here, and means the same to whoever parses it. */
const OBEYED = /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g

/** One JSON value a line, for scripts. */
export function printJson(value: unknown): void {
  process.stdout.write(`${escapedJson(JSON.stringify(value))}\n`)
}

/** JSON, or a part of some, that no terminal obeys. */
export function escapedJson(text: string): string {
  return text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

/**
 * A table for eyes. On a terminal the columns that `cut` names give way to its width; piped, everything is there.
 *
 * @example printTable(["ticket", "subject"], [[17, "It does not start"]], { cut: ["subject"] })
 */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { cut = [] }: { cut?: readonly string[] } = {},
): void {
  const lines = tableLines(head, rows, {
    cut,
    columns: columnsOf(process.stdout),
    paintHead: (text) => paint("bold", text),
  })
  console.log(lines.join("\n"))
}

/** Lines for eyes: on a terminal none is broken within a word. */
export function printText(text: string): void {
  console.log(foldedText(text, columnsOf(process.stdout)))
}

/** A long text as fast as it is read. Piped it is what was said; a terminal would obey it. */
export async function printParts(parts: AsyncIterable<string>): Promise<void> {
  for await (const part of parts) {
    if (!process.stdout.write(process.stdout.isTTY ? safeText(part) : part)) await drained()
    if (unread.aborted) return
  }
}

/** Or nobody reads on. */
async function drained(): Promise<void> {
  await once(process.stdout, "drain", { signal: unread }).catch(() => {})
}
