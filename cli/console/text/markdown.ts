import type { Nodes, PhrasingContent, RootContent, Table } from "mdast"
import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { gfm } from "micromark-extension-gfm"
import type { StyleName } from "../theme.ts"
import { fitLine, type Line, lineWidth, type Span, span } from "./line.ts"
import { wrap } from "./wrap.ts"

/** Longer texts are shown as they are: reading marks in them would take longer than people wait. */
const MOST_MARKED = 20_000

const MARK = /[*_`#[\]|>~]|^[ \t]*(\d+\.|[-+])\s|https?:/m
/** Marks within a paragraph that are tried with each other: 4,000 of them take seconds. */
const PAIRED = /[*_~`[\]<]/g
const MOST_PAIRED = 200
/** What a line of a quote or a list begins with. */
const BEGINNING = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])/.source
const MARKED = new RegExp(`^${BEGINNING}`)
/** Lines of a paragraph that go on with such a one, and bear no mark: thousands of them take seconds. */
const MOST_LAZY = 200
/** Columns of a table: each row is drawn with all of them. */
const MOST_COLUMNS = 100
/** Quotes and lists one in the other, on one line or by their indentation: hundreds of them take seconds, or more stack than there is. */
const NESTED = new RegExp(`^(?:(?:${BEGINNING}){12}|[ \\t]{40,}(?:[-+*]|\\d{1,9}[.)])[ \\t])`, "m")

/** Whether somebody made it to be slow to read, or pasted what was never meant as Markdown. */
function isTangle(text: string): boolean {
  return NESTED.test(text) || text.split(/\n[ \t]*\n/).some(isTangledParagraph)
}

function isTangledParagraph(paragraph: string): boolean {
  if ((paragraph.match(PAIRED)?.length ?? 0) > MOST_PAIRED) return true
  const lines = paragraph.split("\n")
  if (lines.some((line) => line.split("|").length > MOST_COLUMNS)) return true
  const lazy = lines.filter((line) => !MARKED.test(line)).length
  return lazy > MOST_LAZY && lazy < lines.length
}

/** Markdown as lines of a terminal. The text must be drawable before it comes here. */
export function markdownLines(text: string, width: number, base: readonly StyleName[] = []): Line[] {
  if (text.length > MOST_MARKED || !MARK.test(text) || isTangle(text))
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

/** Columns narrower than that break words rather than lines. */
const LEAST_COLUMN = 10
const BETWEEN = " │ "

/** Nothing of a cell is left out: its lines are broken, and where columns would be too narrow, it has lines of its own. */
function table({ children: rows }: Table, around: Around): Line[] {
  const cells = rows.map((row, index) => {
    const styles: readonly StyleName[] = index === 0 ? [...around.base, "strong"] : around.base
    return row.children.map((cell) => phrases(cell.children, styles, around))
  })
  const columns = Math.max(...cells.map((row) => row.length))
  const natural = Array.from({ length: columns }, (_, at) =>
    Math.max(...cells.map((row) => lineWidth(row[at] ?? []))),
  )
  const widths = columnWidths(natural, around.width - BETWEEN.length * (columns - 1))
  const isTooNarrow = widths.some((wide, at) => wide < Math.min(natural[at] ?? 0, LEAST_COLUMN))
  return isTooNarrow ? asList(cells, around.width) : cells.flatMap((row) => inColumns(row, widths))
}

/** What narrow columns need, and what is left in equal parts to the others. */
function columnWidths(natural: readonly number[], room: number): number[] {
  const widths = natural.map(() => 0)
  const narrowFirst = [...natural.keys()].sort((one, other) => (natural[one] ?? 0) - (natural[other] ?? 0))
  let left = room
  for (const [done, at] of narrowFirst.entries()) {
    widths[at] = Math.min(natural[at] ?? 0, Math.floor(left / (natural.length - done)))
    left -= widths[at] ?? 0
  }
  return widths
}

function inColumns(row: readonly Line[], widths: readonly number[]): Line[] {
  const columns = widths.map((wide, at) => wrap(row[at] ?? [], Math.max(1, wide)))
  const height = Math.max(...columns.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    widths.flatMap((wide, at) => [
      ...(at ? [span(BETWEEN, "faint")] : []),
      ...fitLine(columns[at]?.[line] ?? [], wide),
    ]),
  )
}

function asList([head = [], ...rows]: readonly (readonly Line[])[], width: number): Line[] {
  if (rows.length === 0) return head.flatMap((name) => wrap(name, width))
  return rows.flatMap((row, index) => [
    ...(index ? [[]] : []),
    ...row.flatMap((cell, at) => wrap([...(head[at] ?? []), span(": ", "muted"), ...cell], width)),
  ])
}

function sourceOf(node: Nodes, source: string): string {
  const { start, end } = node.position ?? {}
  return source.slice(start?.offset ?? 0, end?.offset ?? 0)
}
