import { styleText } from "node:util"
import Table from "cli-table3"

type Style = Parameters<typeof styleText>[0]

/** Colours text where standard output is a terminal that wants it (NO_COLOR is honoured). */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** One JSON value a line, for scripts. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** A table for eyes: no frames, so that it can be cut and pasted. */
export function printTable(head: readonly string[], rows: readonly (string | number)[][]): void {
  const table = new Table({
    head: head.map((name) => paint("bold", name)),
    chars: Object.fromEntries(
      ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
        .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
        .map((name) => [name, ""])
        .concat([["middle", "  "]]),
    ),
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  })
  for (const row of rows) table.push(row.map(String))
  console.log(table.toString())
}
