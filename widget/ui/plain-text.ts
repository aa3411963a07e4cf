/** Markdown as one line of words: what a list shows of a message. Links may have been cut off. */
export function plainText(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\([^\s)]*\)?/g, "$1").replace(/^ *(?:#+|>|[-*+]) +|[*`]+/gm, "")
}
