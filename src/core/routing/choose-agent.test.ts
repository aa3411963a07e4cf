import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { type Candidate, chooseAgent, type RoutingStrategy } from "./choose-agent.ts"

const strategy = fc.constantFrom<RoutingStrategy>("least_busy", "round_robin")
const candidates = fc
  .array(
    fc.record({
      open: fc.nat(12),
      capacity: fc.nat(12),
      lastAssignedAt: fc.option(fc.nat(4), { nil: undefined }),
    }),
    { maxLength: 40 },
  )
  .map((all): Candidate[] => all.map((one, i) => ({ number: i + 1, name: `Agent ${i + 1}`, ...one })))
const picks = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const pickOf = (share: number) => (below: number) => Math.floor(share * below)
const hasRoom = ({ open, capacity }: Candidate) => open < capacity
const idleSince = ({ lastAssignedAt }: Candidate) => lastAssignedAt ?? Number.NEGATIVE_INFINITY

function candidate(number: number, open: number, capacity: number, lastAssignedAt?: number): Candidate {
  return { number, name: `Agent ${number}`, open, capacity, lastAssignedAt }
}

describe("whoever is chosen", () => {
  test("has room, and somebody is chosen wherever anybody has", () => {
    fc.assert(
      fc.property(strategy, candidates, picks, (by, all, share) => {
        const choice = chooseAgent(by, all, pickOf(share))
        expect(choice !== undefined).toBe(all.some(hasRoom))
        if (choice) expect(hasRoom(choice.chosen)).toBe(true)
      }),
    )
  })

  test("by least_busy: nobody with room is less burdened, and nobody as burdened has been idle for longer", () => {
    fc.assert(
      fc.property(candidates, picks, (all, share) => {
        const chosen = chooseAgent("least_busy", all, pickOf(share))?.chosen
        if (!chosen) return
        for (const other of all.filter(hasRoom)) {
          const [mine, theirs] = [chosen.open * other.capacity, other.open * chosen.capacity]
          expect(mine).toBeLessThanOrEqual(theirs)
          if (mine === theirs) expect(idleSince(chosen)).toBeLessThanOrEqual(idleSince(other))
        }
      }),
    )
  })

  test("by round_robin: nobody with room has been without a new one for longer", () => {
    fc.assert(
      fc.property(candidates, picks, (all, share) => {
        const chosen = chooseAgent("round_robin", all, pickOf(share))?.chosen
        if (!chosen) return
        for (const other of all.filter(hasRoom))
          expect(idleSince(chosen)).toBeLessThanOrEqual(idleSince(other))
      }),
    )
  })

  test("is any of those who are equal, by chance", () => {
    const all = [candidate(1, 1, 2, 7), candidate(2, 2, 4, 7), candidate(3, 3, 4, 1), candidate(4, 5, 10, 7)]
    const chosen = [0, 1, 2].map((n) => chooseAgent("least_busy", all, () => n)?.chosen.number)
    expect(chosen).toEqual([1, 2, 4])
    expect(chooseAgent("least_busy", all, (below) => below - 1)?.decidedBy).toBe("random")
  })

  test("is not who has just given it away, unless nobody else has room", () => {
    fc.assert(
      fc.property(strategy, candidates, picks, fc.nat(40), (by, all, share, gaveAway) => {
        const choice = chooseAgent(by, all, pickOf(share), gaveAway)
        const others = all.filter((one) => hasRoom(one) && one.number !== gaveAway)
        expect(choice?.chosen.number === gaveAway).toBe(others.length === 0 && choice !== undefined)
        const hadRoom = all.some((one) => hasRoom(one) && one.number === gaveAway)
        expect(choice?.passedOver).toBe(others.length > 0 && hadRoom ? gaveAway : undefined)
      }),
    )
  })

  test("does not depend on the order in which they are named, but where chance decides", () => {
    fc.assert(
      fc.property(strategy, candidates, fc.nat(), (by, all, seed) => {
        const turned = [...all.slice(seed % (all.length || 1)), ...all.slice(0, seed % (all.length || 1))]
        const [one, other] = [all, turned].map((named) => chooseAgent(by, named, () => 0))
        expect(other?.decidedBy).toBe(one?.decidedBy as "only")
        if (one && one.decidedBy !== "random") expect(other?.chosen.number).toBe(one.chosen.number)
      }),
    )
  })
})

describe("a choice says why", () => {
  test.each([
    ["only", "least_busy", [candidate(1, 2, 2), candidate(2, 0, 1)], 2],
    ["load", "least_busy", [candidate(1, 1, 2, 1), candidate(2, 1, 3, 9)], 2],
    ["idle", "least_busy", [candidate(1, 1, 3, 5), candidate(2, 2, 6, 4)], 2],
    ["idle", "least_busy", [candidate(1, 0, 3, 5), candidate(2, 0, 6)], 2],
    ["idle", "round_robin", [candidate(1, 0, 5, 9), candidate(2, 4, 5, 3)], 2],
    ["random", "round_robin", [candidate(1, 3, 5), candidate(2, 0, 5)], 1],
  ] as const)("%s, by %s", (decidedBy, by, all, number) => {
    const choice = chooseAgent(by, all, () => 0)
    expect(choice?.decidedBy).toBe(decidedBy)
    expect(choice?.chosen.number).toBe(number)
  })

  test("and among whom: the chosen one first, those without room last, twenty at most", () => {
    fc.assert(
      fc.property(strategy, candidates, picks, (by, all, share) => {
        const choice = chooseAgent(by, all, pickOf(share))
        if (!choice) return
        expect(choice.of).toBe(all.length)
        expect(choice.candidates.length).toBe(Math.min(20, all.length))
        expect(choice.candidates[0]).toEqual(choice.chosen)
        const room = choice.candidates.map(hasRoom)
        expect(room.lastIndexOf(true)).toBeLessThan(room.includes(false) ? room.indexOf(false) : room.length)
        expect(new Set(choice.candidates.map(({ number }) => number)).size).toBe(choice.candidates.length)
      }),
    )
  })

  test("as they were then: what changes afterwards does not reach it", () => {
    const all = [candidate(1, 0, 2)]
    const choice = chooseAgent("least_busy", all, () => 0)
    if (choice) choice.chosen.open++
    expect(choice?.candidates[0]?.open).toBe(0)
  })
})
