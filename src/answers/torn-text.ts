import type { Chunk } from "../../kb/chunk.ts"
import { markdownBlocks } from "../../kb/markdown-blocks.ts"

/** What a chunk begins with where the end of it stands in the chunk before. */
const CONTINUES = /^(?:[ \t]+\S|[*_]{0,2}A(?:nswer)?[*_]{0,2}:)/
const NUMBER = /^ {0,3}(\d{1,9})[.)]\s/m
/** A line, or a part of one, and indented ones, that an item of a list follows. */
const REST_OF_ITEM =
  /^(?! {0,3}(?:[-*+]|\d{1,9}[.)])\s).+\n(?:[ \t]+\S.*\n)*(?= {0,3}(?:[-*+]|\d{1,9}[.)])\s)/
const OPEN_FENCE = /^ {0,3}(?:```|~~~)/gm

/** Is a list, table, procedure, block of code or answer cut off between two chunks, or a lead-in parted from its list? */
export function isTorn({ text: before }: Chunk, { text: after, seam }: Chunk): boolean {
  if (seam) return true
  const firstNumber = Number(NUMBER.exec(after)?.[1] ?? 1)
  return (
    firstNumber > 1 ||
    CONTINUES.test(after) ||
    /[:：]\s*$/.test(before) ||
    isInsideOneBlock(before, after) ||
    isBelowATable(before, after)
  )
}

/** What stands below a table may say of whom it does not hold, in a paragraph that is cut in two as well. */
function isBelowATable(before: string, after: string): boolean {
  const [last, ...above] = markdownBlocks(before).reverse()
  const nearest = last?.kind === "text" ? above[0] : last
  return nearest?.kind === "table" && markdownBlocks(after)[0]?.kind === "text"
}

/** Consecutive chunks as the text that they were cut from, as far as can be told. */
export function joined(chunks: readonly Chunk[]): string {
  const [first, ...rest] = chunks
  const text = rest.reduce((before, { text, seam }) => {
    if (!seam) return `${before}${isInsideOneBlock(before, text) ? "\n" : "\n\n"}${text}`
    const { closed, opened, gap } = seam
    return before.slice(0, before.length - closed.length) + gap + text.slice(opened.length)
  }, first?.text ?? "")
  // What is left of a list's item is a paragraph of its own: it would take the items below it in.
  return first?.seam?.opened === ""
    ? text.replace(REST_OF_ITEM, (lines) => `${lines.replace(/^[ \t]+/gm, "")}\n`)
    : text
}

/** For chunks of an earlier version, which have no seams. */
function isInsideOneBlock(before: string, after: string): boolean {
  if ((before.match(OPEN_FENCE)?.length ?? 0) % 2 === 1) return true
  const last = markdownBlocks(before).at(-1)?.kind
  const first = markdownBlocks(after)[0]?.kind
  if (last === "list") return /^[ \t]/.test(after) || (first === "list" && NUMBER.exec(after)?.[1] !== "1")
  return last === "table" && first === "table"
}
