import { boldLine, goesOnBelow } from "./bold-line.ts"
import { fencedCode } from "./readers/markdown-escape.ts"

/** A run of Markdown lines that belong together. */
export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "text" | "code" | "list" | "table" | "quote"; text: string }

const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/
/** Below one line it makes that a heading. */
const UNDERLINE = /^ {0,3}(?:={2,}|-{2,})[ \t]*$/
/** A longer line above dashes is a paragraph above a rule, whatever the standard says. */
const MAX_UNDERLINED = 200
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/
/** Chinese and Japanese have no spaces: lines that end and begin in them are joined without one. */
const BREAK_WITHOUT_SPACE =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff65])\n[ \t]*(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff65])/gu
const FENCE = /^ {0,3}(```+|~~~+)/
const INDENTED = /^(?: {4}| {0,3}\t)[ \t]*\S/
const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/
const QUOTE = /^ {0,3}>/
const TABLE_ROW = /^\s*\|/
/** Below the first row of a table; of two columns or more, as rows may go without bars at their ends. */
export const TABLE_RULE = /^\s*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?\s*$/

/**
 * Splits Markdown into headings, paragraphs, code blocks, lists, tables and quotes. A line scan: enough to cut at, no
 * syntax tree. Paragraphs lose their soft line breaks and indented code gets fences, which say the same and are
 * understood by more programs; rules go.
 */
export function markdownBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  const lines = markdown.split(/\r?\n/)
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ""
    const heading = HEADING.exec(line)
    if (line.trim() === "" || RULE.test(line)) {
      i++
    } else if (heading) {
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" })
      i++
    } else {
      const kind = kindOf(lines, i)
      const end = endOf(kind, lines, i)
      const isUnderlined = kind === "text" && UNDERLINE.test(lines[end] ?? "")
      blocks.push(
        isUnderlined && end === i + 1 && line.length <= MAX_UNDERLINED
          ? { kind: "heading", level: lines[end]?.includes("=") ? 1 : 2, text: line.trim() }
          : bodyBlock(kind, lines.slice(i, end).join("\n").trimEnd()),
      )
      i = isUnderlined ? end + 1 : end
    }
  }
  return blocks
}

function fenceOf(line: string): string | undefined {
  return FENCE.exec(line)?.[1]
}

type BodyKind = "text" | "code" | "list" | "table" | "quote"

function bodyBlock(kind: BodyKind, text: string): Block {
  // The break behind a bold line that is a block of its own breaks nothing.
  if (kind === "text")
    return { kind, text: withoutSoftBreaks(boldLine(text) ? text.replace(/\\$/, "") : text) }
  if (kind === "code" && fenceOf(text) === undefined) {
    return { kind, text: fencedCode(text.replace(/^(?: {4}| {0,3}\t)/gm, ""), "") }
  }
  return { kind, text }
}

/** Two spaces or a backslash before the end of a line make its break a hard one. */
function withoutSoftBreaks(paragraph: string): string {
  return paragraph
    .replace(BREAK_WITHOUT_SPACE, "")
    .replace(/(?<! {2}|\\)\n[ \t]*/g, " ")
    .trimStart()
}

function kindOf(lines: readonly string[], at: number): BodyKind {
  const line = lines[at] ?? ""
  if (FENCE.test(line)) return "code"
  if (LIST_ITEM.test(line)) return "list"
  if (QUOTE.test(line)) return "quote"
  if (TABLE_ROW.test(line) || (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? ""))) return "table"
  return INDENTED.test(line) ? "code" : "text"
}

/** Index after the last line of the block that starts at `start`. */
function endOf(kind: BodyKind, lines: readonly string[], start: number): number {
  if (kind === "code")
    return FENCE.test(lines[start] ?? "") ? fenceEnd(lines, start) : indentEnd(lines, start)
  let end = start + 1
  while (end < lines.length && continues(kind, lines, end) && !isParted(kind, lines, start, end)) end++
  return end
}

function fenceEnd(lines: readonly string[], start: number): number {
  const fence = fenceOf(lines[start] ?? "") ?? "```"
  for (let end = start + 1; end < lines.length; end++) {
    if ((lines[end] ?? "").trimStart().startsWith(fence)) return end + 1
  }
  return lines.length
}

function indentEnd(lines: readonly string[], start: number): number {
  let end = start + 1
  for (
    let at = end;
    at < lines.length && (INDENTED.test(lines[at] ?? "") || lines[at]?.trim() === "");
    at++
  ) {
    if (lines[at]?.trim() !== "") end = at + 1
  }
  return end
}

function continues(kind: BodyKind, lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ""
  if (HEADING.test(line) || FENCE.test(line)) return false
  if (kind === "list") return continuesList(line, lines[at + 1] ?? "")
  if (line.trim() === "" || RULE.test(line)) return false
  const next = kindOf(lines, at)
  // Indented lines right below a paragraph belong to it, as lines below a quote or a row without bars do.
  if (next === "text" || next === "code") return kind !== "text" || !UNDERLINE.test(line)
  return next === kind
}

/** A bold line has its text right below it, and a bold question another text above it. */
function isParted(kind: BodyKind, lines: readonly string[], start: number, at: number): boolean {
  const [above = "", line = "", below = ""] = [lines[at - 1], lines[at], lines[at + 1]]
  if (kind !== "text") return false
  if (at === start + 1 && boldLine(above) && !goesOnBelow(line)) return true
  return (boldLine(line)?.endsWith("?") ?? false) && below.trim() !== "" && !goesOnBelow(below)
}

/** A list goes on over a blank line if an item or an indented line follows. */
function continuesList(line: string, next: string): boolean {
  if (line.trim() !== "") return true
  return LIST_ITEM.test(next) || /^\s{2,}\S/.test(next)
}
