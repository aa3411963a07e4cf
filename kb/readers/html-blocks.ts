import { holdsBlocks, isBlock, isChrome, isElement, tagOf } from "./html-elements.ts"
import { inlineMarkdown, type PageContext } from "./html-inline.ts"
import { tableMarkdown } from "./html-table.ts"
import { escapeLineStarts, fencedCode } from "./markdown-escape.ts"

/** Deepest nesting of lists and quotes that is kept; what is deeper becomes part of the level above. */
const MAX_NESTING = 20

const COMMENT = 8

/** Markdown of an element's content. */
export function htmlToMarkdown(root: Element, context: PageContext): string {
  return blocksOf(root, context, 0).join("\n\n")
}

function blocksOf(parent: Element, context: PageContext, nesting: number): string[] {
  const blocks: string[] = []
  let run: Node[] = []
  const flush = () => {
    const text = paragraph(run, context)
    if (text) blocks.push(text)
    run = []
  }
  for (const node of parent.childNodes) {
    if (!isElement(node) || !holdsBlocks(node)) {
      run.push(node)
    } else if (!isChrome(node)) {
      flush()
      for (const block of blocksOfElement(node, context, nesting)) blocks.push(block)
    }
  }
  flush()
  return blocks
}

function paragraph(nodes: Node[], context: PageContext): string {
  const text = inlineMarkdown(nodes, context).replace(/^[\s\\]*\n/, "")
  return escapeLineStarts(withoutBreaksAtEnd(text).trim())
}

/** From behind, as an expression would begin anew at each of many breaks. */
function withoutBreaksAtEnd(text: string): string {
  let kept = text.trimEnd()
  while (kept.endsWith("\\") && text[kept.length] === "\n") kept = text.slice(0, kept.length - 1).trimEnd()
  return kept
}

function blocksOfElement(element: Element, context: PageContext, nesting: number): string[] {
  const tag = tagOf(element)
  if (/^h[1-6]$/.test(tag)) return heading(element, Number(tag[1]), context)
  if (tag === "hr") return ["---"]
  if (tag === "pre") return [fencedCode(codeOf(element), languageOf(element))]
  if (tag === "table") return tableMarkdown(element, context) ?? blocksOf(element, context, nesting)
  if (nesting < MAX_NESTING) {
    if (tag === "ul" || tag === "ol") return list(element, context, nesting + 1)
    if (tag === "blockquote") return quote(blocksOf(element, context, nesting + 1))
  }
  if (tag === "dt" || tag === "summary") return strong(paragraph([...element.childNodes], context))
  return blocksOf(element, context, nesting)
}

function heading(element: Element, level: number, context: PageContext): string[] {
  const text = inlineMarkdown(element.childNodes, context).replace(/\\?\n/g, " ").trim()
  return text ? [`${"#".repeat(level)} ${text}`] : []
}

function strong(text: string): string[] {
  return text.includes("**") || text.includes("\n") || !text ? [text].filter(Boolean) : [`**${text}**`]
}

function quote(blocks: string[]): string[] {
  const text = blocks.join("\n\n")
  return text ? [text.replace(/^/gm, "> ").replace(/ +$/gm, "")] : []
}

function list(element: Element, context: PageContext, nesting: number): string[] {
  if (isContents(element)) return []
  const first = Number(element.getAttribute("start") ?? 1)
  let number = Number.isSafeInteger(first) && first >= 0 && first < 1e8 ? first : 1
  const items: string[] = []
  for (const child of element.children) {
    const blocks = isChrome(child) ? [] : blocksOf(child, context, nesting)
    if (blocks.length === 0) continue
    const marker = tagOf(element) === "ol" ? `${number++}. ` : "- "
    const isTight = blocks.length === 1 || (blocks.length === 2 && /^(?:- |\d+\. )/.test(blocks[1] ?? ""))
    const text = blocks.join(isTight ? "\n" : "\n\n")
    items.push(marker + text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(marker.length)}`))
  }
  return items.length > 0 ? [items.join("\n")] : []
}

/** Whether a list is the page's table of contents: nothing in it but links to places on the same page. */
function isContents(list: Element): boolean {
  return [...list.childNodes].every((node) => {
    if (!isElement(node)) return !node.nodeValue?.trim() || node.nodeType === COMMENT
    const isPlace = tagOf(node) === "a" && /^#./.test(node.getAttribute("href") ?? "")
    return isPlace || (tagOf(node) !== "img" && isContents(node))
  })
}

/** Text as it is, in lines: highlighters end these with breaks, or have an element for each. */
function codeOf(element: Element): string {
  let code = ""
  for (const node of element.childNodes) {
    if (!isElement(node)) {
      if (node.nodeType !== COMMENT) code += node.nodeValue ?? ""
    } else if (tagOf(node) === "br") code += "\n"
    else {
      const isLine = isBlock(node)
      if (isLine && code !== "" && !code.endsWith("\n")) code += "\n"
      code += codeOf(node)
      if (isLine && !code.endsWith("\n")) code += "\n"
    }
  }
  return code
}

/** The language that highlighters note in a class, for the fence. */
function languageOf(pre: Element): string {
  const classes = [pre, pre.parentElement, pre.querySelector("code")].map(
    (each) => each?.getAttribute("class") ?? "",
  )
  return /(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]{1,20})/.exec(classes.join(" "))?.[1] ?? ""
}
