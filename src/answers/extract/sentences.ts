/** A half-open range of offsets. */
export interface Range {
  start: number
  end: number
}

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|st|no|nr|fig|approx|ca|cf|inc|ltd|co|corp|ver|v|al|\p{Lu})\.\s*$/iu
/** "1. " is the marker of a step that lost its line, and no sentence. */
const NUMBER_ALONE = /^\s*\(?\d{1,3}[.)]\s*$/
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" })

/**
 * Where the sentences of `source` lie, without the white space between them. No boundary falls inside one of
 * the `atomic` ranges (links, code, emphasis), so that each sentence is whole Markdown. A hard break (two
 * spaces or a backslash at the end of a line) ends a sentence; a soft one does not.
 */
export function sentenceRanges(source: string, atomic: readonly Range[]): Range[] {
  const masked = mask(source, atomic)
  const ranges: Range[] = []
  let from = 0
  let piece = ""
  for (const { segment, index } of segmenter.segment(masked)) {
    piece += segment
    const end = index + segment.length
    if (end < masked.length && (ABBREVIATION.test(piece) || NUMBER_ALONE.test(piece))) continue
    push(ranges, masked, from, end)
    from = end
    piece = ""
  }
  return ranges
}

function mask(source: string, atomic: readonly Range[]): string {
  let masked = source
  for (const { start, end } of atomic) {
    masked = masked.slice(0, start) + "X".repeat(end - start) + masked.slice(end)
  }
  return masked.replace(/(?<! {2}|\\)\n/g, " ")
}

function push(ranges: Range[], text: string, from: number, to: number): void {
  let [start, end] = [from, to]
  while (start < end && /\s/.test(text[start] ?? "")) start++
  while (end > start && /[\s\\]/.test(text[end - 1] ?? "")) end--
  if (end > start) ranges.push({ start, end })
}
