import { expect, test } from "bun:test"
import fc from "fast-check"
import { EMPTY, edit, editorOf, insert, textOf } from "./editor.ts"

function keys(text: string, ...names: string[]): string {
  const editor = names.reduce((now, name) => edit(now, name) ?? now, editorOf(text))
  return [editor.chars.slice(0, editor.cursor).join(""), editor.chars.slice(editor.cursor).join("")].join("|")
}

test("moves and takes out by letters, words and lines", () => {
  expect(keys("one two", "alt+b")).toBe("one |two")
  expect(keys("one two", "alt+b", "alt+b", "alt+f")).toBe("one| two")
  expect(keys("one two", "ctrl+w")).toBe("one |")
  expect(keys("one two", "ctrl+a", "alt+d")).toBe("| two")
  expect(keys("one two", "ctrl+u", "ctrl+y")).toBe("one two|")
  expect(keys("one two", "alt+b", "ctrl+k")).toBe("one |")
  expect(keys("a\nbcd\ne", "up")).toBe("a\nb|cd\ne")
  expect(keys("a\nbcd\ne", "up", "end", "up")).toBe("a|\nbcd\ne")
  expect(keys("a\nbcd", "home", "ctrl+h")).toBe("a|bcd")
})

test("one key takes out what looks like one letter", () => {
  expect(keys("a👨‍👩‍👧", "backspace")).toBe("a|")
  expect(keys("e\u0301x", "left", "backspace")).toBe("|x")
  expect(textOf(insert(editorOf("e"), "\u0301"))).toBe("e\u0301")
  expect(insert(editorOf("e"), "\u0301").chars).toHaveLength(1)
})

test("undo takes back a word that was typed, not a letter", () => {
  const typed = [..."hello"].reduce((now, letter) => insert(now, letter), EMPTY)
  const more = [..." you"].reduce((now, letter) => insert(now, letter), typed)
  expect(textOf(edit(more, "ctrl+_") ?? EMPTY)).toBe("hello ")
  expect(textOf(edit(insert(editorOf("a"), "pasted text"), "ctrl+_") ?? EMPTY)).toBe("a")
})

test("whatever is pressed, the cursor stands in the text", () => {
  const press = fc.constantFrom(
    ...["left", "right", "up", "down", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k"],
    ...["ctrl+y", "ctrl+_", "alt+b", "alt+f", "alt+d", "a", "\n", "👋", "\u0301"],
  )
  fc.assert(
    fc.property(fc.array(press, { maxLength: 80 }), (presses) => {
      let editor = EMPTY
      for (const name of presses)
        editor = edit(editor, name) ?? (name.length < 3 ? insert(editor, name) : editor)
      expect(editor.cursor).toBeGreaterThanOrEqual(0)
      expect(editor.cursor).toBeLessThanOrEqual(editor.chars.length)
    }),
  )
})
