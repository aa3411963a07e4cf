import type { Candidate } from "./score.ts"
import { conditionsOf, isInside, type Steps, stepsAround } from "./steps.ts"
import type { ParsedPassage } from "./units.ts"

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
  return [...whole]
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
