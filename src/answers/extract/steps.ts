import type { Passage } from "../passage.ts"
import { setsACondition } from "./qualifies.ts"
import type { Candidate } from "./score.ts"
import { announces, type Block, type ParsedPassage } from "./units.ts"

const ASKS_FOR_STEPS =
  /\bhow (?:do|can|to|should|would|could|does|might|must|i|we|you)\b|\bsteps\b|\bwalk me through\b|\binstructions?\b|\bguide me\b|\bset ?up\b|\bwhat (?:do|must|should) i (?:need to )?do\b|(?<!\p{L})(?:wie (?:kann|muss|soll|könnte|\p{L}{2,}e|\p{L}{2,}en wir) (?:ich|man|wir|mich)(?!\p{L})|wie geht (?:das|die|der|man)|wie (?:funktioniert|läuft)|comment (?:puis-je|dois-je|faire|fait-on|\p{L}+[eio]r)(?!\p{L})|c[oó]mo (?!est[aá]|se llama|de )(?:puedo |debo |se )?\p{L}+|come (?:posso|devo|si fa|faccio)|como (?:posso|devo|faço)|hoe (?:kan|moet|\p{L}+) (?:ik|we|wij|je)(?!\p{L}))/iu

/** Whoever says that something is amiss wants to be told what to do. */
const IS_A_PROBLEM =
  /(?:n['’]t|\bcannot|\bnot (?:work|turn|start|open|charg|connect)\w*|\bno longer|\bkeeps? \w+ing|\bbroken|\bbroke|\bstuck|\bfail(?:s|ed|ing)?|\b(?:declin|reject|refus|deni|block|lock)ed|\berrors?|\bstopp?(?:s|ed)?|\bproblems?|\bissues?|\blost|\bforgot(?:ten)?)\b/i

/** Consecutive blocks of one passage that hold numbered steps, with their lead-in. */
export interface Steps {
  passage: number
  /** First and last block, inclusive. */
  first: number
  last: number
  /** Last unit of the first block when it is a lead-in, of which only that sentence belongs to the steps. */
  leadIn?: number
}

/** Does the question want a procedure rather than a fact? "How many" and "how long" do not. */
export function asksForSteps(question: string): boolean {
  return ASKS_FOR_STEPS.test(question)
}

/** Is it about something that does not do what it should? */
export function tellsAProblem(question: string): boolean {
  return IS_A_PROBLEM.test(question)
}

/** The numbered steps that a unit is part of. */
export function stepsAround(
  { passage, block, index }: Pick<Candidate, "passage" | "block" | "index">,
  parsed: readonly ParsedPassage[],
): Steps | undefined {
  const found = stepsOf(parsed[passage]?.blocks ?? []).map((steps) => ({ ...steps, passage }))
  return found.find((steps) => isInside(steps, { passage, block, index }))
}

/** Is a unit one of the steps, or of what stands between them or leads to them? */
export function isInside(
  { passage, first, last, leadIn = 0 }: Steps,
  it: Pick<Candidate, "passage" | "block" | "index">,
): boolean {
  if (it.passage !== passage || it.block < first || it.block > last) return false
  return it.block > first || it.index >= leadIn
}

/** How near another passage must be to the question, of the best one's nearness, for its steps to answer it. */
const NEAR_ENOUGH = 0.7
/** Words that steps share with a question weigh less than the heading that they stand under: "Without the app". */
const FIRST_SHARE = 1.5

/**
 * The numbered steps that answer the question: those that hold the best-scored units, in the best passage or one nearly
 * as near whose units score higher. Steps that a picture, a note or code interrupts go on as long as their numbers do.
 */
export function findSteps(
  parsed: readonly ParsedPassage[],
  candidates: readonly Candidate[],
  passages: readonly Passage[],
): Steps | undefined {
  const least = NEAR_ENOUGH * (passages[0]?.score ?? 0)
  const found = parsed.flatMap(({ blocks }, passage) => {
    const isNear = passage === 0 || (passages[passage]?.score ?? 0) >= least
    return isNear ? stepsOf(blocks).map((steps) => ({ ...steps, passage })) : []
  })
  const rated = found
    .map((steps) => ({ steps, score: rate(steps, candidates) * (steps.passage === 0 ? FIRST_SHARE : 1) }))
    .sort((a, b) => b.score - a.score)
  const top = Math.max(...candidates.map(({ score }) => score))
  const best = rated[0]
  return best && (best.steps.passage === 0 || best.score >= top * 0.75) ? best.steps : undefined
}

function rate(steps: Steps, candidates: readonly Candidate[]): number {
  const inside = candidates.filter((it) => isInside(steps, it))
  return Math.max(...inside.map(({ score }) => score))
}

function stepsOf(blocks: readonly Block[]): Omit<Steps, "passage">[] {
  const found: Omit<Steps, "passage">[] = []
  let next: number | undefined
  blocks.forEach((block, i) => {
    if (block.start === undefined) return
    const current = found.at(-1)
    if (current && block.start === next && block.start > 1 && block.heading === blocks[current.last]?.heading)
      current.last = i
    else if (block.units.length > 1 || blocks.slice(i + 1).some(({ start }) => start === 2))
      found.push(withLeadIn(blocks, i))
    next = block.start + block.units.length
  })
  return found
}

function withLeadIn(blocks: readonly Block[], list: number): Omit<Steps, "passage"> {
  const before = blocks[list - 1]
  const heading = blocks[list]?.heading
  const lead = before?.units.at(-1)
  if (before?.kind !== "paragraph" || before.heading !== heading || !lead || !announces(lead)) {
    return { first: list, last: list }
  }
  return { first: list - 1, last: list, leadIn: before.units.length - 1 }
}

/** Sentences right above steps that are looked at. */
const MOST_ABOVE = 3

/** What stands right above steps and says who may take them, or what must be there first. */
export function conditionsOf(
  { passage, first, leadIn }: Steps,
  parsed: readonly ParsedPassage[],
): { block: number; index: number }[] {
  const blocks = parsed[passage]?.blocks ?? []
  const block = leadIn === undefined ? first - 1 : first
  const above = blocks[block]
  if (above?.kind !== "paragraph" || above.heading !== blocks[first]?.heading) return []
  const end = leadIn ?? above.units.length
  return above.units.flatMap((unit, index) => {
    const isRightAbove = index < end && index >= end - MOST_ABOVE
    return isRightAbove && setsACondition(unit) ? { block, index } : []
  })
}
