import type { Key } from "ink"

/** What a terminal is asked by others (its colours, its name, its title, what it can draw), by how the reply begins behind Escape and goes on. */
const REPLIES: Readonly<Record<string, RegExp>> = {
  "]": /^(?:\d+(?:;|$)|[lL])/,
  P: /^([>!]\||[01][$+]r)/,
  _: /^G/,
}
const BELL = "\u0007"
/** One that was cut off does not take keys for longer. */
const LONGEST_MS = 500

/**
 * Tells what a terminal replies from what is typed. A program that ran before in it, or one beside it, may have asked, and over
 * a slow line the reply comes to the console, where each of its letters would be a key.
 */
export class TerminalReplies {
  #expected: RegExp | undefined
  #since: number | undefined
  /** Escape came alone, as over a slow line: what it begins or ends may come next. */
  #isEscaped = false

  constructor(private readonly now: () => number) {}

  /** What of it was typed; undefined for nothing. */
  typed(input: string, key: Key): string | undefined {
    const isBehindEscape = this.#isEscaped
    this.#isEscaped = key.escape
    const expected = this.#expected
    this.#expected = key.meta ? REPLIES[input] : undefined
    const isReply = expected && !key.meta && expected.test(input)
    if (isReply || (isBehindEscape && beginsReply(input))) this.#since = this.now()
    if (this.#since === undefined || this.now() - this.#since > LONGEST_MS) return input
    if (isBehindEscape && input.startsWith("\\")) {
      this.#since = undefined
      return input.slice(1) || undefined
    }
    const isBell = key.ctrl && input === "g"
    const isEnd = isBell || (key.meta && input === "\\") || input.includes(BELL)
    if (isEnd) this.#since = undefined
    return input.includes(BELL) ? input.slice(input.indexOf(BELL) + 1) || undefined : undefined
  }
}

function beginsReply(input: string): boolean {
  const [kind = ""] = input
  return input.length > 1 && REPLIES[kind]?.test(input.slice(1)) === true
}
