import stringWidth from "string-width"
import type { StyleName } from "../theme.ts"

/** A piece of a line that looks the same. */
export interface Span {
  text: string
  styles?: readonly StyleName[]
}

/** One row of some part of the screen. */
export type Line = readonly Span[]

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: "grapheme" })

export function span(text: string, ...styles: StyleName[]): Span {
  return styles.length ? { text, styles } : { text }
}

/** Columns that text takes; Ink measures the same way. */
export function widthOf(text: string): number {
  return isAscii(text) ? text.length : stringWidth(text)
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0)
}

export function graphemesOf(text: string): string[] {
  return isAscii(text) ? text.split("") : [...SEGMENTS.segment(text)].map(({ segment }) => segment)
}

/** As much of it as fits, with `…` where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return width > 0 ? `${beginning(text, width - 1)}…` : ""
}

/** Exactly so many columns wide. */
export function fit(text: string, width: number): string {
  const short = cut(text, width)
  return short + " ".repeat(Math.max(0, width - widthOf(short)))
}

function beginning(text: string, width: number): string {
  if (isAscii(text)) return text.slice(0, width)
  let kept = ""
  let taken = 0
  for (const { segment } of SEGMENTS.segment(text)) {
    taken += stringWidth(segment)
    if (taken > width) break
    kept += segment
  }
  return kept
}

/** A line of exactly so many columns; what is too much ends in `…`. */
export function fitLine(line: Line, width: number, fill?: StyleName): Line {
  const kept: Span[] = []
  let left = width
  for (const piece of line) {
    const wide = widthOf(piece.text)
    if (wide > left) {
      if (left > 0) kept.push({ ...piece, text: fit(piece.text, left) })
      left = 0
      break
    }
    kept.push(piece)
    left -= wide
  }
  if (left > 0) kept.push(span(" ".repeat(left)))
  return fill ? kept.map(({ text, styles = [] }) => ({ text, styles: [fill, ...styles] })) : kept
}

/** Two ends of a line: what is right stays whole, what is left is cut. */
export function ends(left: Line, right: Line, width: number): Line {
  const taken = lineWidth(right)
  if (taken >= width) return fitLine(right, width)
  return [...fitLine(left, width - taken), ...right]
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7e || code < 0x20) return false
  }
  return true
}

export function rule(width: number): Span {
  return span("─".repeat(Math.max(0, width)), "faint")
}
