import type { ArticleEntry } from "./article-entry.ts"
import type { Chunk } from "./chunk.ts"
import { words } from "./terms.ts"

/** A passage and the article that it is from. */
export interface Place {
  entry: Pick<ArticleEntry, "article" | "chunks">
  passage: Chunk
}

/** Letters from which on a passage speaks for itself: "Yes, we do." stands in many articles and means another thing in each. */
const SPEAKS_FOR_ITSELF = 40
/** The share of a passage that may be running lines, as pages of a printed document have them. */
const MOST_RUNNING = 0.2
/** Letters before and after a passage that are looked at: another format is cut elsewhere. */
const ROOM = 2_000

/**
 * Finds whether a passage says nothing that this article does not say near its own one, word for word and under the same
 * headings: one is a copy of the other, in another format or under another address. Formatting, and where each is cut,
 * make no difference; one other number or word does.
 */
export function copyFinder(of: Place): (other: Place) => boolean {
  let around: { chunks: Chunk[]; text: string } | undefined
  return (other) => {
    around ??= textAround(of)
    const { chunks, text } = around
    const lines = linesOf(other.passage)
    const own = ownLines(lines, text)
    const first = own && lines.find((line) => !own.includes(line))
    if (first === undefined || !own?.every((line) => isRunning(line, other))) return false
    if (lengthOf(lines) < SPEAKS_FOR_ITSELF && lines.join() !== linesOf(of.passage).join()) return false
    const passage = chunks.find((chunk) => linesOf(chunk).join("").includes(first)) ?? of.passage
    return isOneWithin(headingWords(other), headingWords({ ...of, passage }))
  }
}

/** What a passage says, and under which headings, as letters and digits alone: that of two copies cut alike is the same. */
export function wordingOf({ entry, passage }: Place): string {
  const headings = [entry.article.title, ...passage.section].map(lettersOf)
  return [...headings, linesOf(passage).join("")].join("\n")
}

/** Whether two articles say the same from beginning to end, word for word. */
export function isSameArticle(a: Place["entry"], b: Place["entry"]): boolean {
  const [one, other] = [a, b].map(({ chunks }) => chunks.flatMap(linesOf).join(""))
  return one !== undefined && one === other
}

const known = new WeakMap<Chunk, readonly string[]>()

/** A chunk's lines as letters and digits alone; without targets of links, numbers of steps and of pages. */
function linesOf(chunk: Chunk): readonly string[] {
  const before = known.get(chunk)
  if (before) return before
  const lines = chunk.text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:\d{1,3}[.)]|\d{1,4}$)(?=\s|$)/, "").replace(/\]\([^()\s]*\)/g, "]"))
    .map(lettersOf)
    .filter((line) => line !== "")
  known.set(chunk, lines)
  return lines
}

function lettersOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "")
}

/** Those that the text does not have; undefined where they are too many for running lines. */
function ownLines(lines: readonly string[], text: string): string[] | undefined {
  const own: string[] = []
  let room = MOST_RUNNING * lengthOf(lines)
  for (const line of lines) {
    if (text.includes(line)) continue
    room -= line.length
    if (room < 0) return undefined
    own.push(line)
  }
  return own
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

/** Whether a line stands again and again in an article, as what is printed on each page does. */
function isRunning(line: string, { entry }: Place): boolean {
  return entry.chunks.filter((chunk) => linesOf(chunk).includes(line)).length > 1
}

/** The passage's chunk with those before and after it; what is a heading in one format may be a line of the text in another. */
function textAround({ entry, passage }: Place): { chunks: Chunk[]; text: string } {
  const side = (step: number) => {
    const found: Chunk[] = []
    let left = ROOM
    for (let at = passage.ordinal + step; left > 0; at += step) {
      const chunk = entry.chunks[at]
      if (!chunk) break
      found.push(chunk)
      left -= chunk.text.length
    }
    return found
  }
  const chunks = [...side(-1).reverse(), passage, ...side(1)]
  const text = chunks.map((chunk, i) => headingAbove(chunk, chunks[i - 1]) + linesOf(chunk).join(""))
  return { chunks, text: text.join("") }
}

function headingAbove(chunk: Chunk, before: Chunk | undefined): string {
  const heading = chunk.section.at(-1) ?? ""
  return heading === (before?.section.at(-1) ?? "") ? "" : lettersOf(heading)
}

function headingWords({ entry, passage }: Place): Set<string> {
  return new Set(words([entry.article.title, ...passage.section].join(" ")))
}

function isOneWithin(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  return [...small].every((word) => large.has(word))
}
