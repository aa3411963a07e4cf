import type { DeskEvent } from "../../../src/api/desk/protocol.ts"
import type { Line } from "../text/line.ts"
import { eventLines, type Look } from "./event-lines.ts"

/** Of so many that come at once, as where a long conversation is opened, only those are measured that are looked at. */
const MANY = 200

/**
 * How many lines a conversation's events take. They are measured from the end upwards, as far as somebody looked, and that
 * is remembered while more is said: how high a message is changes with the screen's width alone. Where one is among them is
 * found by halving, so that a key costs the same in a conversation of any length.
 */
class ThreadHeights {
  /** What is drawn: receipts are ticks at the messages, not lines of their own. */
  #shown: DeskEvent[] = []
  #look: Look
  #taken = 0
  #last: DeskEvent | undefined
  /** Measuring began above this one; lines above it are counted upwards, those from it on downwards. */
  #origin = 0
  #above: number[] = []
  #below: number[] = []

  constructor(look: Look) {
    this.#look = look
  }

  get count(): number {
    return this.#shown.length
  }

  /** The uppermost that was measured. */
  get first(): number {
    return this.#origin - this.#above.length
  }

  /** Whether it knows these events, or those before them. */
  knows(events: readonly DeskEvent[], { width }: Look): boolean {
    return (
      width === this.#look.width && events.length >= this.#taken && events[this.#taken - 1] === this.#last
    )
  }

  take(events: readonly DeskEvent[], look: Look): void {
    this.#look = look
    const before = this.count
    for (; this.#taken < events.length; this.#taken++) {
      const event = events[this.#taken] as DeskEvent
      this.#last = event
      if (event.type !== "read") this.#shown.push(event)
    }
    if (this.count - before > MANY) {
      this.#origin = this.count
      this.#above = []
      this.#below = []
    }
    while (this.#origin + this.#below.length < this.count)
      this.#below.push((this.#below.at(-1) ?? 0) + this.lines(this.#origin + this.#below.length).length)
  }

  /** The lines of one of them. */
  lines(at: number): Line[] {
    return eventLines(this.#shown[at] as DeskEvent, this.#shown[at - 1], this.#look)
  }

  /** Number of one of them; beyond the last, the last's. */
  seqOf(at: number): number {
    return (this.#shown[at] ?? this.#shown.at(-1))?.seq ?? 0
  }

  /** How many lines there are from this one to the end. */
  linesFrom(at: number): number {
    while (this.first > at) this.#measureOne()
    const below = this.#below.at(-1) ?? 0
    return at < this.#origin
      ? below + (this.#above[this.#origin - at - 1] ?? 0)
      : below - (this.#below[at - this.#origin - 1] ?? 0)
  }

  /** Measures so many lines, or all that there are. */
  measure(lines: number): void {
    while (this.first > 0 && this.linesFrom(this.first) < lines) this.#measureOne()
  }

  #measureOne(): void {
    this.#above.push((this.#above.at(-1) ?? 0) + this.lines(this.first - 1).length)
  }

  /** The last one from which on there are so many lines, of those that were measured. */
  reaching(lines: number): number {
    return this.#lastWhere(this.first, (at) => this.linesFrom(at) >= lines)
  }

  /** The first one with a higher number than this. */
  behind(seq: number): number {
    return this.#lastWhere(0, (at) => at === 0 || (this.#shown[at - 1]?.seq ?? 0) <= seq)
  }

  /** The last place for which something holds that holds for `first` and, from some place on, no more. */
  #lastWhere(first: number, holds: (at: number) => boolean): number {
    let [low, high] = [first, this.count]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (holds(middle)) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** By its first event: of a conversation that was read anew that is another one. */
const known = new WeakMap<DeskEvent, ThreadHeights>()

export function heightsOf(events: readonly DeskEvent[], look: Look): ThreadHeights {
  const [first] = events
  const before = first && known.get(first)
  const heights = before?.knows(events, look) ? before : new ThreadHeights(look)
  if (first) known.set(first, heights)
  heights.take(events, look)
  return heights
}
