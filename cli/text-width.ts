const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** Columns that text takes in a terminal: two for wide characters and emoji, none for colours. */
export function widthOf(text: string): number {
  return Bun.stringWidth(text)
}

/** The beginning of one line that fits into so many columns, with `…` where something is missing; for text without colours. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ""
  let taken = 0
  for (const { segment } of graphemes.segment(text)) {
    const wide = widthOf(segment)
    if (taken + wide > width - 1) break
    kept += segment
    taken += wide
  }
  return width > 0 ? `${kept.trimEnd()}…` : ""
}

/** Fills up with blanks at the right, or at the left where figures stand below each other. */
export function pad(text: string, width: number, side: "left" | "right" = "right"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)))
  return side === "left" ? blanks + text : text + blanks
}
