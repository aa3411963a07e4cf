import { fromMarkdown } from "mdast-util-from-markdown"
import { toString as plainText } from "mdast-util-to-string"
import { cleanLine } from "./clean-text.ts"

/** Longest title in characters; a longer one is cut at a word. */
const MAX_TITLE = 200

/** Names that say nothing about a page: its folder's name does. */
const INDEX_NAMES = new Set(["index", "readme", "default", "home"])

/** Cuts a title to the longest that is kept, in one clean line. */
export function tidyTitle(title: string): string {
  const line = cleanLine(title.slice(0, 10 * MAX_TITLE))
  if (line.length <= MAX_TITLE) return line
  const cut = line.slice(0, MAX_TITLE).toWellFormed()
  return `${cut.replace(/\s+\S*$/, "")}…`
}

/** The words of a title that is written in Markdown: no emphasis, no link targets, no heading anchors. */
export function titleOfMarkdown(markdown: string): string {
  const line = tidyTitle(markdown.replace(/\s*\{#[^}]*\}\s*$/, ""))
  return cleanLine(plainText(fromMarkdown(line), { includeHtml: false })) || line
}

/**
 * A title made of a file's path or a page's address, for sources that state none:
 * `guides/reset-your_password.md` gives `Reset your password`.
 */
export function titleOfName(name: string): string {
  const parts = pathOf(name)
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const last = (parts.at(-1) ?? "").replace(/(?<=.)\.[a-z0-9]{1,8}$/i, "")
  const folder = parts.at(-2)
  const chosen = INDEX_NAMES.has(last.toLowerCase()) && folder ? folder : last
  const words = tidyTitle(chosen.replace(/[-_+]+/g, " "))
  return words ? words[0]?.toUpperCase() + words.slice(1) : tidyTitle(name) || "Untitled"
}

function pathOf(name: string): string {
  if (!/^https?:\/\//i.test(name) || !URL.canParse(name)) return name
  const { hostname, pathname } = new URL(name)
  if (pathname === "/") return hostname.replaceAll("/", "")
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
