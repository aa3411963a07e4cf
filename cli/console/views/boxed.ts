import type { Editor } from "../editor.ts"
import { drawableText } from "../text/drawable.ts"
import { widthOf } from "../text/line.ts"

/**
 * What is written, in rows of that width and at most so many: those down to the cursor's, and below it where there is room.
 * Only the lines of text around the cursor are looked at, however much is written.
 */
export function boxed({ chars, cursor }: Editor, width: number, most: number) {
  const room = roomIn(width)
  let first = lineStart(chars, cursor)
  let starts = rowStarts(chars, first, cursor, room)
  while (starts.length < most && first > 0) {
    const end = first - 1
    first = lineStart(chars, end)
    starts = [...rowStarts(chars, first, end, room), ...starts]
  }
  starts = starts.slice(-most)
  const y = starts.length - 1
  const rows: string[] = []
  for (let start = starts[0]; start !== undefined && rows.length < most; ) {
    const next = nextRow(chars, start, room)
    rows.push(shownBetween(chars, start, next ?? chars.length))
    start = next
  }
  const x = widthOf(shownBetween(chars, starts[y] ?? 0, cursor))
  return { rows, at: { x, y }, isFromStart: starts[0] === 0 }
}

/** How many rows it takes; beyond `most` nobody counts. */
export function rowsTaken({ chars }: Editor, width: number, most: number): number {
  let count = 0
  for (let start: number | undefined = 0; start !== undefined && count < most; count++)
    start = nextRow(chars, start, roomIn(width))
  return count
}

/** The cursor may stand behind the last character of a row. */
function roomIn(width: number): number {
  return Math.max(1, width - 1)
}

function lineStart(chars: readonly string[], at: number): number {
  return at === 0 ? 0 : chars.lastIndexOf("\n", at - 1) + 1
}

/** Where the rows of one line of text begin, as far as `to`. */
function rowStarts(chars: readonly string[], from: number, to: number, room: number): number[] {
  const starts: number[] = []
  for (let start: number | undefined = from; start !== undefined && start <= to; ) {
    starts.push(start)
    start = nextRow(chars, start, room)
  }
  return starts
}

/** Where the row behind this one begins; undefined where this is the last. */
function nextRow(chars: readonly string[], start: number, room: number): number | undefined {
  let taken = 0
  for (let at = start; at < chars.length; at++) {
    const char = chars[at] as string
    if (char === "\n") return at + 1
    const wide = shownOf(char).width
    if (taken > 0 && taken + wide > room) return at
    taken += wide
  }
  return undefined
}

function shownBetween(chars: readonly string[], from: number, to: number): string {
  let shown = ""
  for (let at = from; at < to; at++) shown += shownOf(chars[at] as string).text
  return shown
}

interface Shown {
  text: string
  width: number
}

const NOTHING: Shown = { text: "", width: 0 }
const MOST_KNOWN = 4000
const known = new Map<string, Shown>()

/** Measuring a character costs more than all else that is done with it here. */
function shownOf(char: string): Shown {
  if (char === "\n") return NOTHING
  const before = known.get(char)
  if (before) return before
  const text = drawableText(char)
  const shown = { text, width: widthOf(text) }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(char, shown)
  return shown
}
