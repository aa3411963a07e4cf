import type { Passage } from "../passage.ts"
import { contentTerms, hasFormOf, joinedTerms, topicTerms } from "../terms.ts"
import { onlyAsks, type ParsedPassage, type Unit } from "./units.ts"
import { isAboutPrice, wantedBy } from "./wanted.ts"

/** A unit where it stands, and how well it answers the question. */
export interface Candidate {
  passage: number
  block: number
  index: number
  unit: Unit
  score: number
  /** Is it what such a question wants to see: an amount where it asks for a price? */
  suits: boolean
}

/** Share of the question's weight that the headings above a unit may lend it. */
const HEADING_CREDIT = 0.35
/** What a word that is part of another, or inflected, says of it. */
const COMPOUND_CREDIT = 0.6
const PASSAGE_CREDIT = 0.2
const OPENING_CREDIT = 0.06
const KIND_CREDIT = 0.12
/** Below "Costs" stands what is asked of the thing that the title names, which no row of it names again. */
const PRICE_LIST_CREDIT = 0.5
/** A sentence that asks does not answer. */
const ASKING_PENALTY = 0.6
const FRAGMENT_PENALTY = 0.15

/** Scores every unit of every passage against the question, by words alone; unsorted, in reading order. */
export function scoreUnits(
  question: string,
  passages: readonly Passage[],
  parsed: readonly ParsedPassage[],
): Candidate[] {
  const units = parsed.flatMap(({ blocks }) => blocks.flatMap((block) => block.units))
  const joined = joinedTerms(question).filter((term) => units.some((unit) => unit.terms.has(term)))
  const weights = weigh([...topicTerms(question), ...joined], units)
  const wanted = wantedBy(question)
  const asksAPrice = isAboutPrice(question)
  const best = Math.max(...passages.map(({ score }) => score), Number.MIN_VALUE)
  return parsed.flatMap(({ blocks }, passage) => {
    const source = passages[passage]
    const titles = [source?.title ?? "", ...(source?.section ?? [])].join(" ")
    return blocks.flatMap(({ units, heading, head }, block) => {
      const above = new Set(contentTerms(`${titles} ${heading}`))
      const isPriceList = asksAPrice && isAboutPrice(`${source?.section.at(-1) ?? ""} ${heading}`)
      const columns = new Set(contentTerms(head ?? ""))
      return units.map((unit, index) => {
        const opening = block + index === 0 ? OPENING_CREDIT : 0
        const standing = PASSAGE_CREDIT * Math.max(0, (source?.score ?? 0) / best)
        const suits = wanted.some((pattern) => pattern.test(unit.source))
        const score =
          overlap(weights, ownTerms(weights, unit, columns), above) +
          manner(unit, suits) +
          opening +
          standing +
          (isPriceList && suits ? PRICE_LIST_CREDIT : 0)
        return { passage, block, index, unit, score, suits }
      })
    })
  })
}

/** The question's terms and their weights, which sum to 1: the rarer in the passages, the heavier. */
function weigh(terms: readonly string[], units: readonly Unit[]): Map<string, number> {
  const weights = new Map(
    terms.map((term) => {
      const holders = units.filter((unit) => unit.terms.has(term)).length
      const rarity = Math.log(1 + (units.length + 1) / (holders + 1))
      return [term, isCode(term) ? CODE_WEIGHT * rarity : rarity]
    }),
  )
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1
  return new Map([...weights].map(([term, weight]) => [term, weight / total]))
}

/** "F1" and "204" say more of what is asked for than "display" and "shows" beside them. */
const CODE_WEIGHT = 2

function isCode(term: string): boolean {
  return /\d/.test(term)
}

/** A question that says so many words of a table's header asks for it, whatever its rows are called: "10 days" of "7 to 13". */
const FEWEST_COLUMNS = 2

/** A cell is named by its row and its column: a row that is asked about has its table's columns. */
function ownTerms(
  weights: ReadonlyMap<string, number>,
  { terms }: Unit,
  columns: ReadonlySet<string>,
): ReadonlySet<string> {
  const isAsked = [...terms].some((term) => weights.has(term))
  const columnsAsked = [...columns].filter((term) => weights.has(term)).length
  return (isAsked && columns.size > 0) || columnsAsked >= FEWEST_COLUMNS ? terms.union(columns) : terms
}

function overlap(
  weights: ReadonlyMap<string, number>,
  own: ReadonlySet<string>,
  above: ReadonlySet<string>,
): number {
  let sum = 0
  for (const [term, weight] of weights) {
    if (own.has(term)) sum += weight
    else if (hasFormOf(own, term)) sum += weight * COMPOUND_CREDIT
    else if (above.has(term)) sum += weight * HEADING_CREDIT
  }
  return sum
}

function manner(unit: Unit, suits: boolean): number {
  const asks = onlyAsks(unit) ? ASKING_PENALTY : 0
  const fragment = unit.terms.size < 3 ? FRAGMENT_PENALTY : 0
  return (suits ? KIND_CREDIT : 0) - asks - fragment
}

/**
 * Adds the meaning to the words: the `most` best candidates are embedded and compared with the question.
 * One sentence costs an embedding of a few milliseconds, so the words choose who is worth it.
 */
export async function addSimilarity(
  candidates: readonly Candidate[],
  questionVector: Float32Array,
  embed: (texts: string[]) => Promise<Float32Array[]>,
  most: number,
): Promise<Candidate[]> {
  const promising = [...candidates].sort((a, b) => b.score - a.score).slice(0, most)
  const vectors = await embed(promising.map(({ unit }) => unit.plain))
  const similarity = new Map(promising.map((candidate, i) => [candidate, cosine(questionVector, vectors[i])]))
  return candidates.map((candidate) => ({
    ...candidate,
    score: candidate.score + (similarity.get(candidate) ?? 0),
  }))
}

/** Of vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array | undefined): number {
  if (!b) return 0
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}
