import type { PartnerSettings } from "../partner-settings.ts"

/** Candidates that a decision keeps. */
const MOST_KEPT = 20

export type RoutingStrategy = PartnerSettings["routing"]["strategy"]

/** An agent who is there. */
export interface Candidate {
  number: number
  name: string
  /** Conversations that they have. */
  open: number
  capacity: number
  /** When they were last given one, in milliseconds since 1970; undefined: never. */
  lastAssignedAt: number | undefined
}

/** A choice with what it was made of. */
export interface Choice {
  strategy: RoutingStrategy
  /** What decided in the end: `only` is that nobody else had room. */
  decidedBy: "only" | "load" | "idle" | "random"
  /** The chosen one first, then the others from the best to the worst; at most 20. */
  candidates: Candidate[]
  /** How many there were. */
  of: number
  /** Number of who had given it away, and was passed over for somebody else. */
  passedOver?: number
}

/**
 * Says who is given the next conversation. `least_busy`: the fewest conversations against capacity, then the longest
 * without a new one. `round_robin`: the longest without a new one. By chance where that makes no difference. Undefined where
 * nobody has room.
 *
 * @param gaveAway who has just put it into the queue: they get it back only where nobody else has room
 * @param pick a whole number from 0 that is less than `below`, by chance
 */
export function chooseAgent(
  strategy: RoutingStrategy,
  candidates: readonly Candidate[],
  pick: (below: number) => number,
  gaveAway?: number,
): (Choice & { chosen: Candidate }) | undefined {
  const withRoom = candidates.filter(hasRoom)
  if (withRoom.length === 0) return undefined
  const others = withRoom.filter(({ number }) => number !== gaveAway)
  const able = others.length > 0 ? others : withRoom
  const byLoad = strategy === "least_busy" ? best(able, compareLoad) : able
  const byIdle = best(byLoad, compareIdle)
  const chosen = byIdle[byIdle.length === 1 ? 0 : pick(byIdle.length)]
  if (!chosen) return undefined
  const rest = candidates.filter((one) => one !== chosen).sort(orderOf(strategy))
  return {
    chosen,
    strategy,
    decidedBy: decidedBy(able.length, byLoad.length, byIdle.length),
    candidates: [chosen, ...rest].slice(0, MOST_KEPT).map((one) => ({ ...one })),
    of: candidates.length,
    ...(able.length < withRoom.length && gaveAway !== undefined && { passedOver: gaveAway }),
  }
}

function hasRoom({ open, capacity }: Candidate): boolean {
  return open < capacity
}

function decidedBy(able: number, leastBusy: number, longestIdle: number): Choice["decidedBy"] {
  if (able === 1) return "only"
  if (leastBusy === 1) return "load"
  return longestIdle === 1 ? "idle" : "random"
}

type Compare = (a: Candidate, b: Candidate) => number

/** All that nobody is better than. */
function best(candidates: readonly Candidate[], compare: Compare): Candidate[] {
  let found: Candidate[] = []
  for (const one of candidates) {
    const order = found[0] ? compare(one, found[0]) : 0
    if (order < 0) found = [one]
    else if (order === 0) found.push(one)
  }
  return found
}

/** `open / capacity` as fractions: what is equal compares as equal. Whoever has room has a capacity above zero. */
function compareLoad(a: Candidate, b: Candidate): number {
  return a.open * b.capacity - b.open * a.capacity
}

/** Who was never given one has been idle for the longest. */
function compareIdle(a: Candidate, b: Candidate): number {
  if (a.lastAssignedAt === b.lastAssignedAt) return 0
  return (a.lastAssignedAt ?? Number.NEGATIVE_INFINITY) - (b.lastAssignedAt ?? Number.NEGATIVE_INFINITY)
}

/** From the best to the worst; who has no room comes last. */
function orderOf(strategy: RoutingStrategy): Compare {
  return (a, b) =>
    Number(hasRoom(b)) - Number(hasRoom(a)) ||
    (strategy === "least_busy" ? compareLoad(a, b) : 0) ||
    compareIdle(a, b) ||
    a.number - b.number
}
