import type { Chunk } from "../../kb/chunk.ts"
import type { Hit } from "../../kb/retrieval.ts"
import { alternativesOf } from "./alternatives.ts"
import { saysOfAge } from "./extract/ages.ts"
import { isRowNamed } from "./extract/named-row.ts"
import { asksHowLong, isAboutPrice, tellsAPrice, tellsHowLong } from "./extract/wanted.ts"
import type { Passage } from "./passage.ts"
import { isSameSection } from "./same-section.ts"
import { contentTerms, hasTermOrForm, namesTitle, topicTerms, words } from "./terms.ts"
import { isTorn, joined } from "./torn-text.ts"

/** Fetched before a passage, and after it, to complete what begins or ends in it. More than an answer may quote. */
const MAX_FETCHED_CHARS = 3_000

/** What the heading counts for, the rest being the text that stands below it. */
const HEADING_SHARE = 0.6
/** What a section gains whose heading the question says word for word: "without the app" is not "with the app". */
const NAMED_CREDIT = 0.2

/** What a section gains that has all words of the question which tell its sections apart: vectors of short texts hardly know rare ones. */
const WORDS_CREDIT = 0.15

/** What a section gains that is headed by prices, or has a column or a row of them, and one that names any, where a price is asked for. */
const PRICE_HEADING_CREDIT = 0.2
const PRICE_CREDIT = 0.1

/** What a section gains that names a span of time, where that is asked for. */
const TIME_CREDIT = 0.15

/** What a section gains that has all words which a follow-up names. */
const OWN_CREDIT = 0.3

/** What a section gains that has the row, or the sentence, of the age that is asked about: a child's dose is not an adult's. */
const AGE_CREDIT = 0.25

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
export function passagesOf(hit: Hit, question: string, named: readonly string[] = []): Passage[] {
  const runs = runsOf(hit, question, named)
  const all = alternativesIn(hit, question, runs)
  const found = runs
    .filter(({ chunks }) => !chunks.some((chunk) => all?.chunks.includes(chunk)))
    .map(({ chunks, score }): Passage => {
      return { title: hit.title, section: chunks[0]?.section ?? [], text: joined(chunks), score }
    })
  const [first] = runs
  if (!all || !first) return found
  const { section, text } = all
  return [{ title: hit.title, section, text, score: first.score, isWhole: true }, ...found]
}

/** The ways to do what is asked for, where the best passage is one of them or leads to them. */
function alternativesIn({ title, chunks }: Hit, question: string, [best]: readonly Run[]) {
  const [nearest] = best?.chunks ?? []
  return nearest && alternativesOf(title, chunks, nearest, question)
}

/**
 * {@link passagesOf} as one passage, in their order in the article. Those of several sections keep their headings: a list
 * under "What cannot be returned" says something else without it.
 */
export function wholeHit(hit: Hit, question: string, named: readonly string[] = []): Passage {
  const runs = runsOf(hit, question, named)
  const more = alternativesIn(hit, question, runs)?.chunks ?? []
  const needed = [...runs.flatMap(({ chunks }) => chunks), ...more].map(({ ordinal }) => ordinal)
  const sections = runsAt(hit, needed).map((chunks) => ({
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

/** The best first. */
function runsOf(hit: Hit, question: string, named: readonly string[]): Run[] {
  const isAskedFor = headingAskedFor(hit.title, question)
  const nearest = [hit.passage, ...hit.morePassages].filter((it) => it !== undefined)
  const ownOf = ownWords(hit, named)
  const passages = [...nearest, ...furtherOn(hit, nearest, ownOf)]
  const wordsOf = wordsShared(passages, question)
  const priceOf = priceCredit(question)
  const timeOf = asksHowLong(question) ? timeCredit : () => 0
  const isOfAge = saysOfAge(question)
  const scores = new Map<number, number>()
  let isFound = false
  for (const passage of passages) {
    const isAsked = passage.section.some(isAskedFor)
    const isMeant = isAsked || isNamed(passage.section.at(-1) ?? "", question)
    const { similarity, headingSimilarity } = passage
    const near = (1 - HEADING_SHARE) * similarity + HEADING_SHARE * headingSimilarity
    scores.set(
      passage.ordinal,
      near +
        (isMeant ? NAMED_CREDIT : 0) +
        WORDS_CREDIT * wordsOf(passage) +
        priceOf(passage) +
        timeOf(passage) +
        OWN_CREDIT * ownOf(passage) +
        (isOfAge(passage.text) ? AGE_CREDIT : 0),
    )
    isFound ||= isAsked
  }
  const asked = isFound ? undefined : onlySection(hit.chunks, isAskedFor)
  if (asked) scores.set(asked.ordinal, Math.max(0, ...scores.values()) + 0.01)
  const priced = isAboutPrice(question) && !passages.some(({ text }) => tellsAPrice(text))
  const prices = priced ? onlySectionOf(hit.chunks, ({ text }) => tellsAPrice(text)) : undefined
  if (prices) scores.set(prices.ordinal, Math.max(0, ...scores.values()) + 0.01)
  if (namesTitle(question, hit.title)) {
    const { ordinal } = titledAgain(hit, question) ?? { ordinal: 0 }
    scores.set(ordinal, Math.max(0, ...scores.values()) + 0.01)
  }
  const needed = [...scores.keys()].flatMap((ordinal) => completed(hit.chunks, ordinal))
  return runsAt(hit, needed)
    .map((chunks) => ({
      chunks,
      score: Math.max(...chunks.map(({ ordinal }) => scores.get(ordinal) ?? Number.NEGATIVE_INFINITY)),
    }))
    .sort((a, b) => b.score - a.score)
}

/** How much of what a question says by words a passage has, 0 to 1: a word that all of them have tells nothing. */
function wordsShared(passages: readonly Worded[], question: string): (passage: Worded) => number {
  const held = new Map(
    passages.map((it) => [it, new Set(contentTerms([...it.section, it.text].join(" ")))] as const),
  )
  const asked = [...new Set(topicTerms(question))].map((term) => {
    const holders = [...held.values()].filter((terms) => terms.has(term)).length
    return { term, weight: holders > 0 ? Math.log(passages.length / holders) : 0 }
  })
  const total = asked.reduce((sum, { weight }) => sum + weight, 0)
  return (passage) => {
    const own = asked.filter(({ term }) => held.get(passage)?.has(term))
    return total > 0 ? own.reduce((sum, { weight }) => sum + weight, 0) / total : 0
  }
}

/**
 * How many of the words that a follow-up names a passage has, 0 to 1: it is what is said of these that is asked for, not what the
 * question before was answered with. A word of the title, or of no passage, tells none from another.
 */
function ownWords({ title, chunks }: Hit, named: readonly string[]): (passage: Worded) => number {
  const above = new Set(contentTerms(title))
  const wanted = topicTerms(named.join(" ")).filter((term) => !above.has(term))
  if (wanted.length === 0) return () => 0
  const all = chunks.map(termsOf)
  const told = wanted.filter((term) => all.some((terms) => hasTermOrForm(terms, term)))
  if (told.length === 0) return () => 0
  return (passage) => {
    const terms = termsOf(passage)
    return told.filter((term) => hasTermOrForm(terms, term)).length / told.length
  }
}

function termsOf({ section, text }: Worded): Set<string> {
  return new Set(contentTerms([...section, text].join(" ")))
}

/** Passages further on in the article that have all words that a follow-up names, where no nearer one has: as near as the last of those. */
function furtherOn({ chunks }: Hit, nearest: readonly Near[], ownOf: (passage: Worded) => number): Near[] {
  const last = nearest.at(-1)
  if (!last) return []
  const known = new Set(nearest.map(({ ordinal }) => ordinal))
  const { similarity, headingSimilarity } = last
  return chunks
    .filter((chunk) => !known.has(chunk.ordinal) && ownOf(chunk) === 1)
    .map((chunk) => ({ ...chunk, similarity, headingSimilarity }))
}

/** Vectors know little of amounts: who asks for a price is told of one, not how long it takes. */
function priceCredit(question: string): (passage: Worded) => number {
  if (!isAboutPrice(question)) return () => 0
  const asked = new Set(topicTerms(question))
  const isOfIt = (line: string) =>
    line.startsWith("|") && (isAboutPrice(line) || (tellsAPrice(line) && isRowNamed(line, asked)))
  return ({ section, text }) => {
    if (!tellsAPrice(text)) return 0
    const isMeant = isAboutPrice(section.at(-1) ?? "") || text.split("\n").some(isOfIt)
    return PRICE_CREDIT + (isMeant ? PRICE_HEADING_CREDIT : 0)
  }
}

function timeCredit({ text }: Worded): number {
  return tellsHowLong(text) ? TIME_CREDIT : 0
}

type Near = NonNullable<Hit["passage"]>

interface Worded {
  section: readonly string[]
  text: string
}

/** The chunks with these ordinals: those that follow each other in one section together, in the article's order. */
function runsAt({ chunks }: Hit, ordinals: readonly number[]): Chunk[][] {
  const runs: Chunk[][] = []
  for (const ordinal of [...new Set(ordinals)].sort((a, b) => a - b)) {
    const chunk = chunks[ordinal]
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (!chunk) continue
    if (run && before?.ordinal === ordinal - 1 && isSameSection(before.section, chunk.section))
      run.push(chunk)
    else runs.push([chunk])
  }
  return runs
}

/**
 * Tells the heading that is what the question asks to do, and says no more: "Configuration" for "How do I configure Acme?".
 * Vectors put what the question says besides before it.
 */
function headingAskedFor(title: string, question: string): (heading?: string) => boolean {
  const asked = contentTerms(question)
  const own = new Set(contentTerms(title))
  return (heading = "") => {
    const terms = contentTerms(heading).filter((term) => !own.has(term))
    return terms.includes(asked[0] ?? "") && terms.every((term) => asked.includes(term))
  }
}

/**
 * The section whose heading says what is asked in the title's words, where the article begins with another: whoever wants to cancel a policy is told what stands below
 * "How to cancel" of "Cancelling a policy", not of "Right of withdrawal" above it.
 */
function titledAgain({ title, chunks }: Hit, question: string): Chunk | undefined {
  if (chunks[0]?.section.length === 0) return undefined
  const own = new Set(contentTerms(title)).intersection(new Set(contentTerms(question)))
  return onlySection(chunks, (heading = "") => {
    const terms = contentTerms(heading)
    return terms.length > 0 && terms.every((term) => own.has(term))
  })
}

/** The beginning of the one section with such a heading. */
function onlySection(chunks: readonly Chunk[], isWanted: (heading?: string) => boolean): Chunk | undefined {
  return onlySectionOf(chunks, ({ section }) => isWanted(section.at(-1)))
}

function onlySectionOf(chunks: readonly Chunk[], isWanted: (chunk: Chunk) => boolean): Chunk | undefined {
  const [first, ...others] = chunks.filter(isWanted)
  return first && others.every((chunk) => isSameSection(first.section, chunk.section)) ? first : undefined
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
      if (!here || !there || !isSameSection(here.section, there.section)) break
      const isCut = step < 0 ? isTorn(there, here) : isTorn(here, there)
      room -= there.text.length
      if (!isCut || room < 0) break
      found.push(at + step)
    }
  }
  return found
}
