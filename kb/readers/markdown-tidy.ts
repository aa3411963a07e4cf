import { chatMarkdown } from "./chat-markdown.ts"
import { dropComments } from "./markdown-comments.ts"
import { dropComponents } from "./markdown-components.ts"
import { dropContents } from "./markdown-contents.ts"
import { markdownLines } from "./markdown-lines.ts"
import { dropShortcodes, fenceHighlights } from "./markdown-shortcodes.ts"
import { dropWikiMarks } from "./markdown-wiki.ts"
import type { Source } from "./reader.ts"

/** Deepest nesting of quotes and lists that is kept; parsers take time that grows with its square. */
const MAX_NESTING = 20

/** Widest indentation that is kept, in characters. */
const MAX_INDENT = 8 * MAX_NESTING

/** One marker of a quote or a list item, where the last one ended. */
const MARKER = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y

/**
 * Drops what is in a Markdown text but not for its readers, outside code: comments, in MDX modules and the tags of
 * components, shortcodes, a wiki's marks, tables of contents. Turns the rest into what a chat can show. Bounds nesting.
 *
 * @param url where readers find it, for relative links
 * @throws {UnreadableSource} when HTML in it is nested too deeply
 */
export function tidyMarkdown(markdown: string, source: Source, url: string | undefined): string {
  const mdx = /\.mdx$/i.test(source.name)
  const lines = dropComments(markdownLines(fenceHighlights(markdown)), mdx)
  const kept = dropWikiMarks(dropShortcodes(mdx ? dropComponents(lines) : lines))
  return chatMarkdown(dropContents(kept), source, url)
    .map((line) => boundNesting(line.text))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .trimEnd()
}

function boundNesting(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  const bounded = indent > MAX_INDENT ? line.slice(indent - MAX_INDENT) : line
  MARKER.lastIndex = 0
  let kept = 0
  let end = 0
  for (let count = 0; MARKER.test(bounded); count++) {
    end = MARKER.lastIndex
    if (count < MAX_NESTING) kept = end
  }
  return end > kept ? bounded.slice(0, kept) + bounded.slice(end) : bounded
}
