import { isChrome, isElement, tagOf } from "./html-elements.ts"
import { isInText } from "./html-pictures.ts"
import { linkTarget } from "./link-target.ts"
import { escapeText, inlineCode } from "./markdown-escape.ts"
import { raisedNumber } from "./raised.ts"

/** What rendering needs to know of the page. */
export interface PageContext {
  /** What relative links are resolved against; without it they are only words. */
  base?: string
}

const TEXT = 3
const STRONG = new Set(["b", "strong"])
const EMPHASIS = new Set(["i", "em", "cite", "dfn"])
const CODE = new Set(["code", "kbd", "samp", "tt"])

/** Inline Markdown of nodes: white space collapsed, ends not trimmed. */
export function inlineMarkdown(nodes: Iterable<Node>, context: PageContext): string {
  return rendered(nodes, context)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
}

/** With white space as it is: collapsed anew at each level, text would take time by how deep it is nested. */
function rendered(nodes: Iterable<Node>, context: PageContext): string {
  let text = ""
  // The parser splits text at entities; escaping needs to see what belongs together.
  let plain = ""
  for (const node of nodes) {
    if (node.nodeType === TEXT) plain += node.nodeValue ?? ""
    if (!isElement(node)) continue
    text += escapeText(plain.replace(/\s+/g, " ")) + renderElement(node, context)
    plain = ""
  }
  return text + escapeText(plain.replace(/\s+/g, " "))
}

function renderElement(node: Element, context: PageContext): string {
  if (isChrome(node)) return ""
  const tag = tagOf(node)
  if (tag === "br") return "\\\n"
  if (tag === "img") return isInText(node) ? escapeText(node.getAttribute("alt") ?? "") : " "
  if (CODE.has(tag)) return inlineCode(node.textContent ?? "")
  const raised = isRaised(node) ? raisedNumber(node.textContent ?? "") : undefined
  if (raised !== undefined) return raised
  if (tag === "a") return link(inlineMarkdown(node.childNodes, context), node.getAttribute("href"), context)
  const mark = markOf(tag)
  return mark ? wrap(inlineMarkdown(node.childNodes, context), mark) : rendered(node.childNodes, context)
}

/** So is what leads to a note on the same page, right behind a word. */
function isRaised(node: Element): boolean {
  if (tagOf(node) === "sup") return true
  const isOfThisPage = tagOf(node) === "a" && node.getAttribute("href")?.startsWith("#") === true
  return isOfThisPage && /\S$/.test(node.previousSibling?.textContent ?? "")
}

function markOf(tag: string): string | undefined {
  if (STRONG.has(tag)) return "**"
  if (EMPHASIS.has(tag)) return "*"
  return tag === "del" || tag === "s" ? "~~" : undefined
}

/** Marks go inside of white space, or they would not take effect; empty and already marked text gets none. */
function wrap(inner: string, mark: string): string {
  const text = inner.trim()
  if (!text || text.includes(mark) || text.includes("\n")) return inner
  const start = inner.slice(0, inner.length - inner.trimStart().length)
  return `${start}${mark}${text}${mark}${inner.slice(inner.trimEnd().length)}`
}

function link(inner: string, href: string | null, context: PageContext): string {
  const target = linkTarget(href ?? "", context.base)
  const text = inner.trim()
  // Anchors beside headings show nothing but a sign.
  if (/^[#¶§🔗]$/u.test(text)) return ""
  if (!text || !target || text.includes("](")) return inner
  const start = inner.slice(0, inner.length - inner.trimStart().length)
  return `${start}[${text.replace(/\\?\n/g, " ")}](${target})${inner.slice(inner.trimEnd().length)}`
}
