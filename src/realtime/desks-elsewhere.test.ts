import { expect, test } from "bun:test"
import { DesksElsewhere } from "./desks-elsewhere.ts"

function scene(here: readonly string[] = []) {
  const said: string[] = []
  const clock = { now: 0 }
  const desks = new DesksElsewhere({ here: () => here, say: (word) => said.push(word), now: () => clock.now })
  return { said, clock, desks }
}

test("another server's desk is believed until it says otherwise, or for half a minute", () => {
  const { clock, desks } = scene()
  desks.heard("one", "+acme +other")
  desks.heard("two", "+acme")
  expect(["acme", "other", "third"].map((id) => desks.isThere(id))).toEqual([true, true, false])
  desks.heard("one", "-acme -other")
  expect(["acme", "other"].map((id) => desks.isThere(id))).toEqual([true, false])
  clock.now = 29_999
  expect(desks.isThere("acme")).toBe(true)
  clock.now = 30_000
  expect(desks.isThere("acme")).toBe(false)
  desks.heard("two", "+acme")
  expect(desks.isThere("acme")).toBe(true)
})

test("who asks is told of everybody who is here, and nobody else is taken for there", () => {
  const here = Array.from({ length: 101 }, (_, i) => `partner-${i}`)
  const { said, desks } = scene(here)
  desks.heard("one", "?")
  expect(said).toHaveLength(2)
  expect(said.join(" ")).toBe(here.map((id) => `+${id}`).join(" "))
  expect(desks.isThere("")).toBe(false)
  const nobody = scene()
  nobody.desks.heard("one", "?")
  expect(nobody.said).toEqual([])
})
