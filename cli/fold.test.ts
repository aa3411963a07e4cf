import { expect, test } from "bun:test"
import { foldedText } from "./fold.ts"

test.each([
  ["a paragraph", "one two three four", "one two three\nfour"],
  ["an indented line", "    one two three", "    one two\n    three"],
  ["a list", "1. one two three four", "1. one two\n   three four"],
  ["a name in its column", "State   one two", "State   one\n        two"],
  ["a time in its column", "09:15  one two four", "09:15  one two\n       four"],
  ["what is painted", "\u001b[1mone\u001b[22m two three four", "\u001b[1mone\u001b[22m two three\nfour"],
  ["an address", "https://example.com/a", "https://example.com/a"],
  [
    "code",
    "```\none two three four\n```\none two three four",
    "```\none two three four\n```\none two three\nfour",
  ],
])("%s is broken between words, below where it begins", (_what, text, shown) => {
  expect(foldedText(text, 14)).toBe(shown)
})

test("where nobody looks, lines stay whole", () => {
  expect(foldedText("one two three four", undefined)).toBe("one two three four")
})
