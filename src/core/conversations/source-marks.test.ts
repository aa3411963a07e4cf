import { expect, test } from "bun:test"
import { withoutSourceMarks } from "./source-marks.ts"

const source = { title: "Parcels" }
const shown = (text: string, sources: object[] = [source, source]) =>
  withoutSourceMarks({ text, data: { answer: { sources } } })

test.each([
  ["Two days [1].", "Two days."],
  ["Two days [1][2], or three [1, 2].", "Two days, or three."],
  ["[1] Two days.", " Two days."],
  ["Write ``[1]`` [1].", "Write ``[1]``."],
  ["Take the third [3].", "Take the third [3]."],
  [
    "See orders[1], `list [1]` and [1](https://acme.example).",
    "See orders[1], `list [1]` and [1](https://acme.example).",
  ],
  ["```\nx = [1]\n```\nTwo days [2]", "```\nx = [1]\n```\nTwo days"],
])("%p is shown as %p where no sources are", (text, plain) => {
  expect(shown(text)).toBe(plain)
})

test("what cites nothing stays as it is", () => {
  expect(shown("Room [1]", [])).toBe("Room [1]")
  expect(withoutSourceMarks({ text: "Room [1]", data: undefined })).toBe("Room [1]")
})
