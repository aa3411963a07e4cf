import { describe, expect, test } from "bun:test"
import { inTimeZone } from "../../test/time-zone.ts"
import { busy, online } from "./testing/desk-day.ts"
import { drawn } from "./testing/drawn.tsx"
import { STATES } from "./testing/screen-states.ts"
import { expectStored } from "./testing/stored-screen.ts"
import { widthOf } from "./text/line.ts"
import { themeOf } from "./theme.ts"
import { overlayLines } from "./views/overlay-lines.ts"

inTimeZone("UTC")

const SIZES = [
  [80, 24],
  [200, 50],
] as const

for (const [columns, rows] of SIZES)
  describe(`at ${columns}x${rows}`, () => {
    for (const [name, tell] of Object.entries(STATES))
      test(name, async () => {
        const screen = await drawn(tell(columns, rows).state)
        expectStored(`${name}-${columns}x${rows}`, screen.text())
      })
  })

test("while a setting is typed, the foot says what its keys do", async () => {
  const told = STATES.settings?.(80, 24).type("j<enter>")
  const foot = told && (await drawn(told.state)).lines().at(-1)
  expect(foot).toContain("Enter set it")
  expect(foot).not.toContain("default")
})

test("without colours the same is said", async () => {
  const { state } = busy()
  const plain = await drawn(state, themeOf("dark", "none"))
  expect(plain.text()).toBe((await drawn(state)).text())
  const looks = plain.lines().flatMap((_, row) => plain.cells(row))
  expect(looks.filter(({ foreground, background }) => foreground || background)).toEqual([])
  expect(looks.some(({ inverse }) => inverse)).toBe(true)
})

test("every row is as wide as the screen, whatever the state, the size and the text", async () => {
  for (const tell of Object.values(STATES))
    for (const [columns, rows] of [
      [40, 12],
      [60, 15],
      [80, 24],
      [100, 30],
      [131, 43],
      [200, 50],
    ] as const) {
      const screen = await drawn(tell(columns, rows).state)
      for (const line of screen.lines()) expect(widthOf(line)).toBeLessThanOrEqual(columns)
      expect(screen.lines()).toHaveLength(rows)
    }
})

test("a window that is too small says so", async () => {
  expect((await drawn(busy(30, 8).state)).text()).toContain("is too small")
})

test("all of what keys do is said in the help, on the narrowest screen as well", () => {
  for (const columns of [40, 80, 200]) {
    const { state } = online(columns, 400).type("?")
    const shown = state.overlay ? overlayLines(state, state.overlay, columns, 398).lines : []
    expect(
      shown
        .flat()
        .map(({ text }) => text)
        .join(""),
    ).not.toContain("…")
  }
})
