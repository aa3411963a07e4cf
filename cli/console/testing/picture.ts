/**
 * Draws the console's screen for the README: what the terminal emulator holds after the console has drawn into it, as SVG.
 *
 * Usage: bun cli/console/testing/picture.ts [docs/images/console.svg]
 */
import { writeFileSync } from "node:fs"
import { themeOf } from "../theme.ts"
import { busy } from "./desk-day.ts"
import { drawn } from "./drawn.tsx"
import type { TerminalScreen } from "./terminal-screen.ts"

const CELL = { width: 8.4, height: 18 }
const MARGIN = 14
const BACKGROUND = "#16181d"
const FOREGROUND = "#d7dae0"
/** Of the cube of 216 colours. */
const STEPS = [0, 95, 135, 175, 215, 255]

process.env.TZ = "UTC"
const { state } = busy(124, 34).type("rYes: I have changed the address to ")
await save(process.argv[2] ?? "docs/images/console.svg", await drawn(state, themeOf("dark", "256")))

async function save(path: string, screen: TerminalScreen): Promise<void> {
  const width = screen.columns * CELL.width + 2 * MARGIN
  const height = screen.rows * CELL.height + 2 * MARGIN
  const rows = Array.from({ length: screen.rows }, (_, row) => drawRow(screen, row)).join("\n")
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="chatd console: the customers on the left, a conversation, what is known of the customer on the right">
<rect width="100%" height="100%" rx="10" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${rows}
</g>
</svg>
`
  writeFileSync(path, svg)
  console.log(`${path}: ${(svg.length / 1024).toFixed(0)} KB`)
}

type Cell = ReturnType<TerminalScreen["cells"]>[number]

/** Neighbours that look the same are one piece, set to exactly its columns' width. */
function drawRow(screen: TerminalScreen, row: number): string {
  const pieces: { at: number; cells: Cell[] }[] = []
  screen.cells(row).forEach((cell, at) => {
    const last = pieces.at(-1)
    if (last && look(last.cells[0]) === look(cell)) last.cells.push(cell)
    else pieces.push({ at, cells: [cell] })
  })
  return pieces.map(({ at, cells }) => drawPiece(cells, at, row)).join("")
}

function look(cell: Cell | undefined): string {
  if (!cell) return ""
  const { text: _, width: __, ...looks } = cell
  return JSON.stringify(looks)
}

function drawPiece(cells: readonly Cell[], column: number, row: number): string {
  const [first] = cells
  if (!first) return ""
  const text = cells.map((cell) => (cell.width === 0 ? "" : cell.text)).join("")
  const x = MARGIN + column * CELL.width
  const y = MARGIN + row * CELL.height
  const width = cells.length * CELL.width
  const behind = colour(first.inverse ? first.foreground : first.background)
  const rect = behind
    ? `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${CELL.height}" fill="${behind}"/>`
    : ""
  if (text.trim() === "") return rect
  const fill = colour(first.inverse ? first.background : first.foreground) ?? FOREGROUND
  const looks = [
    first.bold ? ' font-weight="700"' : "",
    first.italic ? ' font-style="italic"' : "",
    first.underlined ? ' text-decoration="underline"' : "",
  ].join("")
  return `${rect}<text x="${x.toFixed(1)}" y="${(y + CELL.height * 0.74).toFixed(1)}" textLength="${width.toFixed(1)}" fill="${fill}"${looks}>${escaped(text)}</text>`
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0")
}

/** One of the 256: the cube of 216 colours, and the greys after it. */
function colour(found: Cell["foreground"]): string | undefined {
  if (!found) return undefined
  const index = found.value
  if (index >= 232) return rgb([index, index, index].map((one) => 8 + (one - 232) * 10))
  const cube = index - 16
  return rgb([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((one) => STEPS[one] ?? 0))
}

function rgb(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`
}
