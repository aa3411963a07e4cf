import { inlineRanges, unbreakableRanges } from "./inline-ranges.ts"
import { type Block, TABLE_RULE } from "./markdown-blocks.ts"
import { type Range, sentenceRanges } from "./sentence-ranges.ts"

export type Fits = (text: string) => boolean

/** A block or a part of one, and what stands between it and what comes before it. */
export interface Piece {
  text: string
  gap: string
  /** The same object for all parts of one block but a paragraph. */
  frame?: Frame
}

/** What each chunk needs around the part of a block that it has: fences around code, a header above a table's rows. */
export interface Frame {
  opening: string
  closing: string
}

type Body = Exclude<Block, { kind: "heading" }>

const BETWEEN_BLOCKS = "\n\n"
const FENCE = /^( {0,3})(```+|~~~+)/
/** A frame must leave two thirds of a chunk, and more, to what stands in it. */
const MOST_FRAMES = 3
/** How far behind the limit links and the like are looked for, in characters. */
const LOOK_AHEAD = 3000

/**
 * The sentences of a paragraph, so that they fill passages up; any other block whole if it fits, else its lines, which
 * answers put together again. What is still too long is cut at words.
 */
export function* pieces(block: Block, fits: Fits): Generator<Piece> {
  if (block.kind === "heading") return
  if (block.kind !== "text" && fits(block.text)) {
    yield { text: block.text, gap: BETWEEN_BLOCKS }
    return
  }
  let isFirst = true
  for (const part of parts(block, fits)) {
    yield isFirst ? { ...part, gap: BETWEEN_BLOCKS } : part
    isFirst = false
  }
}

function* parts(block: Body, fits: Fits): Generator<Piece> {
  if (block.kind === "text") {
    for (const part of sentences(block.text)) yield* fits(part.text) ? [part] : cut(part, fits)
    return
  }
  const { lines, ...frame } = framed(block, fits)
  const fitsFramed = (text: string) => fits(frame.opening + text + frame.closing)
  const cutLine = block.kind === "code" ? cutCode : cut
  for (const text of lines) {
    if (block.kind !== "code" && text.trim() === "") continue
    const line = { text, gap: "\n" }
    for (const part of fitsFramed(text) ? [line] : cutLine(line, fitsFramed)) yield { ...part, frame }
  }
}

/** A block's frame, and the lines that stand in it. Without a frame where that would take too much of each chunk. */
function framed({ kind, text }: Body, fits: Fits): Frame & { lines: string[] } {
  const lines = text.split("\n")
  const isSmall = (opening: string) => fits(opening.repeat(MOST_FRAMES))
  if (kind === "code") {
    const [, indent = "", fence = ""] = FENCE.exec(lines[0] ?? "") ?? []
    const openings = [`${lines[0]}\n`, `${indent}${fence}\n`]
    const opening = fence === "" ? undefined : openings.find(isSmall)
    const isClosed = lines.length > 1 && lines.at(-1)?.trimStart().startsWith(fence)
    if (opening)
      return { opening, closing: `\n${indent}${fence}`, lines: lines.slice(1, isClosed ? -1 : undefined) }
  }
  const header = `${lines.slice(0, 2).join("\n")}\n`
  if (kind === "table" && TABLE_RULE.test(lines[1] ?? "") && isSmall(header))
    return { opening: header, closing: "", lines: lines.slice(2) }
  return { opening: "", closing: "", lines }
}

/** With the white space between them as it is written: a hard break stays one. */
function sentences(text: string): Piece[] {
  const ranges = sentenceRanges(text, inlineRanges(text))
  return ranges.map(({ start, end }, i) => ({
    text: text.slice(start, end),
    gap: text.slice(ranges[i - 1]?.end ?? start, start),
  }))
}

function* cut({ text, gap }: Piece, fits: Fits): Generator<Piece> {
  let between = gap
  let rest = text
  while (rest !== "") {
    const head = longestFit(rest, fits)
    if (head === "") return
    if (head.trim() !== "") {
      yield { text: head.trim(), gap: between }
      between = " "
    }
    rest = rest.slice(head.length).trimStart()
  }
}

/** As it is written: white space counts. */
function* cutCode({ text, gap }: Piece, fits: Fits): Generator<Piece> {
  let between = gap
  let rest = text
  while (rest !== "") {
    const head = longestFit(rest, fits)
    yield { text: head, gap: between }
    between = ""
    rest = rest.slice(head.length)
  }
}

/**
 * The longest prefix that fits, by doubling and bisection (text may be much longer than what fits), moved back to where
 * it may be cut. At least one character.
 */
export function longestFit(text: string, fits: Fits): string {
  let low = 1
  let high = 256
  while (high < text.length && fits(text.slice(0, high))) {
    low = high
    high *= 2
  }
  if (high >= text.length && fits(text)) return text
  high = Math.min(high, text.length)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fits(text.slice(0, middle))) low = middle
    else high = middle
  }
  return text.slice(0, cutBefore(text, low))
}

/** Where to cut at `limit` or before it: at a space outside of links and code, or else wherever it must be. */
function cutBefore(text: string, limit: number): number {
  const seen = text.slice(0, limit + LOOK_AHEAD)
  const unbreakable = unbreakableRanges(seen)
  return (
    lastSpace(text, limit, inlineRanges(seen)) ||
    lastSpace(text, limit, unbreakable) ||
    (unbreakable.find(({ start, end }) => start < limit && limit < end)?.start ?? 0) ||
    lastSpace(text, limit, []) ||
    // Not through a surrogate pair.
    Math.max(1, /[\uD800-\uDBFF]/.test(text[limit - 1] ?? "") ? limit - 1 : limit)
  )
}

/** The last white space up to `limit` that is in none of the ranges; 0 where there is none. */
function lastSpace(text: string, limit: number, ranges: readonly Range[]): number {
  let next = ranges.length - 1
  for (let at = limit; at > 0; at--) {
    while ((ranges[next]?.start ?? -1) >= at) next--
    const range = ranges[next]
    if (range && at < range.end) at = range.start + 1
    else if (/\s/.test(text[at] ?? "")) return at
  }
  return 0
}
