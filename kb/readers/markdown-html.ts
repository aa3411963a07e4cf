import { cleanText } from "./clean-text.ts"
import { htmlToMarkdown } from "./html-blocks.ts"
import { parsePage } from "./html-document.ts"
import type { MarkdownLine } from "./markdown-lines.ts"
import type { Source } from "./reader.ts"

/** Elements that a block of HTML goes on to the end of; the rest ends with the next empty line, as CommonMark says. */
const CLOSED = new Set("table ul ol dl pre figure script style svg iframe video audio".split(" "))
const START =
  /^ {0,3}<\/?(table|ul|ol|dl|pre|figure|script|style|svg|iframe|video|audio|address|article|aside|blockquote|center|dd|details|div|dt|fieldset|figcaption|footer|form|h[1-6]|header|hr|li|main|nav|p|section|summary|t[rdh]|tbody|tfoot|thead)(?=[\s/>]|$)/i

/**
 * Turns blocks of HTML into Markdown. What comes of them counts as code: nothing in it is to be read as Markdown again.
 *
 * @throws {UnreadableSource} when one is nested too deeply
 */
export function convertHtmlBlocks(
  lines: readonly MarkdownLine[],
  source: Source,
  base: string | undefined,
): MarkdownLine[] {
  const unclosed = new Set<string>()
  const kept: MarkdownLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (!line) continue
    const tag = line.code ? undefined : START.exec(line.text)?.[1]?.toLowerCase()
    if (tag === undefined) {
      kept.push(line)
      continue
    }
    const end = endOf(lines, at, tag, unclosed)
    const html = lines.slice(at, end).map(({ text }) => text)
    for (const text of ["", markdownOf(source, html.join("\n"), base), ""])
      kept.push({ text, code: text !== "" })
    at = end - 1
  }
  return kept
}

/** Index after the block's last line. */
function endOf(lines: readonly MarkdownLine[], start: number, tag: string, unclosed: Set<string>): number {
  if (CLOSED.has(tag) && !unclosed.has(tag)) {
    const marks = new RegExp(`<(/?)${tag}(?=[\\s/>])`, "gi")
    let open = 0
    for (let at = start; at < lines.length; at++) {
      for (const [, slash] of (lines[at]?.text ?? "").matchAll(marks)) open += slash ? -1 : 1
      if (open <= 0) return at + 1
    }
    // Not looked for again, which would take quadratic time.
    unclosed.add(tag)
  }
  let end = start + 1
  while (end < lines.length && !lines[end]?.code && lines[end]?.text.trim() !== "") end++
  return end
}

function markdownOf(source: Source, html: string, base: string | undefined): string {
  const { body } = parsePage(source, html).document
  // A picture with words beside it leaves its own words, as in Markdown.
  if (!body.textContent?.trim()) return ""
  return cleanText(htmlToMarkdown(body, base ? { base } : {})).trim()
}
