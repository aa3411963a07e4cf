import { safeLine } from "./terminal-text.ts"
import { cut, pad, widthOf } from "./text-width.ts"

/** A cell; the style is put on after it was measured and cut. */
export type Cell = string | number | { text: string; paint: (text: string) => string }

export interface TableOptions {
  /** Heads of the columns that give way where the terminal is too narrow; the widest first. */
  cut?: readonly string[]
  /** Columns there are; undefined where nobody looks and nothing may be lost. */
  columns?: number | undefined
  paintHead?: (text: string) => string
}

const GAP = "  "
/** A column that gives way keeps so much. */
const LEAST = 8

/** Lines of a table without frames, so that it can be cut and pasted; figures stand at the right. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): string[] {
  const cells = rows.map((row) => row.map((cell) => safeLine(textOf(cell))))
  const widths = head.map((name, i) => Math.max(widthOf(name), ...cells.map((row) => widthOf(row[i] ?? ""))))
  if (options.columns !== undefined) {
    const flexible = head.flatMap((name, i) => (options.cut?.includes(name) ? [i] : []))
    narrow(widths, flexible, options.columns - GAP.length * (head.length - 1))
  }
  const line = (texts: readonly string[], paint: (text: string, column: number) => string) =>
    texts
      .map((text, i) => {
        const width = widths[i] ?? 0
        const side = rows.some((row) => typeof row[i] === "number") ? "left" : "right"
        const shown = cut(text, width)
        // Blanks stay outside the colours, and none end a line.
        const filled = pad(shown, i === texts.length - 1 && side === "right" ? 0 : width, side)
        return shown ? filled.replace(shown, () => paint(shown, i)) : filled
      })
      .join(GAP)
      .trimEnd()
  const hasHead = head.some(Boolean)
  return [
    ...(hasHead ? [line(head, (text) => (options.paintHead ?? String)(text))] : []),
    ...cells.map((row, r) =>
      line(row, (text, i) => {
        const cell = rows[r]?.[i]
        return typeof cell === "object" ? cell.paint(text) : text
      }),
    ),
  ]
}

function textOf(cell: Cell): string {
  return typeof cell === "object" ? cell.text : String(cell)
}

/** Takes from the widest of the flexible columns until all of them fit, or none can give more. */
function narrow(widths: number[], flexible: readonly number[], room: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - room
  while (over > 0) {
    const [widest] = flexible
      .filter((i) => (widths[i] ?? 0) > LEAST)
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))
    if (widest === undefined) return
    widths[widest] = (widths[widest] ?? 0) - 1
    over--
  }
}
