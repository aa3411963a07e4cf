import type { Chunk } from "../../kb/chunk.ts"
import type { Hit } from "../../kb/retrieval.ts"
import type { Passage } from "./passage.ts"
import { words } from "./terms.ts"
import { isTorn, joined } from "./torn-text.ts"

/** Fetched before a passage, and after it, to complete what begins or ends in it. More than an answer may quote. */
const MAX_FETCHED_CHARS = 3_000

/** What the heading counts for, the rest being the text that stands below it. */
const HEADING_SHARE = 0.6
/** What a section gains whose heading the question says word for word: "without the app" is not "with the app". */
const NAMED_CREDIT = 0.2

/** Chunks of one section that follow each other. */
interface Run {
  chunks: Chunk[]
  /** The best of its passages'. */
  score: number
}

/**
 * The article's best passages, best first: those whose text and whose heading are near the question. A short text is
 * near to whatever stands above it, so the text alone would put it before the one that its title names. Those that
 * follow each other in one section are one; a list, table, procedure or answer that is cut off at the end of one is
 * completed from the chunks beside it.
 */
export function passagesOf(hit: Hit, question: string): Passage[] {
  return runsOf(hit, question)
    .sort((a, b) => b.score - a.score)
    .map(({ chunks, score }) => ({
      title: hit.title,
      section: chunks[0]?.section ?? [],
      text: joined(chunks),
      score,
    }))
}

/**
 * {@link passagesOf} as one passage, in their order in the article. Those of several sections keep their headings: a list
 * under "What cannot be returned" says something else without it.
 */
export function wholeHit(hit: Hit, question: string): Passage {
  const sections = runsOf(hit, question).map(({ chunks }) => ({
    path: chunks[0]?.section ?? [],
    text: joined(chunks),
  }))
  const [first, ...others] = sections.map(({ path }) => path)
  const above = others.reduce(commonStart, first ?? [])
  const texts = sections.map(({ path, text }) => {
    const heading = path.slice(above.length).join(" – ")
    return heading === "" ? text : `## ${heading}\n\n${text}`
  })
  return { title: hit.title, section: above, text: texts.join("\n\n"), score: hit.score }
}

function commonStart(a: readonly string[], b: readonly string[]): readonly string[] {
  const end = a.findIndex((heading, i) => heading !== b[i])
  return end < 0 ? a : a.slice(0, end)
}

/** In the article's order. */
function runsOf(hit: Hit, question: string): Run[] {
  const scores = new Map<number, number>()
  for (const passage of [hit.passage, ...hit.morePassages].filter((it) => it !== undefined)) {
    const named = isNamed(passage.section.at(-1) ?? "", question) ? NAMED_CREDIT : 0
    const { similarity, headingSimilarity } = passage
    const near = (1 - HEADING_SHARE) * similarity + HEADING_SHARE * headingSimilarity
    scores.set(passage.ordinal, near + named)
  }
  const needed = new Set([...scores.keys()].flatMap((ordinal) => completed(hit.chunks, ordinal)))
  const runs: Run[] = []
  for (const ordinal of [...needed].sort((a, b) => a - b)) {
    const chunk = hit.chunks[ordinal]
    if (!chunk) continue
    const run = runs.at(-1)
    const score = scores.get(ordinal) ?? Number.NEGATIVE_INFINITY
    const before = run?.chunks.at(-1)
    if (run && before?.ordinal === ordinal - 1 && isSameSection(before, chunk)) {
      run.chunks.push(chunk)
      run.score = Math.max(run.score, score)
    } else runs.push({ chunks: [chunk], score })
  }
  return runs
}

/** One word would be named by chance. */
function isNamed(heading: string, question: string): boolean {
  const named = words(heading)
  return named.length > 1 && ` ${words(question).join(" ")} `.includes(` ${named.join(" ")} `)
}

/** A chunk's ordinal with those of the chunks that its first and last block need. */
function completed(chunks: readonly Chunk[], ordinal: number): number[] {
  const found = [ordinal]
  for (const step of [-1, 1]) {
    let room = MAX_FETCHED_CHARS
    for (let at = ordinal; ; at += step) {
      const [here, there] = [chunks[at], chunks[at + step]]
      if (!here || !there || !isSameSection(here, there)) break
      const isCut = step < 0 ? isTorn(there, here) : isTorn(here, there)
      room -= there.text.length
      if (!isCut || room < 0) break
      found.push(at + step)
    }
  }
  return found
}

function isSameSection(a: Chunk, b: Chunk): boolean {
  return a.section.length === b.section.length && a.section.every((heading, i) => heading === b.section[i])
}
