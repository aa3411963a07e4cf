import type { MarkdownLine } from "./markdown-lines.ts"

const LINK_ALONE = /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]]+\]\(#[^()\s]+\)\s*$/
const PART_OF_LIST = /^(?:\s+\S|\s*(?:[-*+]|\d{1,9}[.)])[ \t])/

/** Drops tables of contents: lists whose every item is only a link to a place on the same page. */
export function dropContents(lines: readonly MarkdownLine[]): MarkdownLine[] {
  const kept: MarkdownLine[] = []
  for (let at = 0; at < lines.length; ) {
    const end = endOfContents(lines, at)
    const isWhole = end > at && !isPartOfList(lines[at - 1]) && !isPartOfList(lines[end])
    const next = Math.max(end, at + 1)
    if (!isWhole) for (const line of lines.slice(at, next)) kept.push(line)
    at = next
  }
  return kept
}

/** Index after the last of the items that are links alone; empty lines may stand between them. */
function endOfContents(lines: readonly MarkdownLine[], start: number): number {
  let end = start
  for (let at = start; at < lines.length; at++) {
    const line = lines[at]
    if (!line || line.code) break
    if (LINK_ALONE.test(line.text)) end = at + 1
    else if (line.text.trim() !== "" || end === start) break
  }
  return end
}

function isPartOfList(line: MarkdownLine | undefined): boolean {
  return line !== undefined && PART_OF_LIST.test(line.text)
}
