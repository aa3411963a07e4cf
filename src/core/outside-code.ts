/** Of Markdown: fenced, to its end or the text's, and within a line. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]+`)/

/** The parts of a Markdown text that are no code, in order. */
export function partsOutsideCode(markdown: string): string[] {
  return markdown.split(CODE).filter((_, i) => !isCode(i))
}

/** A Markdown text with `change` made to what is no code. */
export function changedOutsideCode(markdown: string, change: (part: string) => string): string {
  const parts = markdown.split(CODE)
  return parts.map((part, i) => (isCode(i) ? part : change(part))).join("")
}

/** A Markdown text of the same length in which code holds nothing. */
export function withCodeMasked(markdown: string): string {
  return markdown
    .split(CODE)
    .map((part, i) => (isCode(i) ? "x".repeat(part.length) : part))
    .join("")
}

/** Splitting at a group puts what it matched at the odd places. */
function isCode(place: number): boolean {
  return place % 2 === 1
}
