import { median } from "../support/measure.ts"
import { FAULTS, type Goal, MEASURES } from "./measures.ts"
import type { Figures, MeasureName } from "./parts/part.ts"
import type { TargetName } from "./targets/target.ts"

/** One part's figures of one server in one round. */
export interface Taken {
  round: number
  part: string
  target: TargetName
  figures: Figures
}

interface Judged extends Goal {
  /** The median of the rounds' ratios: what slows a round down slows both. */
  ratio: number
  met: boolean
}

export interface Row {
  measure: string
  unit: string
  medians: Partial<Record<TargetName, number>>
  goals: Judged[]
}

export function rowsOf(taken: readonly Taken[]): Row[] {
  const rows: Row[] = []
  for (const [name, { name: measure, unit, goals }] of Object.entries(MEASURES)) {
    const values = (target: TargetName) => valuesOf(taken, target, name as MeasureName)
    const medians = perTarget(taken, (target) =>
      values(target).size > 0 ? median([...values(target).values()]) : undefined,
    )
    if (Object.keys(medians).length === 0) continue
    const judged = goals.flatMap((goal) => judge(goal, values("chatd"), values(goal.against)))
    rows.push({ measure, unit, medians, goals: judged })
  }
  return [...rows, ...faultRows(taken)]
}

function judge(goal: Goal, ours: Map<number, number>, theirs: Map<number, number>): Judged[] {
  const ratios = [...ours].flatMap(([round, value]) => {
    const other = theirs.get(round)
    return other === undefined ? [] : [value / other]
  })
  if (ratios.length === 0) return []
  const ratio = median(ratios)
  return [
    {
      ...goal,
      ratio,
      met: ratio >= (goal.atLeast ?? 0) && ratio <= (goal.atMost ?? Number.POSITIVE_INFINITY),
    },
  ]
}

/** Faults are added up, never averaged; those after a kill -9 apart. */
function faultRows(taken: readonly Taken[]): Row[] {
  const rows: Row[] = []
  for (const killed of [false, true]) {
    const of = taken.filter(({ part, figures }) => (part === "kill") === killed && figures.lost !== undefined)
    if (of.length === 0) continue
    for (const fault of FAULTS) {
      const medians = perTarget(of, (target) => sum(valuesInAll(of, target, fault)))
      rows.push({ measure: `${fault}${killed ? ", with kill -9" : ""}`, unit: "", medians, goals: [] })
    }
  }
  return rows
}

/** Whether chatd reaches every goal of what was measured, and lost, doubled and reordered nothing. */
export function allMet(rows: readonly Row[]): boolean {
  return rows.every(
    ({ unit, medians, goals }) =>
      goals.every(({ met }) => met) && (unit !== "" || (medians.chatd ?? 0) === 0),
  )
}

export function tableOf(rows: readonly Row[], targets: readonly TargetName[]): string {
  const width = Math.max(...rows.map(({ measure }) => measure.length))
  const head = `${"".padEnd(width)}${targets.map((target) => target.padStart(10)).join("")}`
  const lines = rows.map(({ measure, unit, medians, goals }) => {
    const figures = targets.map((target) => figure(medians[target]).padStart(10)).join("")
    const isFault = unit === ""
    const judged = isFault
      ? medians.chatd === undefined
        ? ""
        : `goal 0: ${medians.chatd === 0 ? "met" : "MISSED"}`
      : goals
          .map(({ against, ratio, atLeast, atMost, met }) => {
            const goal = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
            return `${ratio.toFixed(2)} x ${against} (${goal}: ${met ? "met" : "MISSED"})`
          })
          .join(", ")
    return `${measure.padEnd(width)}${figures} ${unit.padEnd(3)} ${judged}`.trimEnd()
  })
  return [head, ...lines].join("\n")
}

function figure(value: number | undefined): string {
  if (value === undefined) return "–"
  return value < 100 && !Number.isInteger(value) ? value.toFixed(2) : value.toFixed(0)
}

function valuesOf(taken: readonly Taken[], target: TargetName, measure: MeasureName): Map<number, number> {
  const values = new Map<number, number>()
  for (const { round, target: of, figures } of taken) {
    const value = figures[measure]
    if (of === target && value !== undefined) values.set(round, value)
  }
  return values
}

function valuesInAll(taken: readonly Taken[], target: TargetName, measure: MeasureName): number[] {
  return taken.flatMap(({ target: of, figures }) => (of === target ? (figures[measure] ?? 0) : []))
}

function perTarget(
  taken: readonly Taken[],
  value: (target: TargetName) => number | undefined,
): Partial<Record<TargetName, number>> {
  const entries = [...new Set(taken.map(({ target }) => target))].flatMap((target) => {
    const one = value(target)
    return one === undefined ? [] : [[target, one]]
  })
  return Object.fromEntries(entries)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
