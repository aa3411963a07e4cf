import { takeDefinitions } from "./markdown-definitions.ts"
import { convertHtmlBlocks } from "./markdown-html.ts"
import { type InlineContext, inlineForChat } from "./markdown-inline.ts"
import type { MarkdownLine } from "./markdown-lines.ts"
import { dropIndentedNotes, dropMarks } from "./markdown-notes.ts"
import type { Source } from "./reader.ts"

/**
 * Turns what a chat cannot show, or a passage alone would lose, into what it can: HTML, pictures, relative links,
 * definitions of links, footnotes, boxes of tasks, marks of notes. Code is not touched.
 *
 * @param base the address of the page, for relative links; without one they become words
 * @throws {UnreadableSource} when HTML is nested too deeply
 */
export function chatMarkdown(
  lines: readonly MarkdownLine[],
  source: Source,
  base: string | undefined,
): MarkdownLine[] {
  const noted = dropMarks(markIndentedCode(dropIndentedNotes(lines)))
  const { lines: text, links, footnotes } = takeDefinitions(convertHtmlBlocks(noted, source, base))
  return inlines(text, { links, footnotes, base })
}

/** Lines indented by four are code, but not those of lists and those right below a paragraph. */
function markIndentedCode(lines: readonly MarkdownLine[]): MarkdownLine[] {
  let inList = false
  let above: "code" | "text" | undefined
  return lines.map((line) => {
    if (line.code) above = undefined
    else if (line.text.trim() === "") above = above === "code" ? "code" : undefined
    else if (/^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s/.test(line.text)) {
      inList = true
      above = "text"
    } else {
      const isIndented = /^(?: {4}| {0,3}\t)/.test(line.text)
      if (!/^\s/.test(line.text)) inList = inList && above === "text"
      above = isIndented && !inList && above !== "text" ? "code" : "text"
      if (above === "code") return { ...line, code: true }
    }
    return line
  })
}

function inlines(lines: readonly MarkdownLine[], context: InlineContext): MarkdownLine[] {
  const kept: MarkdownLine[] = []
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length === 0) return
    const text = inlineForChat(paragraph.join("\n"), context)
    for (const each of text.split("\n")) kept.push({ text: each, code: false })
    paragraph = []
  }
  for (const line of lines) {
    if (!line.code && line.text.trim() !== "") paragraph.push(line.text)
    else {
      flush()
      kept.push(line)
    }
  }
  flush()
  return kept
}
