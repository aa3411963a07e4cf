import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { toString as plainText } from "mdast-util-to-string"
import { gfm } from "micromark-extension-gfm"
import type { Block } from "../extract/units.ts"

/** A cell with what it is about: its row's first cell, under that one's header, and its own header. */
export interface Cell {
  about: string
  subject: string
  header: string
  text: string
}

/** Every cell of a table that holds anything, but those of the first column. */
export function cellsOf({ head, units }: Block): Cell[] {
  const markdown = [head ?? "", ...units.map(({ source }) => source)].join("\n")
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const [table] = tree.children
  if (table?.type !== "table") return []
  const [headers = [], ...rows] = table.children.map((row) =>
    row.children.map((cell) => plainText(cell).trim()),
  )
  return rows.flatMap(([subject = "", ...cells]) =>
    cells.flatMap((text, i) =>
      text === "" ? [] : { about: headers[0] ?? "", subject, header: headers[i + 1] ?? "", text },
    ),
  )
}
