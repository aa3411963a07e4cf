/** A lease that ends this many of its times from now was given by a clock that was put back since; others' are a little off. */
const FARTHEST = 10

/** When a lease that somebody has may end, for it to be believed. */
export function farthestEnd(now: number, leaseMs: number): number {
  return now + FARTHEST * leaseMs
}
