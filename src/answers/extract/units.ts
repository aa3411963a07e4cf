import type { List, Nodes, Paragraph, RootContent, Table } from "mdast"
import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { toString as plainText } from "mdast-util-to-string"
import { gfm } from "micromark-extension-gfm"
import { type Range, sentenceRanges } from "../../../kb/sentence-ranges.ts"
import { contentTerms } from "../terms.ts"

/**
 * The smallest part of a passage that can be quoted alone: a sentence, a list item, a table row, a block of code, a
 * question with its answer.
 */
export interface Unit {
  /** Its Markdown, as the passage has it. */
  source: string
  plain: string
  terms: ReadonlySet<string>
  /** Labels of the link definitions it needs. */
  references: readonly string[]
  /** Its line was ended on purpose, as an address's lines are: what comes next stands on the next one. */
  endsLine?: true
}

/** A paragraph, list, table, quotation, code block or run of `Q:` and `A:` lines, in reading order. */
export interface Block {
  kind: "paragraph" | "list" | "table" | "code" | "quote" | "pairs"
  units: Unit[]
  /** Number of the first item of an ordered list. */
  start?: number
  /** What stands above the first unit whatever is quoted: a table's header. */
  head?: string
  /** The headings inside the passage that it stands under. */
  heading: string
}

export interface ParsedPassage {
  blocks: Block[]
  /** Link definitions by label, as Markdown. */
  definitions: ReadonlyMap<string, string>
}

const HARD_BREAK = /^(?: {2,}|\\)\n/

/** Does this sentence announce the block after it? */
export function announces({ plain }: Unit): boolean {
  return /[:：]\s*$|\b(?:follow(?:s|ing)?|below|steps|these|as such)\b/i.test(plain)
}

/** Cuts a passage's Markdown into blocks and units; headings, raw HTML and rules are left out. */
export function parsePassage(markdown: string): ParsedPassage {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const blocks: Block[] = []
  const definitions = new Map<string, string>()
  let heading = ""
  for (const node of withPairs(markdown, tree.children)) {
    if (Array.isArray(node)) blocks.push({ kind: "pairs", units: pairs(markdown, node), heading })
    else if (node.type === "heading") heading = plainText(node)
    else if (node.type === "definition") definitions.set(node.identifier, slice(markdown, node))
    else {
      const block = blockOf(markdown, node, heading)
      if (block && block.units.length > 0) blocks.push(block)
    }
  }
  return { blocks, definitions }
}

/** Paragraphs that begin with `Q:`, each run of them with the `A:` paragraphs between as an array. */
function withPairs(markdown: string, nodes: readonly RootContent[]): (RootContent | Paragraph[])[] {
  const found: (RootContent | Paragraph[])[] = []
  for (const node of nodes) {
    const last = found.at(-1)
    const text = node.type === "paragraph" ? slice(markdown, node) : ""
    if (node.type !== "paragraph" || !(QUESTION.test(text) || (ANSWER.test(text) && Array.isArray(last))))
      found.push(node)
    else if (Array.isArray(last)) last.push(node)
    else found.push([node])
  }
  return found
}

const QUESTION = /^[*_]{0,2}Q(?:uestion)?(?: ?\d+)?[*_]{0,2}:/i
const ANSWER = /^[*_]{0,2}A(?:nswer)?(?: ?\d+)?[*_]{0,2}:/i
const NEXT_QUESTION = /\s+(?=[*_]{0,2}Q(?:uestion)?(?: ?\d+)?[*_]{0,2}:\s)/gi

/** Every question with what follows until the next. */
function pairs(markdown: string, run: readonly Paragraph[]): Unit[] {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) return []
  const source = markdown.slice(offsets(first).start, offsets(last).end)
  const labels = run.flatMap(references)
  return source.split(NEXT_QUESTION).map((pair) => quoted(pair, plainOf(pair), labels))
}

/** Does it ask without an answer of its own? */
export function onlyAsks({ source, plain }: Unit): boolean {
  return (
    /\?\s*$/.test(plain) ||
    (QUESTION.test(source) && !/\s[*_]{0,2}A(?:nswer)?(?: ?\d+)?[*_]{0,2}:/i.test(source))
  )
}

function blockOf(markdown: string, node: RootContent, heading: string): Block | undefined {
  switch (node.type) {
    case "paragraph":
      return { kind: "paragraph", units: sentences(markdown, node), heading }
    case "list":
      return listBlock(markdown, node, heading)
    case "table":
      return tableBlock(markdown, node, heading)
    case "code":
      return { kind: "code", units: [unit(markdown, node)], heading }
    case "blockquote":
      return { kind: "quote", units: [unit(markdown, node)], heading }
    default:
      return undefined
  }
}

function listBlock(markdown: string, list: List, heading: string): Block {
  const units = list.children.map((item) => unit(markdown, item)).filter((item) => item.plain !== "")
  return { kind: "list", units, heading, ...(list.ordered ? { start: list.start ?? 1 } : {}) }
}

/** The delimiter row has no node of its own: the header is everything before the first body row. */
function tableBlock(markdown: string, table: Table, heading: string): Block {
  const rows = table.children.slice(1)
  const head = markdown
    .slice(offsets(table).start, rows[0] ? offsets(rows[0]).start : offsets(table).end)
    .trimEnd()
  return { kind: "table", units: rows.map((row) => unit(markdown, row)), head, heading }
}

function sentences(markdown: string, paragraph: Paragraph): Unit[] {
  const { start } = offsets(paragraph)
  const source = slice(markdown, paragraph)
  const inline = paragraph.children.map((node) => ({ node, ...shifted(offsets(node), -start) }))
  const atomic = inline.filter(({ node }) => node.type !== "text" && node.type !== "break")
  return withAnswers(sentenceRanges(source, atomic), source).flatMap((range) => {
    const inside = inline.filter((node) => node.start < range.end && node.end > range.start)
    const text = source.slice(range.start, range.end).replace(/^\[!\w+\]\s*/, "")
    if (!text) return []
    const labels = inside.flatMap(({ node }) => references(node))
    const endsLine = HARD_BREAK.test(source.slice(range.end))
    return { ...quoted(text, plainOf(text), labels), ...(endsLine ? { endsLine } : {}) }
  })
}

/** What one customer says after another one's question. */
const SPEAKS_OF_ITSELF = /^\W*(?:i|i['’]\w+|im|my)\b/i

/** "Bin not emptied? Report it": who quotes one of the two must quote the other. */
function withAnswers(ranges: readonly Range[], source: string): Range[] {
  const found: Range[] = []
  let asks = false
  for (const range of ranges) {
    const text = source.slice(range.start, range.end).trimEnd()
    const last = found.at(-1)
    if (asks && last && !SPEAKS_OF_ITSELF.test(text))
      found[found.length - 1] = { start: last.start, end: range.end }
    else found.push(range)
    asks = text.endsWith("?")
  }
  return found
}

function unit(markdown: string, node: Nodes): Unit {
  return quoted(dedent(slice(markdown, node), node), blockText(node).trim(), references(node))
}

/** The text of a node with a space between its paragraphs, items and cells. */
function blockText(node: Nodes): string {
  const isContainer = "children" in node && node.type !== "paragraph" && node.type !== "tableCell"
  return isContainer ? node.children.map(blockText).join(" ") : plainText(node)
}

function quoted(source: string, plain: string, labels: string[]): Unit {
  return { source, plain, terms: new Set(contentTerms(plain)), references: labels }
}

function references(node: Nodes): string[] {
  if (node.type === "linkReference" || node.type === "imageReference") return [node.identifier]
  return "children" in node ? node.children.flatMap(references) : []
}

/** Good enough for counting words and comparing sentences; what is shown is always the source. */
function plainOf(source: string): string {
  return source
    .replace(/!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])?/g, "$1")
    .replace(/[*_`~\\]|<[^>\s][^>]*>/g, "")
    .replace(/\s+/g, " ")
}

function slice(markdown: string, node: Nodes): string {
  const { start, end } = offsets(node)
  return markdown.slice(start, end)
}

/** A list may itself be indented; its items are quoted flush left, so their further lines move along. */
function dedent(source: string, node: Nodes): string {
  const indent = (node.position?.start.column ?? 1) - 1
  return indent > 0 ? source.replace(new RegExp(`\\n {1,${indent}}`, "g"), "\n") : source
}

function offsets(node: Nodes): Range {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 }
}

function shifted(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by }
}
