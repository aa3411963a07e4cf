import { decodeText } from "./decode-text.ts"
import { definedOnly } from "./defined-only.ts"
import { type Reader, UnreadableSource } from "./reader.ts"
import { tidyTitle, titleOfName } from "./title.ts"

/** Longest first line that is taken for a title, in characters. */
const MAX_TITLE_LINE = 100

/**
 * Reads a plain text as one article. Its first line is the title if it looks like one: short, no full sentence,
 * and set off from what follows; else the title is made of the file's name.
 */
export const readText: Reader = async (source) => {
  const text = decodeText(source).trim()
  if (!text) throw new UnreadableSource(source.name, "is empty", "Write something into it, or remove it.")
  const { title, body } = splitTitle(text)
  return [
    { id: source.name, title: title ?? titleOfName(source.name), body, ...definedOnly({ url: source.url }) },
  ]
}

function splitTitle(text: string): { title?: string; body: string } {
  const end = text.indexOf("\n")
  const first = (end < 0 ? text : text.slice(0, end)).trim()
  const rest = end < 0 ? "" : text.slice(end + 1)
  if (!looksLikeTitle(first)) return { body: text }
  const underline = /^[=\-~*_]{3,}[ \t]*(?:\n|$)/.exec(rest)
  if (underline) return { title: tidyTitle(first), body: rest.slice(underline[0].length).trim() }
  return /^[ \t]*\n/.test(rest) ? { title: tidyTitle(first), body: rest.trim() } : { body: text }
}

function looksLikeTitle(line: string): boolean {
  return line.length <= MAX_TITLE_LINE && /[\p{L}\p{N}]/u.test(line) && !/[.,;:]$/.test(line)
}
