import { continues, endOfStatement, namesACase, saysOfTheSame } from "./qualifies.ts"
import type { Candidate } from "./score.ts"
import { announces, type Block, onlyAsks, type ParsedPassage } from "./units.ts"

export interface Budget {
  maxSentences: number
  maxChars: number
}

/** How much of the best score another unit needs to stand beside it. */
const GOOD_ENOUGH = 0.55
/** One from another passage says something new, or says it as well; else one source reads better than two. */
const GOOD_ENOUGH_ELSEWHERE = 0.85
/** What follows the best sentence explains it more often than words can tell. */
const NEXT_CREDIT = 0.3
const POINTS_BACK =
  /^\W*(?:however|this|these|those|that|it|its|they|their|he|she|also|but|so|therefore|thus|otherwise|same|instead|additionally|furthermore|moreover|and|or|then|in (?:this|that|such) case|(?:above|below|after|before|beyond|besides|for|with|without) (?:this|that|these|those)|in addition|(?:each|every|any) (?:further|additional|other|extra)|as a result|for this reason|if (?:so|not|it|they|that))\b/i

/** "An hour earlier", "there": than what, and where, is said before. */
const COMPARES =
  /(?<!\b(?:any|no|or|and|much|once|not) )\b(?:earlier|later|sooner|longer|shorter|cheaper|faster|slower|more|less|the same|likewise|there)\W*$/i
const ANNOUNCES = /[:：]\s*$/
/** A sentence of fewer words that carry meaning is no answer by itself where more is said. */
const FEW_TERMS = 3

/** The units that answer best within the budget; none that repeats another. */
export function selectUnits(
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  budget: Budget,
): Candidate[] {
  const best = candidates.reduce<Candidate | undefined>(
    (top, it) => (top && top.score >= it.score ? top : it),
    undefined,
  )
  if (!best) return []
  const chosen = [best]
  addQualified(chosen, best, candidates, parsed, budget)
  const ranked = candidates
    .map((it) => ({ it, score: it.score + (follows(best, it) ? NEXT_CREDIT * best.score : 0) }))
    .filter(({ it, score }) => {
      // A question with its answer stands for itself, as another passage does.
      const isPair = parsed[it.passage]?.blocks[it.block]?.kind === "pairs"
      const isNear = it.passage === best.passage && !isPair
      return score >= best.score * (isNear ? GOOD_ENOUGH : GOOD_ENOUGH_ELSEWHERE)
    })
    .sort((a, b) => b.score - a.score)
  for (const { it } of ranked) add(chosen, it, budget)
  for (const it of chosen.slice()) addLedTo(chosen, it, candidates, parsed, budget)
  const next = candidates.find((it) => follows(best, it))
  if (chosen.length === 1 && best.unit.terms.size < FEW_TERMS && next) add(chosen, next, budget)
  return withContext(chosen, candidates, parsed, budget)
}

/** What the best passage begins with: whoever asks for a topic by its name is told what its writer says first. */
export function selectOpening(
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  budget: Budget,
): Candidate[] {
  const chosen: Candidate[] = []
  for (const it of candidates) if (it.passage === 0 && !onlyAsks(it.unit)) add(chosen, it, budget)
  return chosen.length > 0
    ? withContext(chosen, candidates, parsed, budget)
    : selectUnits(candidates, parsed, budget)
}

/** What the chosen units cannot be read without. */
function withContext(
  chosen: Candidate[],
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  budget: Budget,
): Candidate[] {
  for (const it of chosen.slice()) addContext(chosen, it, candidates, parsed, budget)
  for (const it of chosen.slice()) addScope(chosen, it, candidates, parsed, budget)
  for (const it of chosen.slice()) addQualified(chosen, it, candidates, parsed, budget)
  for (const it of chosen.slice()) addBetween(chosen, it, candidates, parsed, budget)
  return chosen
}

function follows(best: Candidate, it: Candidate): boolean {
  return it.passage === best.passage && it.block === best.block && it.index === best.index + 1
}

function add(chosen: Candidate[], it: Candidate, { maxSentences, maxChars }: Budget): void {
  if (chosen.length >= maxSentences || chosen.some((other) => repeats(other, it))) return
  if (size(chosen) + it.unit.source.length <= maxChars) chosen.push(it)
}

function size(chosen: readonly Candidate[]): number {
  return chosen.reduce((sum, { unit }) => sum + unit.source.length + 1, 0)
}

function repeats(a: Candidate, b: Candidate): boolean {
  if (a === b || letters(a) === letters(b)) return true
  const [small, large] = a.unit.terms.size < b.unit.terms.size ? [a, b] : [b, a]
  if (small.unit.terms.size < 4) return false
  const shared = [...small.unit.terms].filter((term) => large.unit.terms.has(term)).length
  return shared / large.unit.terms.size >= 0.9
}

function letters({ unit }: Candidate): string {
  return unit.plain.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "")
}

/**
 * Adds what a unit cannot be read without: the sentence that "This …" or "However, …" points back to, the lead-in
 * of a list item, the code or the list that "…:" announces. The number of sentences may grow by it, the size not
 * by much.
 */
function addContext(
  chosen: Candidate[],
  it: Candidate,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  budget: Budget,
): void {
  const at = (block: number, index: number) =>
    candidates.find((other) => other.passage === it.passage && other.block === block && other.index === index)
  const room = (more: readonly Candidate[]) => size(chosen) + size(more) <= budget.maxChars * 1.5
  const append = (more: readonly (Candidate | undefined)[]) => {
    const fresh = more.filter((other) => other !== undefined && !chosen.includes(other)) as Candidate[]
    if (room(fresh)) chosen.push(...fresh)
  }
  const blocks = parsed[it.passage]?.blocks ?? []
  const block = blocks[it.block]
  if (!block) return
  append(pointsBackTo(it, blocks).map(([b, i]) => at(b, i)))
  if (it.unit.plain.trimEnd().endsWith(":") && it.index === block.units.length - 1) {
    const next = blocks[it.block + 1]
    if (next?.kind !== "paragraph") append((next?.units ?? []).map((_, i) => at(it.block + 1, i)))
  }
}

/**
 * Adds the table or list that a sentence's paragraph leads to: what "…:" at its end announces, or what has the price that is
 * asked for where no chosen sentence has one.
 */
function addLedTo(
  chosen: Candidate[],
  leading: Candidate,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxChars }: Budget,
): void {
  const paragraph = paragraphOf(leading, parsed)
  const led = parsed[leading.passage]?.blocks[leading.block + 1]
  const isEnumerated = led?.kind === "table" || (led?.kind === "list" && led.start === undefined)
  if (!paragraph || !isEnumerated || led.heading !== paragraph.heading) return
  const last = paragraph.units.length - 1
  const isAnnounced = ANNOUNCES.test(paragraph.units[last]?.plain ?? "")
  const items = candidates.filter((it) => it.passage === leading.passage && it.block === leading.block + 1)
  const isWanted = items.some(({ suits }) => suits) && !chosen.some(({ suits }) => suits)
  if (!isAnnounced && !isWanted) return
  const lead = candidates.filter((it) => isAnnounced && isInSameBlock(it, leading) && it.index === last)
  const more = [...lead, ...items].filter((it) => !chosen.includes(it))
  if (size(chosen) + size(more) <= maxChars * 1.5) chosen.push(...more)
}

/** In a paragraph of so many characters one sentence goes on with what another says. */
const SHORT = 250

/** Adds what a short paragraph says of the same before a sentence: "Orders over £50 are free" of those "within the UK". */
function addScope(
  chosen: Candidate[],
  scoped: Candidate,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxChars }: Budget,
): void {
  const paragraph = paragraphOf(scoped, parsed)
  if (!paragraph || paragraph.units.reduce((sum, { source }) => sum + source.length + 1, 0) > SHORT) return
  const more = candidates.filter((it) => {
    const isBefore = isInSameBlock(it, scoped) && it.index < scoped.index
    return isBefore && !chosen.includes(it) && saysOfTheSame(it.unit, scoped.unit)
  })
  if (size(chosen) + size(more) <= maxChars) chosen.push(...more)
}

/** Adds what its paragraph says behind a sentence of when, where or for whom it is otherwise. */
function addQualified(
  chosen: Candidate[],
  qualified: Candidate,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxChars }: Budget,
): void {
  const { index } = qualified
  const paragraph = paragraphOf(qualified, parsed)
  if (!paragraph) return
  const end = endOfStatement(paragraph.units, index)
  for (const it of candidates) {
    const isBehind = isInSameBlock(it, qualified) && it.index > index && it.index <= end
    if (!isBehind || chosen.includes(it)) continue
    if (size(chosen) + it.unit.source.length > maxChars * 1.5) break
    chosen.push(it)
  }
}

/** Adds what stands between a sentence and the next chosen one of its paragraph: side by side they would say something else. */
function addBetween(
  chosen: Candidate[],
  before: Candidate,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxChars }: Budget,
): void {
  if (!paragraphOf(before, parsed)) return
  const isBehind = (it: Candidate) => isInSameBlock(it, before) && it.index > before.index
  const next = Math.min(...chosen.filter(isBehind).map((it) => it.index))
  const between = candidates.filter((it) => isBehind(it) && it.index < next)
  if (next < Number.POSITIVE_INFINITY && size(chosen) + size(between) <= maxChars) chosen.push(...between)
}

/** The paragraph that a unit stands in; undefined where that is a list, a table or code. */
function paragraphOf({ passage, block }: Candidate, parsed: readonly ParsedPassage[]): Block | undefined {
  const found = parsed[passage]?.blocks[block]
  return found?.kind === "paragraph" ? found : undefined
}

function isInSameBlock(one: Candidate, other: Candidate): boolean {
  return one.passage === other.passage && one.block === other.block
}

function pointsBackTo(it: Candidate, blocks: readonly Block[]): [block: number, index: number][] {
  const before = blocks[it.block - 1]
  const lastBefore: [number, number][] =
    before?.kind === "paragraph" ? [[it.block - 1, before.units.length - 1]] : []
  const kind = blocks[it.block]?.kind
  const lead = before?.units.at(-1)
  if (kind !== "paragraph") return lead && announces(lead) ? lastBefore : []
  const isJoined = it.index > 0 && (continues(it.unit) || namesACase(it.unit))
  if (!isJoined && !POINTS_BACK.test(it.unit.plain) && !COMPARES.test(it.unit.plain)) return []
  if (it.index === 0) return before?.heading === blocks[it.block]?.heading ? lastBefore : []
  const previous: [number, number] = [it.block, it.index - 1]
  const text = blocks[it.block]?.units[it.index - 1]?.plain ?? ""
  return POINTS_BACK.test(text) && it.index > 1 ? [[it.block, it.index - 2], previous] : [previous]
}
