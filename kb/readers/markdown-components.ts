import { CODE } from "../inline-patterns.ts"
import type { MarkdownLine } from "./markdown-lines.ts"

/** Lines that a module's statement, or a component's tag, may go on for. */
const LONGEST = 100
const MODULE = /^(?:import|export)\s.*(?:from\s+["']|["'];?\s*$|=|\{)/
const UNCLOSED_TAG = /^\s*<[A-Z][\w.]*(?:\s[^<>]{0,800})?$/
const TAG = /^<(\/?)([A-Z][\w.]*)((?:\s[^<>]{0,800})?)>$/
const TOKEN = new RegExp(`${CODE}|</?[A-Z][\\w.]*(?:\\s[^<>]{0,800})?>|\\{["'] ["']\\}`, "g")

/**
 * Takes the modules and the tags of components out of MDX. What is between the tags stays, below the name that a reader
 * sees above it: a tab's label, or the title of a box.
 */
export function dropComponents(lines: readonly MarkdownLine[]): MarkdownLine[] {
  const kept: MarkdownLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as MarkdownLine
    if (line.code) kept.push(line)
    else if (MODULE.test(line.text)) at = endOfModule(lines, at) - 1
    else {
      const end = UNCLOSED_TAG.test(line.text) ? endOfTag(lines, at) : at + 1
      const text = lines.slice(at, end).map((each) => each.text.trim())
      const whole = end > at + 1 ? text.join(" ") : line.text
      for (const each of withoutTags(whole)) kept.push({ text: each, code: false })
      at = end - 1
    }
  }
  return kept
}

/** Index after the statement's last line: the one on which its brackets are closed, else the last before an empty one. */
function endOfModule(lines: readonly MarkdownLine[], start: number): number {
  let open = 0
  let gap: number | undefined
  for (let at = start; at < Math.min(lines.length, start + LONGEST); at++) {
    const text = lines[at]?.text ?? ""
    if (text.trim() === "") gap ??= at
    for (const sign of text) {
      if ("([{".includes(sign)) open++
      else if (")]}".includes(sign)) open--
    }
    if (open <= 0 && !/(?:=>?|[,([{&|?:])\s*$/.test(text)) return at + 1
  }
  return gap ?? Math.min(lines.length, start + LONGEST)
}

function endOfTag(lines: readonly MarkdownLine[], start: number): number {
  for (let at = start + 1; at < Math.min(lines.length, start + LONGEST); at++) {
    const text = lines[at]?.text.trim() ?? ""
    if (text === "" || text.includes("<")) break
    if (text.endsWith(">")) return at + 1
  }
  return start + 1
}

function withoutTags(line: string): string[] {
  if (!line.includes("<") && !line.includes("{")) return [line]
  const text = line.replace(TOKEN, (token) => {
    if (token.startsWith("`")) return token
    if (token.startsWith("{")) return " "
    const [, closing, name = "", attributes = ""] = TAG.exec(token) ?? []
    const label = closing ? undefined : labelOf(name, attributes)
    return label ? `\n\n**${label}**\n\n` : ""
  })
  if (text === line) return [line]
  return text.trim() === "" ? [""] : text.split("\n")
}

function labelOf(component: string, attributes: string): string | undefined {
  const names = /Tab(?:Item)?$/.test(component) ? ["label", "title", "value"] : ["title", "label", "summary"]
  for (const name of names) {
    const [, double, single] = new RegExp(`\\s${name}=\\{?(?:"([^"]*)"|'([^']*)')`).exec(attributes) ?? []
    const label = (double ?? single ?? "").replaceAll("*", "").trim()
    if (label) return label
  }
  return undefined
}
