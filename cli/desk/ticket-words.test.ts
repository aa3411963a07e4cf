import { expect, test } from "bun:test"
import { stripVTControlCharacters } from "node:util"
import { changeLines } from "./ticket-words.ts"

test.each([
  ["customer", "public", "Ada:"],
  ["agent-2", "public", "Ada, to the requester:"],
  ["agent-2", "internal", "Ada, internal:"],
] as const)("a comment of %p that is %p", (id, visibility, said) => {
  const [head = "", ...words] = changeLines({
    seq: 2,
    at: "2026-11-21T10:00:00.000Z",
    actor: { id, name: "Ada" },
    kind: "comment",
    from: null,
    to: null,
    text: "Any\nnews?",
    visibility,
  })
  expect(stripVTControlCharacters(head)).toEndWith(`  ${said}`)
  expect(words).toEqual(["    Any", "    news?"])
})
