import { markdownBlocks } from "../../kb/markdown-blocks.ts"

/** What a chunk begins with where the end of it stands in the chunk before. */
const CONTINUES = /^(?:[ \t]+\S|[*_]{0,2}A(?:nswer)?[*_]{0,2}:)/
const NUMBER = /^ {0,3}(\d{1,9})[.)]\s/m
const OPEN_FENCE = /^ {0,3}(?:```|~~~)/gm

/** Is a list, table, procedure, block of code or answer cut off between two chunks, or a lead-in parted from its list? */
export function isTorn(before: string, after: string): boolean {
  const firstNumber = Number(NUMBER.exec(after)?.[1] ?? 1)
  return (
    firstNumber > 1 || CONTINUES.test(after) || /[:：]\s*$/.test(before) || isInsideOneBlock(before, after)
  )
}

/** Consecutive chunks as the text that they were cut from, as far as can be told. */
export function joined(chunks: readonly string[]): string {
  return chunks.reduce((text, next) => `${text}${isInsideOneBlock(text, next) ? "\n" : "\n\n"}${next}`)
}

function isInsideOneBlock(before: string, after: string): boolean {
  if ((before.match(OPEN_FENCE)?.length ?? 0) % 2 === 1) return true
  const last = markdownBlocks(before).at(-1)?.kind
  const first = markdownBlocks(after)[0]?.kind
  if (last === "list") return /^[ \t]/.test(after) || (first === "list" && NUMBER.exec(after)?.[1] !== "1")
  return last === "table" && first === "table"
}
