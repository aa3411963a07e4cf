import { expect, test } from "bun:test"
import { busy } from "./testing/desk-day.ts"
import { drawn } from "./testing/drawn.tsx"
import { chosenTheme, themeOf } from "./theme.ts"

test.each([
  [undefined, {}, "dark", "16"],
  [undefined, { TERM: "xterm" }, "dark", "16"],
  [undefined, { TERM: "xterm-256color" }, "dark", "256"],
  [undefined, { TERM: "xterm", COLORTERM: "truecolor" }, "dark", "256"],
  [undefined, { TERM: "xterm-256color", NO_COLOR: "1" }, "dark", "none"],
  [undefined, { TERM: "xterm-256color", NO_COLOR: "" }, "dark", "256"],
  [undefined, { TERM: "vt100" }, "dark", "none"],
  [undefined, { TERM: "xterm", COLORFGBG: "0;15" }, "light", "16"],
  [undefined, { TERM: "xterm", COLORFGBG: "0;default;15" }, "light", "16"],
  [undefined, { TERM: "xterm", COLORFGBG: "15;0" }, "dark", "16"],
  ["light", { TERM: "xterm", COLORFGBG: "15;0" }, "light", "16"],
] as const)("%p in %p is %s with %s colours", (asked, environment, name, depth) => {
  expect(chosenTheme(asked, environment)).toMatchObject({ name, depth })
})

test("every theme says the same, and 16 colours are no more than 16", async () => {
  const { state } = busy()
  const text = (await drawn(state)).text()
  for (const name of ["dark", "light"] as const) {
    const screen = await drawn(state, themeOf(name, "16"))
    expect(screen.text()).toBe(text)
    const colours = screen
      .lines()
      .flatMap((_, row) => screen.cells(row))
      .flatMap(({ foreground, background }) => [foreground, background])
    expect(Math.max(...colours.map((one) => one?.value ?? 0))).toBeLessThan(16)
    expect((await drawn(state, themeOf(name, "256"))).text()).toBe(text)
  }
})
