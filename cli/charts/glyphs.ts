/** What charts are drawn with. */
export interface Glyphs {
  /** Heights of a column from nothing to all, for sparklines. */
  heights: readonly string[]
  /** Parts of a cell from the left, for the end of a bar; the last is whole. */
  parts: readonly string[]
  /** Shades from nothing to most. */
  shades: readonly string[]
  up: string
  down: string
  dot: string
  dash: string
}

export const BLOCKS: Glyphs = {
  heights: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  parts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
  shades: ["·", "░", "▒", "▓", "█"],
  up: "▲",
  down: "▼",
  dot: "·",
  dash: "–",
}

export const ASCII: Glyphs = {
  heights: [" ", "_", ".", "-", "=", "+", "*", "%", "#"],
  parts: ["#"],
  shades: [".", "-", "+", "*", "#"],
  up: "+",
  down: "-",
  dot: "|",
  dash: "-",
}

/** Where the terminal says that it has no more than ASCII, nothing else is drawn. */
export function glyphsFor(
  environment: Readonly<Record<string, string | undefined>>,
  asciiWanted: boolean | undefined,
): Glyphs {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || ""
  const isPlain = /^(C|POSIX)$/.test(locale) || environment.TERM === "dumb"
  return asciiWanted || isPlain ? ASCII : BLOCKS
}
