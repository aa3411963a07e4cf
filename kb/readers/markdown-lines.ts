/** A line of Markdown, and whether it is inside (or a fence of) a fenced code block. */
export interface MarkdownLine {
  text: string
  code: boolean
}

/** The lines of a Markdown text, with fenced code told apart, so that a `#` in a shell script is no heading. */
export function markdownLines(markdown: string): MarkdownLine[] {
  let fence: string | undefined
  return markdown.split("\n").map((text) => {
    // Lists and quotes may have code in them.
    const mark = /^[ \t>]*(`{3,}|~{3,})(.*)$/.exec(text)
    if (fence === undefined) {
      // An opening fence of backticks has none behind it: that would be inline code.
      const opens = mark?.[1] && !(mark[1].startsWith("`") && mark[2]?.includes("`"))
      if (opens) fence = mark[1]
      return { text, code: fence !== undefined }
    }
    if (mark?.[1]?.startsWith(fence) && !mark[2]?.trim()) fence = undefined
    return { text, code: true }
  })
}

/** Where the first heading of level 1 is, and its Markdown. `count` is the number of lines that it takes. */
export function findTopHeading(
  lines: readonly MarkdownLine[],
): { at: number; count: number; markdown: string } | undefined {
  for (const [at, { text, code }] of lines.entries()) {
    if (code) continue
    const markdown =
      /^ {0,3}#(?:[ \t]+(.*))?$/.exec(text)?.[1] ?? /^\s*<h1\b[^>]*>(.*)<\/h1>\s*$/i.exec(text)?.[1]
    if (markdown?.trim()) return { at, count: 1, markdown: withoutClosing(markdown) }
    if (isUnderlined(lines, at)) return { at, count: 2, markdown: text }
  }
  return undefined
}

function isUnderlined(lines: readonly MarkdownLine[], at: number): boolean {
  const next = lines[at + 1]
  if (!next || next.code || !/^ {0,3}=+[ \t]*$/.test(next.text)) return false
  const isParagraph = /^ {0,3}[^\s>#=*+|-]/.test(lines[at]?.text ?? "")
  return isParagraph && !lines[at - 1]?.text.trim()
}

/** A heading may end with hashes, too. Of endless lines only the start is looked at. */
function withoutClosing(markdown: string): string {
  return markdown.slice(0, 1000).replace(/[ \t]+#+[ \t]*$/, "")
}
