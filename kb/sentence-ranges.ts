import { isWithinSentence } from "./full-stops.ts"

/** A half-open range of offsets. */
export interface Range {
  start: number
  end: number
}

/** A mark with no space behind it ends nothing: it stands in an address or a file's name. Chinese has no spaces. */
const INSIDE_A_WORD = /[!-~]$/
/** What of the next sentence tells whether it is one. */
const LOOK_AHEAD = 24
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" })

/**
 * Where the sentences of `source` lie, without the white space between them. No boundary falls inside one of
 * the `atomic` ranges (links, code, emphasis), so that each sentence is whole Markdown. A hard break (two
 * spaces or a backslash at the end of a line) ends a sentence; a soft one does not.
 *
 * @param atomic in ascending order, none inside another
 */
export function sentenceRanges(source: string, atomic: readonly Range[]): Range[] {
  const masked = mask(source, atomic)
  const ranges: Range[] = []
  let from = 0
  for (const { segment, index } of segmenter.segment(masked)) {
    const end = index + segment.length
    if (end < masked.length && goesOn(masked.slice(from, end), masked.slice(end, end + LOOK_AHEAD))) continue
    push(ranges, masked, from, end)
    from = end
  }
  return ranges
}

/** The last sentence of a text, or the text itself where it holds none. */
export function lastSentence(source: string): string {
  const last = sentenceRanges(source, []).at(-1)
  return last ? source.slice(last.start, last.end) : source
}

/** Does the sentence go on behind this piece, whatever the segmenter says? */
function goesOn(piece: string, next: string): boolean {
  return INSIDE_A_WORD.test(piece.slice(-1)) || isWithinSentence(piece, next)
}

function mask(source: string, atomic: readonly Range[]): string {
  let masked = ""
  let done = 0
  for (const { start, end } of atomic) {
    masked += source.slice(done, start) + "X".repeat(end - start)
    done = end
  }
  return (masked + source.slice(done)).replace(/(?<! {2}|\\)\n/g, " ")
}

function push(ranges: Range[], text: string, from: number, to: number): void {
  let [start, end] = [from, to]
  while (start < end && /\s/.test(text[start] ?? "")) start++
  while (end > start && /[\s\\]/.test(text[end - 1] ?? "")) end--
  if (end > start) ranges.push({ start, end })
}
