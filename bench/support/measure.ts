/** One line of the table. */
export interface Row {
  part: string
  name: string
  value: number
  unit: string
  /** What it should be: at most for times and sizes, at least for rates. */
  goal?: number
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** A rate is better when higher; everything else when lower. */
export function meetsGoal({ value, unit, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined
  return unit.endsWith("/s") ? value >= goal : value <= goal
}
