import { endOfStatement, isNoteOf, namesACase } from "./qualifies.ts"
import type { Candidate } from "./score.ts"
import { conditionsOf, isInside, type Steps, stepsAround } from "./steps.ts"
import type { Block, ParsedPassage, Unit } from "./units.ts"

export interface WholeLimits {
  maxChars: number
  maxSteps: number
  maxStepsChars: number
}

/**
 * Half a procedure misleads, and half a list or table is taken for the whole: units that are part of one bring the
 * rest with them. Steps come all or not at all, and only where they are `wanted` or hold the best unit, `chosen[0]`;
 * they must fit, as `stepsFit` tells. Of a list or table that is too long, the chosen items stay.
 */
export function withBlocksWhole(
  chosen: readonly Candidate[],
  wanted: Steps | undefined,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  limits: WholeLimits,
): Candidate[] {
  const [best] = chosen
  const whole = new Set(chosen)
  if (wanted) for (const it of candidates) if (isNeeded(wanted, it, parsed)) whole.add(it)
  for (const it of chosen) {
    const steps = stepsAround(it, parsed)
    const all = candidates.filter((other) =>
      steps ? isNeeded(steps, other, parsed) : isBeside(it, other, parsed),
    )
    const isWanted = steps && ((best && isInside(steps, best)) || (wanted && isSame(steps, wanted)))
    if (steps && !isWanted) for (const other of all.filter((one) => isInside(steps, one))) whole.delete(other)
    else if (steps || sizeOf([...whole, ...all]) <= limits.maxChars * 1.5)
      for (const other of all) whole.add(other)
  }
  return withNotes([...whole], candidates, parsed, limits)
}

/** How much of what an answer may be long the notes of its tables may be. */
const NOTES_SHARE = 0.75

/** With what stands below a table and says of when, or for whom, its cells are otherwise: "Customers under 18 …". */
function withNotes(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxChars }: WholeLimits,
): Candidate[] {
  const isTable = ({ passage, block }: Candidate) => parsed[passage]?.blocks[block]?.kind === "table"
  const notes: Candidate[] = []
  const tables = new Map(chosen.filter(isTable).map((it) => [`${it.passage} ${it.block}`, it]))
  for (const { passage, block } of tables.values())
    for (const units of notesOf(block, parsed[passage])) {
      const more = candidates.filter((it) => it.passage === passage && units.includes(it.unit))
      if (sizeOf([...notes, ...more]) <= NOTES_SHARE * maxChars) notes.push(...more)
    }
  return [...new Set([...chosen, ...notes])]
}

/** Of the paragraph below a table, and of the beginning of the next one, which the end of a passage may have cut off. */
function notesOf(block: number, passage: ParsedPassage | undefined): Unit[][] {
  const table = passage?.blocks[block]
  const [below, next] = passage?.blocks.slice(block + 1, block + 3) ?? []
  if (!table || !isParagraphUnder(table.heading, below)) return []
  const begins = isParagraphUnder(table.heading, next) && next.units[0] && namesACase(next.units[0])
  return [notesIn(below.units, table), begins ? notesIn(next.units, table, 1) : []]
}

/** With what is said of them behind. */
function notesIn(units: readonly Unit[], table: Block, most = units.length): Unit[] {
  return units.slice(0, most).flatMap((unit, at) => {
    return isNoteOf(table, unit) ? units.slice(at, endOfStatement(units, at) + 1) : []
  })
}

function isParagraphUnder(heading: string, block: Block | undefined): block is Block {
  return block?.kind === "paragraph" && block.heading === heading
}

/** Can all of the steps be given? */
export function stepsFit(
  steps: Steps,
  candidates: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  { maxSteps, maxStepsChars }: WholeLimits,
): boolean {
  const inside = candidates.filter((it) => isInside(steps, it))
  const numbered = inside.filter(({ block }) => parsed[steps.passage]?.blocks[block]?.start !== undefined)
  return numbered.length <= maxSteps && sizeOf(inside) <= maxStepsChars
}

/** Is it one of the steps, or what must be known before? */
function isNeeded(steps: Steps, it: Candidate, parsed: readonly ParsedPassage[]): boolean {
  if (it.passage !== steps.passage || isInside(steps, it)) return it.passage === steps.passage
  return conditionsOf(steps, parsed).some(({ block, index }) => block === it.block && index === it.index)
}

function isSame(a: Steps, b: Steps): boolean {
  return a.passage === b.passage && a.first === b.first
}

function isBeside(it: Candidate, other: Candidate, parsed: readonly ParsedPassage[]): boolean {
  const kind = parsed[it.passage]?.blocks[it.block]?.kind
  const isEnumerated = kind === "list" || kind === "table"
  return isEnumerated && other.passage === it.passage && other.block === it.block
}

function sizeOf(units: readonly Candidate[]): number {
  return [...new Set(units)].reduce((sum, { unit }) => sum + unit.source.length + 1, 0)
}
