import type { Times } from "./tally.ts"

/** What several tallies of the same form come to: numbers add up, times are put together in their order. */
export function addUp<Tally extends object>(empty: Tally, tallies: readonly Tally[]): Tally {
  return tallies.reduce<Tally>((sum, tally) => added(sum, tally) as Tally, empty)
}

function added(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") return a + b
  if (Array.isArray(a) && Array.isArray(b)) {
    if (isTimes(a) && isTimes(b)) return timesTogether(a, b)
    return a.map((value, i) => added(value, b[i] ?? 0))
  }
  if (typeof a !== "object" || a === null) return a
  const other = b as Record<string, unknown>
  return Object.fromEntries(Object.entries(a).map(([key, value]) => [key, added(value, other[key])]))
}

/** Lists of counts have their full length from the start; lists of times begin empty. */
function isTimes(list: readonly unknown[]): list is Times {
  return list.length === 0 || Array.isArray(list[0])
}

function timesTogether(a: Times, b: Times): Times {
  if (a.length === 0) return b
  if (b.length === 0) return a
  const counts = new Map<number, number>()
  for (const [seconds, count] of [...a, ...b]) counts.set(seconds, (counts.get(seconds) ?? 0) + count)
  return [...counts].sort(([one], [other]) => one - other)
}
