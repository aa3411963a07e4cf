import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const DOGS =
  "Dogs are welcome in the bar and on the terrace. They are not allowed in the rooms. All prices are in euros."
const POOL =
  "The pool is open from May to September. Towels are at the desk, which somebody is at day and night."
const MEMBERS = "Admins can invite members. Whoever has the link can read."
const SHIPPING = "We ship to all countries in the world. Parcels are tracked."
const DESK = "The desk is open 24 hours a day, every day."
const HUNDE = "Hunde sind im Restaurant und auf der Terrasse erlaubt."
const CHIENS = "Les chiens sont admis au bar."

describe("what leaves nothing out", () => {
  test.each([
    [DOGS, "Dogs are welcome in the bar."],
    [DOGS, "Dogs are not welcome everywhere: they are not allowed in the rooms."],
    [DOGS, "Dogs are not allowed anywhere in the rooms."],
    [MEMBERS, "Anyone who has the link can read."],
    [SHIPPING, "We ship worldwide, to all countries."],
    [DESK, "The desk is always open."],
    [DESK, "The desk is open 24 hours, around the clock."],
  ])("is sent where a source leaves nothing out: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [DOGS, "Dogs are welcome everywhere."],
    [DOGS, "Yes, dogs are always welcome."],
    [POOL, "The pool is open all year."],
    [MEMBERS, "Everybody can invite members."],
    [HUNDE, "Hunde sind überall erlaubt."],
    [HUNDE, "Hunde sind immer erlaubt."],
    [CHIENS, "Les chiens sont admis partout."],
  ])("is held back where none does: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toContain("do not say")
  })
})
