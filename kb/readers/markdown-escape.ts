/**
 * Text as Markdown that shows as it is. Only what would take effect is escaped, as the text is searched, too.
 * What stands at the end is: text of another element may come behind it.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[\\`]/g, "\\$&")
    .replace(/\*(?=\S)|(?<=\S)\*/g, "\\*")
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)|(?<=[^\s_])_(?![\p{L}\p{N}_])/gu, "\\_")
    .replace(/<(?=[a-z/!?]|$)/gi, "\\<")
    .replace(/\](?=[([]|$)/g, "\\]")
    .replace(/&(?=#?\w{1,31};|#?\w{0,31}$)/g, "&amp;")
}

/** Escapes what would make a paragraph's line a heading, quote, list item, rule or fence. */
export function escapeLineStarts(paragraph: string): string {
  return paragraph
    .replace(/^[ \t]+/gm, "")
    .replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|~~~|=+$|-+$)/gm, "\\")
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/gm, "$1\\")
}

/** Inline code; the fence is longer than any run of backticks inside. */
export function inlineCode(code: string): string {
  const text = code.replace(/\s+/g, " ").trim()
  if (!text) return ""
  const fence = "`".repeat(longestRun(text) + 1)
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : ""
  return fence + pad + text + pad + fence
}

/** A fenced code block. */
export function fencedCode(code: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1))
  return `${fence}${language}\n${code.replace(/^\n+|\s+$/g, "")}\n${fence}`
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
