/** A run of Markdown lines that belong together. */
export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "text" | "code" | "list" | "table"; text: string }

const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/
const FENCE = /^ {0,3}(```+|~~~+)/
const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/
const TABLE_ROW = /^\s*\|/

/** Splits Markdown into headings, paragraphs, code blocks, lists and tables. A line scan: enough to cut at, no syntax tree. */
export function markdownBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  const lines = markdown.split(/\r?\n/)
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ""
    const heading = HEADING.exec(line)
    if (line.trim() === "") {
      i++
    } else if (heading) {
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" })
      i++
    } else {
      const kind = kindOf(line)
      const end = endOf(kind, lines, i)
      blocks.push({ kind, text: lines.slice(i, end).join("\n").trimEnd() })
      i = end
    }
  }
  return blocks
}

type BodyKind = "text" | "code" | "list" | "table"

function kindOf(line: string): BodyKind {
  if (FENCE.test(line)) return "code"
  if (LIST_ITEM.test(line)) return "list"
  return TABLE_ROW.test(line) ? "table" : "text"
}

/** Index after the last line of the block that starts at `start`. */
function endOf(kind: BodyKind, lines: readonly string[], start: number): number {
  if (kind === "code") return fenceEnd(lines, start)
  let end = start + 1
  while (end < lines.length && continues(kind, lines, end)) end++
  return end
}

function fenceEnd(lines: readonly string[], start: number): number {
  const fence = FENCE.exec(lines[start] ?? "")?.[1] ?? "```"
  for (let end = start + 1; end < lines.length; end++) {
    if ((lines[end] ?? "").trimStart().startsWith(fence)) return end + 1
  }
  return lines.length
}

function continues(kind: BodyKind, lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ""
  if (HEADING.test(line) || FENCE.test(line)) return false
  if (kind === "list") return continuesList(line, lines[at + 1] ?? "")
  if (line.trim() === "") return false
  return kindOf(line) === kind
}

/** A list goes on over a blank line if an item or an indented line follows. */
function continuesList(line: string, next: string): boolean {
  if (line.trim() !== "") return true
  return LIST_ITEM.test(next) || /^\s{2,}\S/.test(next)
}
