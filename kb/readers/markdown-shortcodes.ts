import { CODE } from "../inline-patterns.ts"
import type { MarkdownLine } from "./markdown-lines.ts"

/** Hugo's `{{< tab "x" >}}` and `{{% note %}}`; GitBook's and Jekyll's `{% tab title="x" %}`. */
const SHORTCODE = String.raw`\{\{[<%][^{}]{1,800}[>%]\}\}|\{%[^{}]{1,800}%\}`
const TOKEN = new RegExp(`${CODE}|${SHORTCODE}`, "g")
const PARTS = /^\{+[<%]-?\s*(\/?)\s*([\w./-]+)(.*?)\/?\s*-?[>%]\}+$/s
const HIGHLIGHT = /^[ \t]*\{\{[<%]\s*(\/?)\s*highlight(?:\s+([\w+#-]{1,20}))?[^{}\n]{0,400}[>%]\}\}[ \t]*$/gm

/** Hugo's code between shortcodes as fenced code. */
export function fenceHighlights(markdown: string): string {
  return markdown.replace(HIGHLIGHT, (_, closing, language) => `\`\`\`${closing ? "" : (language ?? "")}`)
}

/** Takes shortcodes away. What is between two stays, below the title or label that the first one gives. */
export function dropShortcodes(lines: readonly MarkdownLine[]): MarkdownLine[] {
  return lines.flatMap((line) => {
    if (line.code || !/\{[{%]/.test(line.text)) return [line]
    const text = line.text.replace(TOKEN, (token) => (token.startsWith("`") ? token : titleOf(token)))
    if (text === line.text) return [line]
    return (text.trim() === "" ? "" : text).split("\n").map((each) => ({ ...line, text: each }))
  })
}

/** As a line in bold of its own. */
function titleOf(shortcode: string): string {
  const [, closing, name = "", rest = ""] = PARTS.exec(shortcode) ?? []
  if (
    closing ||
    /^(?:figure|img|image|ref|relref|param|include|link|button|youtube|embed|file|code)/.test(name)
  )
    return ""
  const [, named] = /\s(?:title|label|header|heading|summary)=["“]([^"”]*)["”]/.exec(rest) ?? []
  const [, first] = /^\s+["“]([^"”]*)["”]/.exec(rest) ?? []
  const [, tab] = /^tab/.test(name) ? (/\sname=["“]([^"”]*)["”]/.exec(rest) ?? []) : []
  const title = (named ?? tab ?? first ?? "").replaceAll("*", "").trim()
  return title ? `\n\n**${title}**\n\n` : ""
}
