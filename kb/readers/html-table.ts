import { holdsBlocks, isChrome, isElement, tagOf } from "./html-elements.ts"
import { inlineMarkdown, type PageContext } from "./html-inline.ts"
import { markdownTable } from "./markdown-table.ts"

/** Tables wider than this, in columns, are no tables of people. */
const MAX_COLUMNS = 60

/** Most characters that a cell over several rows puts into them, all together; larger ones stay in the first. */
const MAX_REPEATED = 2000

/**
 * A table in GitHub's Markdown, its caption above it; the first row is the header, as Markdown knows no table
 * without one. Undefined for tables that only lay out a page: of one column, or with tables inside.
 */
export function tableMarkdown(table: Element, context: PageContext): string[] | undefined {
  if (table.querySelector("table, h1, h2, h3, pre")) return undefined
  const rows = rowsOf(table, context).filter((row) => row.some(Boolean))
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  if (width < 2 || width > MAX_COLUMNS) return undefined
  const even = rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")])
  const caption = table.querySelector("caption")
  const above = caption ? inlineMarkdown(caption.childNodes, context).trim() : ""
  return [above, markdownTable(even)].filter(Boolean)
}

/** A cell over several columns leaves the others empty; one over several rows is said again in each. */
function rowsOf(table: Element, context: PageContext): string[][] {
  let above = new Map<number, { text: string; rows: number }>()
  return [...table.querySelectorAll("tr")].map((row) => {
    const below = new Map<number, { text: string; rows: number }>()
    const texts: string[] = []
    const put = (column: number, text: string, rows: number) => {
      texts[column] = text
      if (rows > 1 && column <= MAX_COLUMNS) below.set(column, { text, rows: rows - 1 })
    }
    for (const [column, { text, rows }] of above) put(column, text, rows)
    let column = 0
    for (const cell of row.children) {
      if (!/^t[dh]$/.test(tagOf(cell))) continue
      while (above.has(column)) column++
      // Wider than any table that is kept.
      if (column > 2 * MAX_COLUMNS) break
      const text = cellText(cell, context)
      const rows = spanOf(cell, "rowspan")
      put(column, text, text.length * rows <= MAX_REPEATED ? rows : 1)
      column += Math.min(spanOf(cell, "colspan"), MAX_COLUMNS)
    }
    above = below
    return Array.from(texts, (text) => text ?? "")
  })
}

function spanOf(cell: Element, attribute: string): number {
  const span = Number(cell.getAttribute(attribute) ?? 1)
  return Number.isSafeInteger(span) && span > 0 ? span : 1
}

function cellText(cell: Element, context: PageContext): string {
  const text = partsOf(cell, context).reduce((before, part) => {
    const between = part.isItem && !/[.,:;!?]$/.test(before) ? ", " : " "
    return before ? before + between + part.text : part.text
  }, "")
  return text.replaceAll("|", "\\|")
}

interface CellPart {
  text: string
  /** Whether it is one of a list's items, after the first. */
  isItem: boolean
}

/** What stands on lines of its own in a cell, in order. */
function partsOf(parent: Element, context: PageContext): CellPart[] {
  const parts: CellPart[] = []
  let run: Node[] = []
  const flush = () => {
    const text = inlineMarkdown(run, context).replace(/\\?\n/g, " ").replace(/\s+/g, " ").trim()
    if (text) parts.push({ text, isItem: false })
    run = []
  }
  for (const node of parent.childNodes) {
    if (!isElement(node) || !holdsBlocks(node)) run.push(node)
    else if (!isChrome(node)) {
      flush()
      const isNext = tagOf(node) === "li" && node.previousElementSibling !== null
      for (const [at, part] of partsOf(node, context).entries())
        parts.push(at === 0 && isNext ? { ...part, isItem: true } : part)
    }
  }
  flush()
  return parts
}
