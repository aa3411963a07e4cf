import { expect, test } from "bun:test"
import { createStore } from "../store.ts"
import { busy } from "../testing/desk-day.ts"
import { paneLines } from "./pane-lines.ts"

const HEIGHT = 10

test("what is known of a customer is read to its end, however low the screen, and of the next one from its beginning", () => {
  const { state } = busy(80, HEIGHT + 2).type("d")
  const store = createStore({ initial: state, newId: () => "id", run() {} })
  const press = (name: string) => store.happen({ type: "key", key: { name, text: name } })
  const shown = () =>
    paneLines(store.get(), 34, HEIGHT).map((line) =>
      line
        .map(({ text }) => text)
        .join("")
        .trim(),
    )
  const all = paneLines(state, 34, 100).map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trim(),
  )
  const last = all.findLast((line) => line !== "") ?? ""
  expect(shown().at(-1)).toBe("↓ more, with }")
  const read = new Set<string>()
  for (let page = 0; page < 20; page++) {
    for (const line of shown()) read.add(line)
    press("}")
  }
  expect([...all].filter((line) => !read.has(line))).toEqual([])
  expect(shown().at(-1)).toBe(last)
  press("{")
  expect(shown().at(-1)).toBe("↓ more, with }")
  press("j")
  expect(shown()[0]).not.toContain("↑")
})
