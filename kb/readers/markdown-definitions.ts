import type { MarkdownLine } from "./markdown-lines.ts"

/** What links and footnotes of a text refer to, by their labels in one spelling. */
export interface Definitions {
  links: ReadonlyMap<string, string>
  footnotes: ReadonlyMap<string, string>
}

const LINK =
  /^ {0,3}\[([^\]^][^\]]{0,200})\]:[ \t]*(?:<([^<>]*)>|(\S+))(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$/
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]{1,200})\]:[ \t]*(.*)$/

/** Labels are the same whatever their case and white space. */
export function labelKey(label: string): string {
  return label.trim().replace(/\s+/g, " ").toLowerCase()
}

/**
 * Takes the definitions of links and footnotes out of a text: they stand in one place, what refers to them in
 * another, and passages are sent alone.
 */
export function takeDefinitions(lines: readonly MarkdownLine[]): Definitions & { lines: MarkdownLine[] } {
  const links = new Map<string, string>()
  const footnotes = new Map<string, string>()
  const kept: MarkdownLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (!line) continue
    const link = line.code ? null : LINK.exec(line.text)
    const footnote = line.code ? null : FOOTNOTE.exec(line.text)
    // Of two with the same label the first one counts.
    if (link?.[1] !== undefined) {
      const key = labelKey(link[1])
      if (!links.has(key)) links.set(key, link[2] ?? link[3] ?? "")
    } else if (footnote?.[1] !== undefined) {
      const more = linesOfFootnote(lines, at + 1)
      const key = labelKey(footnote[1])
      const text = [footnote[2] ?? "", ...more].map((each) => each.trim()).filter(Boolean)
      if (!footnotes.has(key)) footnotes.set(key, text.join(" "))
      at += more.length
    } else kept.push(line)
  }
  return { lines: kept, links, footnotes }
}

/** A footnote goes on to the next empty line, and behind it where lines are indented. */
function linesOfFootnote(lines: readonly MarkdownLine[], start: number): string[] {
  const found: string[] = []
  for (let at = start; at < lines.length; at++) {
    const { text, code } = lines[at] ?? { text: "", code: true }
    const isIndented = /^(?: {2,}|\t)\S/.test(text)
    const goesOn =
      text.trim() === "" ? /^(?: {4}|\t)\S/.test(lines[at + 1]?.text ?? "") : isIndented || isPlain(text)
    if (code || !goesOn || (isPlain(text) && !isIndented && lines[at - 1]?.text.trim() === "")) break
    found.push(text)
  }
  return found
}

function isPlain(text: string): boolean {
  return (
    text.trim() !== "" &&
    !LINK.test(text) &&
    !FOOTNOTE.test(text) &&
    !/^\s*(?:#|[-*+>|]|\d+[.)]\s|<|:::|!!!)/.test(text)
  )
}
