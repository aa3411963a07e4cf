import { markdownLines } from "./markdown-lines.ts"

/**
 * What makers of help pages put around a text without anything in the page that tells it apart: whose it is and how old,
 * headings of lists of contents, what asks for a verdict, kinds of notes beside their sign.
 */
const LINES = [
  /^written by \p{Lu}.{0,60}$/iu,
  /^(?:last )?(?:updated|modified)(?: on)? .{0,40}(?:\bago|\byesterday|\btoday|\b\d{4})$/i,
  /^(?:table of contents|on this page|in this article)$/i,
  /^(?:did this answer your question|was this (?:article|page|section)? ?helpful|(?:still )?need (?:more )?help)\?$/i,
  /^(?:edit this page|return to top|back to top|copy link|skip to (?:main )?content)$/i,
  /^(?:note|tip|info|caution|danger|warning|important|success)$/,
]
const LONGEST = 90

/** A page's Markdown without the paragraphs that are the page's and not the article's. */
export function withoutFurniture(markdown: string): string {
  const lines = markdownLines(markdown)
  const isGap = (at: number) => !lines[at]?.text.trim()
  const isFurniture = lines.map(
    ({ text, code }, at) =>
      !code && text.length <= LONGEST && isGap(at - 1) && isGap(at + 1) && isOfThePage(text),
  )
  // The empty line below goes with it, or there would be two.
  const kept = lines.filter((_, at) => !isFurniture[at] && !isFurniture[at - 1])
  return kept
    .map(({ text }) => text)
    .join("\n")
    .trim()
}

function isOfThePage(text: string): boolean {
  const plain = text.replace(/[\\*_]/g, "").trim()
  return LINES.some((line) => line.test(plain))
}
