import { isElement, tagOf } from "./html-elements.ts"
import { inlineMarkdown, type PageContext } from "./html-inline.ts"

/** Tables wider than this, in columns, are no tables of people. */
const MAX_COLUMNS = 60

/**
 * A table in GitHub's Markdown, its caption above it; the first row is the header, as Markdown knows no table
 * without one. Undefined for tables that only lay out a page: of one column, or with tables inside.
 */
export function tableMarkdown(table: Element, context: PageContext): string[] | undefined {
  if (table.querySelector("table, h1, h2, h3, pre")) return undefined
  const rows = rowsOf(table, context).filter((row) => row.some(Boolean))
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  if (width < 2 || width > MAX_COLUMNS) return undefined
  const [header, ...body] = rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")])
  const caption = table.querySelector("caption")
  const above = caption ? inlineMarkdown(caption.childNodes, context).trim() : ""
  const lines = [header ?? [], Array<string>(width).fill("---"), ...body].map(
    (row) => `| ${row.join(" | ")} |`,
  )
  return [above, lines.join("\n")].filter(Boolean)
}

function rowsOf(table: Element, context: PageContext): string[][] {
  return [...table.querySelectorAll("tr")].map((row) => {
    const cells = [...row.childNodes].filter((node) => isElement(node) && /^t[dh]$/.test(tagOf(node)))
    return cells.map((cell) => cellText(cell, context))
  })
}

function cellText(cell: Node, context: PageContext): string {
  const parts = [...cell.childNodes].map((node) => inlineMarkdown([node], context))
  return parts.join(" ").replace(/\\?\n/g, " ").replace(/\s+/g, " ").trim().replaceAll("|", "\\|")
}
