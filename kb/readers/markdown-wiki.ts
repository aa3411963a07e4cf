import { CODE } from "../inline-patterns.ts"
import type { MarkdownLine } from "./markdown-lines.ts"

/** What wikis and Obsidian add: embedded notes, links by a note's name, marked words. */
const TOKEN = new RegExp(
  String.raw`${CODE}|!?\[\[(?!\s)([^[\]\n|]{1,300})(?:\\?\|([^[\]\n]{0,300}))?\]\](?!\()|(?<![=\w])==(?=[^\s=])([^=\n]{1,400})(?<=[^\s=])==(?![=\w])`,
  "g",
)
/** Names a paragraph, for links to it. */
const PLACE = / \^[a-z0-9]{6}[ \t]*$/

/** Turns links by name into words, drops what they embed, and the marks of marked words. */
export function dropWikiMarks(lines: readonly MarkdownLine[]): MarkdownLine[] {
  return lines.map((line) => {
    if (line.code) return line
    const text = line.text.replace(TOKEN, (token, _, note, alias, marked) => {
      if (token.startsWith("!")) return ""
      if (note !== undefined) return alias?.trim() || note.replace(/#\^?.*$/, "").trim() || note.slice(1)
      return marked ?? token
    })
    return { ...line, text: text.replace(PLACE, "") }
  })
}
