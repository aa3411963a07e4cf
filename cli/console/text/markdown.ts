import type { Nodes, PhrasingContent, RootContent, Table } from "mdast"
import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { toString as plainText } from "mdast-util-to-string"
import { gfm } from "micromark-extension-gfm"
import type { StyleName } from "../theme.ts"
import { fitLine, type Line, lineWidth, type Span, span } from "./line.ts"
import { wrap } from "./wrap.ts"

/** Longer texts are shown as they are: reading marks in them would take longer than people wait. */
const MOST_MARKED = 20_000

/** Markdown as lines of a terminal. The text must be drawable before it comes here. */
export function markdownLines(text: string, width: number, base: readonly StyleName[] = []): Line[] {
  if (text.length > MOST_MARKED || !/[*_`#[\]|>~]|^\s*(\d+\.|[-+])\s|https?:/m.test(text))
    return wrap([{ text, styles: base }], width)
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  return blocks(tree.children, { width, base, source: text })
}

interface Around {
  width: number
  base: readonly StyleName[]
  source: string
}

function blocks(nodes: readonly RootContent[], around: Around): Line[] {
  return nodes.flatMap((node, index) => {
    const lines = block(node, around)
    // As in the text: what stands below each other without a blank line stays so.
    const before = nodes[index - 1]
    const gap = (node.position?.start.line ?? 0) - (before?.position?.end.line ?? 0)
    return before && gap > 1 ? [[], ...lines] : lines
  })
}

function block(node: RootContent, around: Around): Line[] {
  const { width, base } = around
  switch (node.type) {
    case "paragraph":
      return wrap(phrases(node.children, base, around), width)
    case "heading":
      return wrap(phrases(node.children, [...base, "strong"], around), width)
    case "code":
      return node.value
        .split("\n")
        .flatMap((text) => indented(wrap([span(text, ...base, "code")], width - 2), "  "))
    case "blockquote":
      return indented(blocks(node.children as RootContent[], { ...around, width: width - 2 }), "▏ ", "muted")
    case "list":
      return node.children.flatMap((item, index) => {
        const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : "• "
        const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : mark
        const inner = blocks(item.children as RootContent[], { ...around, width: width - box.length })
        return inner.map((line, at) => [span(at === 0 ? box : " ".repeat(box.length), ...base), ...line])
      })
    case "thematicBreak":
      return [[span("─".repeat(Math.min(width, 20)), "faint")]]
    case "table":
      return table(node, around)
    case "html":
      // It is text like any other here.
      return wrap([span(node.value, ...base)], width)
    default:
      return wrap([span(sourceOf(node, around.source), ...base)], width)
  }
}

function indented(lines: readonly Line[], mark: string, ...styles: StyleName[]): Line[] {
  return lines.map((line) => [span(mark, ...styles), ...line])
}

function phrases(nodes: readonly PhrasingContent[], styles: readonly StyleName[], around: Around): Span[] {
  return nodes.flatMap((node): Span[] => {
    switch (node.type) {
      case "text":
        return [span(node.value, ...styles)]
      case "strong":
        return phrases(node.children, [...styles, "strong"], around)
      case "emphasis":
        return phrases(node.children, [...styles, "emphasis"], around)
      case "delete":
        return phrases(node.children, [...styles, "struck"], around)
      case "inlineCode":
        return [span(node.value, ...styles, "code")]
      case "break":
        return [span("\n")]
      case "link":
        return link(phrases(node.children, [...styles, "link"], around), node.url, styles)
      case "image":
        return link([span(node.alt || "picture", ...styles, "link")], node.url, styles)
      default:
        return [span(sourceOf(node, around.source), ...styles)]
    }
  })
}

/** The address is always said: what a link calls itself may be something else. */
function link(label: Span[], url: string, styles: readonly StyleName[]): Span[] {
  const text = label.map((one) => one.text).join("")
  return text === url || `mailto:${text}` === url ? label : [...label, span(` (${url})`, ...styles, "muted")]
}

function table({ children: rows }: Table, { width, base }: Around): Line[] {
  const cells = rows.map((row) => row.children.map((cell) => plainText(cell)))
  const columns = Math.max(...cells.map((row) => row.length))
  const room = Math.max(3, Math.floor((width - 3 * (columns - 1)) / columns))
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.min(room, Math.max(...cells.map((row) => lineWidth([span(row[at] ?? "")])))),
  )
  return cells.map((row, index) =>
    widths.flatMap((wide, at) => [
      ...(at ? [span(" │ ", "faint")] : []),
      ...fitLine([span(row[at] ?? "", ...base, ...(index === 0 ? (["strong"] as const) : []))], wide),
    ]),
  )
}

function sourceOf(node: Nodes, source: string): string {
  const { start, end } = node.position ?? {}
  return source.slice(start?.offset ?? 0, end?.offset ?? 0)
}
