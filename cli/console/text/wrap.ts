import { graphemesOf, type Line, type Span, widthOf } from "./line.ts"

interface Piece {
  span: Span
  isBlank: boolean
  width: number
}

/** Breaks styled text at blanks into lines of at most so many columns; words that are longer are broken anywhere. */
export function wrap(spans: Line, width: number): Line[] {
  const lines: Span[][] = [[]]
  let taken = 0
  let waiting: Piece[] = []
  const line = () => lines.at(-1) as Span[]
  const newLine = () => {
    lines.push([])
    taken = 0
    waiting = []
  }
  for (const word of words(spans)) {
    if (word === "\n") {
      newLine()
      continue
    }
    const [first] = word
    if (first?.isBlank) {
      waiting = taken === 0 && lines.length > 1 && !startsParagraph(lines) ? [] : word
      continue
    }
    const blank = sum(waiting)
    const wide = sum(word)
    if (taken > 0 && taken + blank + wide > width) newLine()
    else if (waiting.length) {
      for (const piece of waiting) line().push(piece.span)
      taken += blank
      waiting = []
    }
    if (taken + wide <= width) {
      for (const piece of word) line().push(piece.span)
      taken += wide
    } else {
      for (const piece of word)
        for (const unit of together(piece.span.text, width)) {
          const columns = widthOf(unit)
          if (taken + columns > width && taken > 0) newLine()
          append(line(), unit, piece.span)
          taken += columns
        }
    }
  }
  return lines
}

/** What Chinese and Japanese begin no line with. */
const CLOSING = /^[、。，．：；！？）」』】〉》〕’”…]$/

/** Characters, with the marks behind them that stay on their line as far as there is one for them. */
function together(text: string, width: number): string[] {
  const units: string[] = []
  for (const grapheme of graphemesOf(text)) {
    const before = units.at(-1)
    if (before !== undefined && CLOSING.test(grapheme) && widthOf(before + grapheme) <= width)
      units[units.length - 1] = before + grapheme
    else units.push(grapheme)
  }
  return units
}

/** Whether the last line begins because the text said so: its blanks are an indentation. */
function startsParagraph(lines: readonly Span[][]): boolean {
  return (lines.at(-1)?.length ?? 0) === 0
}

/** Runs of blanks, words that may change their look in the middle, and ends of lines. */
function* words(spans: Line): Generator<Piece[] | "\n"> {
  let word: Piece[] = []
  for (const { text, styles } of spans) {
    for (const part of text.split(/(\n| +)/)) {
      if (part === "") continue
      const isBlank = part.startsWith(" ")
      if (word.length && (part === "\n" || isBlank !== word[0]?.isBlank)) {
        yield word
        word = []
      }
      if (part === "\n") yield part
      else
        word.push({ span: styles ? { text: part, styles } : { text: part }, isBlank, width: widthOf(part) })
    }
  }
  if (word.length) yield word
}

function sum(pieces: readonly Piece[]): number {
  return pieces.reduce((total, { width }) => total + width, 0)
}

function append(line: Span[], text: string, like: Span): void {
  const last = line.at(-1)
  if (last && last.styles === like.styles && line.length)
    line[line.length - 1] = { ...last, text: last.text + text }
  else line.push(like.styles ? { text, styles: like.styles } : { text })
}
