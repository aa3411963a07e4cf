import { expect, test } from "bun:test"
import type { SearchHit } from "../../../src/api/desk/protocol.ts"
import { MOST_ENDED } from "../state/state.ts"
import { at, busy, online, summary } from "../testing/desk-day.ts"
import type { Line } from "../text/line.ts"
import { listLines } from "./list-lines.ts"
import { overlayLines } from "./overlay-lines.ts"

const text = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join("")).join("\n")

const hit = (conversation: number): SearchHit => ({
  conversation,
  seq: 1,
  type: "message",
  customer: { ref: `u-${conversation}`, name: "Ada" },
  from: "customer",
  at: at(1),
  excerpt: [{ text: "parcel", hit: true }],
})

test.each([true, false])("of what was found it is said whether there is more: %p", (more) => {
  const told = busy().type("sparcel<enter>")
  const hits = [hit(2), hit(1)]
  told.happen({ type: "result", call: { what: "search", query: "parcel" }, value: { hits, more } })
  if (told.state.overlay?.kind !== "search") throw new Error("The search is not shown.")
  const shown = text(overlayLines(told.state, told.state.overlay, 80, 22).lines)
  expect(shown.includes("the newest 2; further words find fewer")).toBe(more)
})

test("of commands it is said that more follow, until the last is seen", () => {
  const told = busy().type(":")
  const shown = (height: number) => {
    if (told.state.overlay?.kind !== "picker") throw new Error("The commands are not shown.")
    return overlayLines(told.state, told.state.overlay, 80, height).lines
  }
  expect(text(shown(22).slice(-1))).toContain("↓ more")
  expect(text(shown(200))).not.toContain("↓ more")
  told.type("<up>".repeat(100)).type("<down>".repeat(200))
  expect(text(shown(22))).not.toContain("↓ more")
  expect(text(shown(22))).toContain("▌")
})

test("of settings it is said that more follow, until the last is seen", () => {
  const told = busy().type(",")
  const list = Array.from({ length: 60 }, (_, i) => ({
    key: `a.setting_${i}`,
    value: "1",
    default: "1",
    description: "What it does.",
  }))
  told.happen({ type: "result", call: { what: "settings" }, value: { settings: list } } as never)
  const shown = () => {
    if (told.state.overlay?.kind !== "settings") throw new Error("The settings are not shown.")
    return text(overlayLines(told.state, told.state.overlay, 80, 22).lines)
  }
  expect(shown()).toContain("↓ more")
  told.type("j".repeat(60))
  expect(shown()).toContain("a.setting_59")
  expect(shown()).not.toContain("↓ more")
})

test("of ended conversations it is said that only the newest are listed", () => {
  const ended = (count: number) =>
    online()
      .frame({
        type: "conversations",
        payload: {
          conversations: Array.from({ length: count }, (_, i) => summary(i + 1, "Ada", { status: "closed" })),
        },
      })
      .type("4")
  expect(text(listLines(ended(MOST_ENDED).state, 40, 22))).toContain(`1 of the newest ${MOST_ENDED}`)
  expect(text(listLines(ended(MOST_ENDED - 1).state, 40, 22))).toContain(`1 of ${MOST_ENDED - 1}`)
})
