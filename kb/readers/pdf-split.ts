import type { PdfCell } from "./pdf-lines.ts"

/** How far from where a column begins a word of a text may begin, by the font's size: where it does is estimated. */
const SLACK = 0.9

/**
 * The parts of a text that the file has as one though it stands in several columns. Undefined where no word begins near to where a
 * column does.
 *
 * @param starts where the columns begin
 */
export function splitAt(cell: PdfCell, starts: readonly number[], size: number): PdfCell[] | undefined {
  const parts: PdfCell[] = []
  let rest = cell
  for (const start of starts) {
    if (start <= rest.x + SLACK * size || start >= rest.end - 0.3 * size) continue
    const split = nearest(wordsOf(rest), start)
    if (!split || Math.abs(split.x - start) > SLACK * size) return undefined
    parts.push({ text: rest.text.slice(0, split.at).trim(), x: rest.x, end: split.x })
    rest = { text: rest.text.slice(split.at), x: start, end: rest.end }
  }
  return [...parts, rest]
}

interface WordStart {
  /** Position in the text. */
  at: number
  x: number
}

function nearest(words: readonly WordStart[], x: number): WordStart | undefined {
  return words.reduce<WordStart | undefined>(
    (best, word) => (best && Math.abs(best.x - x) <= Math.abs(word.x - x) ? best : word),
    undefined,
  )
}

/** Where the words behind the first begin, as far as usual widths of letters tell. */
function wordsOf({ text, x, end }: PdfCell): WordStart[] {
  const widths = [...text].map(widthOf)
  const scale = (end - x) / widths.reduce((sum, width) => sum + width, 0)
  const found: WordStart[] = []
  let reached = 0
  let at = 0
  for (const [i, letter] of [...text].entries()) {
    if (i > 0 && letter !== " " && text[at - 1] === " ") found.push({ at, x: x + scale * reached })
    reached += widths[i] ?? 0
    at += letter.length
  }
  return found
}

/** By the font's size, as in most fonts. */
function widthOf(letter: string): number {
  if (/[\sijlt.,:;'’|!()]/.test(letter)) return 0.3
  if (/[mwMW%@]/.test(letter)) return 0.85
  return /\p{Lu}/u.test(letter) ? 0.68 : 0.52
}
