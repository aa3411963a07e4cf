import { escapeLineStarts, escapeText } from "./markdown-escape.ts"
import type { PdfLine } from "./pdf-lines.ts"
import { tableAt, tableMarkdown } from "./pdf-table.ts"

/** How much larger than the body's font a heading's is. */
const HEADING_RATIO = 1.15

/** Longest heading in characters. */
const MAX_HEADING = 150

/** Longest address that is put together, in characters. */
const LONGEST_ADDRESS = 2_000

/** Markdown of lines: paragraphs put together again, large type as headings. */
export function linesToMarkdown(lines: readonly PdfLine[]): string {
  const body = bodySize(lines)
  const levels = headingLevels(lines, body)
  const gap = usualGap(lines)
  const blocks: { level: number; text: string; isTable?: boolean }[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as PdfLine
    const table = tableAt(lines, at)
    if (table) {
      blocks.push({ level: 0, text: tableMarkdown(table.rows), isTable: true })
      at += table.length - 1
      continue
    }
    const level = levels.get(roundSize(line.size)) ?? 0
    const block = blocks.at(-1)
    const continues = block?.level === level && !block.isTable && !startsBlock(lines[at - 1], line, gap)
    // A heading ends with its page, though a paragraph may go on.
    const isOver = level > 0 && ((block?.text.length ?? 0) > MAX_HEADING || line.y > (lines[at - 1]?.y ?? 0))
    if (block && continues && !isOver) block.text = joinLines(block.text, line.text)
    else blocks.push({ level, text: line.text })
  }
  return blocks.map(({ level, text, isTable }) => (isTable ? text : blockMarkdown(level, text))).join("\n\n")
}

/** The size that most characters are set in. */
export function bodySize(lines: readonly PdfLine[]): number {
  const characters = new Map<number, number>()
  for (const { size, text } of lines) {
    characters.set(roundSize(size), (characters.get(roundSize(size)) ?? 0) + text.length)
  }
  return [...characters].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0]
}

/** A word that is hyphenated at a line's end is put together, and so is an address; other lines are joined by a space. */
function joinLines(above: string, below: string): string {
  // A paragraph may be as long as the file: only its end is looked at.
  const end = above.slice(-LONGEST_ADDRESS)
  if (isWithinAddress(end, below)) return above + below
  if (/\p{Ll}[-\u2010]$/u.test(end) && /^\p{Ll}/u.test(below)) return above.slice(0, -1) + below
  return `${above} ${below}`
}

/** Whether an address goes on in the next line. What ends with a slash may be whole, with a word behind it. */
function isWithinAddress(above: string, below: string): boolean {
  const address = /(?:^|[\s(<])((?:https?:|www\.)[^\s()<>]*)$/i.exec(above)?.[1]
  if (address === undefined) return false
  if (/[-_=?&%#:~@+]$/.test(address) || /^[/?&=#%_~]/.test(below)) return true
  const next = /^[^\s()<>]*/.exec(below)?.[0] ?? ""
  return address.endsWith("/") && /[\p{L}\p{N}][/_=?&%#~.-][\p{L}\p{N}]|\/$/u.test(next)
}

/** The three largest sizes above the body's are headings of levels 2 to 4. */
function headingLevels(lines: readonly PdfLine[], body: number): Map<number, number> {
  const large = lines.filter(({ size, text }) => size >= HEADING_RATIO * body && text.length <= MAX_HEADING)
  const sizes = [...new Set(large.map(({ size }) => roundSize(size)))].sort((a, b) => b - a)
  return new Map(sizes.map((size, at) => [size, Math.min(2 + at, 4)]))
}

/** The distance of two baselines within a paragraph: the median. */
export function usualGap(lines: readonly PdfLine[]): number {
  const gaps = lines.slice(1).map((line, at) => (lines[at]?.y ?? 0) - line.y)
  const down = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)
  return down[Math.floor(down.length / 2)] ?? 0
}

function startsBlock(above: PdfLine | undefined, line: PdfLine, gap: number): boolean {
  if (!above || isListItem(line.text)) return true
  const distance = above.y - line.y
  // Upwards: a new page or column, where a paragraph goes on unless the one above has ended.
  if (distance < 0) return /[.!?:]["”’)]?$/.test(above.text)
  // Short texts have more gaps between paragraphs than within; lines are at most double-spaced.
  return distance > 1.35 * Math.max(Math.min(gap, 2 * line.size), 1.1 * line.size)
}

/** Fonts of symbols have theirs among the characters that mean nothing elsewhere. */
const BULLET = /^[•◦▪‣●○■□➢►✓·\uE000-\uF8FF–*-]\s+/

function isListItem(text: string): boolean {
  return BULLET.test(text) || /^\d{1,3}[.)]\s/.test(text)
}

function blockMarkdown(level: number, text: string): string {
  if (level) return `${"#".repeat(level)} ${escapeText(text)}`
  const item = text.replace(BULLET, "")
  if (item !== text) return `- ${escapeText(item)}`
  return /^\d{1,3}[.)]\s/.test(text) ? escapeText(text) : escapeLineStarts(escapeText(text))
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2
}
