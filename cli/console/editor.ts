import type { KeyPress } from "./keys.ts"
import { graphemesOf } from "./text/line.ts"

/** Text that is being typed. Positions count its graphemes, so that no key stops within one. */
export interface Editor {
  chars: readonly string[]
  /** Of the text, as limits count it. */
  length: number
  cursor: number
  undo: readonly Snapshot[]
  /** What the last change was: typing goes back as a whole word, not letter by letter. */
  last: "typing" | "other"
  killed: string
}

type Snapshot = Pick<Editor, "chars" | "length" | "cursor">

const UNDO_DEPTH = 100

export const EMPTY: Editor = { chars: [], length: 0, cursor: 0, undo: [], last: "other", killed: "" }

export function editorOf(text: string): Editor {
  const chars = graphemesOf(text)
  return { ...EMPTY, chars, length: text.length, cursor: chars.length }
}

export function textOf({ chars }: Editor): string {
  return chars.join("")
}

/** What stands before the cursor, at most so many characters of it. */
export function beforeCursor({ chars, cursor }: Editor, most: number): string {
  return chars.slice(Math.max(0, cursor - most), cursor).join("")
}

export function insert(editor: Editor, text: string): Editor {
  if (text === "") return editor
  const isTyping = graphemesOf(text).length === 1 && !/\s/.test(text)
  // Marks that belong to the letter before the cursor join it.
  const at = Math.max(0, editor.cursor - 1)
  const written = graphemesOf(editor.chars.slice(at, editor.cursor).join("") + text)
  const chars = editor.chars.slice(0, at).concat(written, editor.chars.slice(editor.cursor))
  const length = editor.length + text.length
  return changed(editor, { chars, length, cursor: at + written.length }, isTyping ? "typing" : "other")
}

/** Takes out what lies between two places. */
function remove(editor: Editor, from: number, to: number, keep = false): Editor {
  if (from >= to) return editor
  const chars = editor.chars.slice(0, from).concat(editor.chars.slice(to))
  const taken = editor.chars.slice(from, to).join("")
  const next = changed(editor, { chars, length: editor.length - taken.length, cursor: from }, "other")
  return keep ? { ...next, killed: taken } : next
}

/** Replaces as many characters before the cursor. */
export function replaceBefore(editor: Editor, count: number, text: string): Editor {
  return insert(remove(editor, editor.cursor - count, editor.cursor), text)
}

/** Another text in the place of all of it; undo brings the one before back. */
export function replaceAll(editor: Editor, text: string): Editor {
  const chars = graphemesOf(text)
  return changed(editor, { chars, length: text.length, cursor: chars.length }, "other")
}

function changed(editor: Editor, next: Snapshot, last: Editor["last"]): Editor {
  const goesOn = last === "typing" && editor.last === "typing"
  const undo = goesOn ? editor.undo : [...editor.undo.slice(-UNDO_DEPTH + 1), snapshotOf(editor)]
  return { ...editor, ...next, undo, last }
}

function snapshotOf({ chars, length, cursor }: Editor): Snapshot {
  return { chars, length, cursor }
}

function moved(editor: Editor, cursor: number): Editor {
  return { ...editor, cursor: Math.max(0, Math.min(editor.chars.length, cursor)), last: "other" }
}

function undone(editor: Editor): Editor {
  const before = editor.undo.at(-1)
  return before ? { ...editor, ...before, undo: editor.undo.slice(0, -1), last: "other" } : editor
}

function wordBefore({ chars, cursor }: Editor): number {
  let at = cursor
  while (at > 0 && !isWord(chars[at - 1])) at--
  while (at > 0 && isWord(chars[at - 1])) at--
  return at
}

function wordAfter({ chars, cursor }: Editor): number {
  let at = cursor
  while (at < chars.length && !isWord(chars[at])) at++
  while (at < chars.length && isWord(chars[at])) at++
  return at
}

function isWord(char = ""): boolean {
  return /[\p{L}\p{N}\p{M}_]/u.test(char)
}

function lineStart({ chars, cursor }: Editor): number {
  return chars.lastIndexOf("\n", cursor - 1) + 1 || 0
}

function lineEnd({ chars, cursor }: Editor): number {
  const end = chars.indexOf("\n", cursor)
  return end < 0 ? chars.length : end
}

/** One line up or down; undefined where there is none. */
function vertical(editor: Editor, by: -1 | 1): Editor | undefined {
  const start = editor.cursor === 0 ? 0 : lineStart(editor)
  const column = editor.cursor - start
  if (by < 0) {
    if (start === 0) return undefined
    const above = { ...editor, cursor: start - 1 }
    const aboveStart = start - 1 === 0 ? 0 : lineStart(above)
    return moved(editor, Math.min(aboveStart + column, start - 1))
  }
  const end = lineEnd(editor)
  if (end === editor.chars.length) return undefined
  const below = { ...editor, cursor: end + 1 }
  return moved(editor, Math.min(end + 1 + column, lineEnd(below)))
}

/** What keys do to the text, by the key's name. */
const EDITS: Readonly<Record<string, (editor: Editor) => Editor>> = {
  left: (editor) => moved(editor, editor.cursor - 1),
  right: (editor) => moved(editor, editor.cursor + 1),
  "ctrl+b": (editor) => moved(editor, editor.cursor - 1),
  "ctrl+f": (editor) => moved(editor, editor.cursor + 1),
  "alt+left": (editor) => moved(editor, wordBefore(editor)),
  "alt+right": (editor) => moved(editor, wordAfter(editor)),
  "ctrl+left": (editor) => moved(editor, wordBefore(editor)),
  "ctrl+right": (editor) => moved(editor, wordAfter(editor)),
  "alt+b": (editor) => moved(editor, wordBefore(editor)),
  "alt+f": (editor) => moved(editor, wordAfter(editor)),
  home: (editor) => moved(editor, editor.cursor === 0 ? 0 : lineStart(editor)),
  end: (editor) => moved(editor, lineEnd(editor)),
  "ctrl+a": (editor) => moved(editor, editor.cursor === 0 ? 0 : lineStart(editor)),
  "ctrl+e": (editor) => moved(editor, lineEnd(editor)),
  backspace: (editor) => remove(editor, Math.max(0, editor.cursor - 1), editor.cursor),
  delete: (editor) => remove(editor, editor.cursor, Math.min(editor.chars.length, editor.cursor + 1)),
  "ctrl+d": (editor) => remove(editor, editor.cursor, Math.min(editor.chars.length, editor.cursor + 1)),
  "ctrl+h": (editor) => remove(editor, Math.max(0, editor.cursor - 1), editor.cursor),
  "ctrl+w": (editor) => remove(editor, wordBefore(editor), editor.cursor, true),
  "alt+backspace": (editor) => remove(editor, wordBefore(editor), editor.cursor, true),
  "alt+d": (editor) => remove(editor, editor.cursor, wordAfter(editor), true),
  "ctrl+u": (editor) => remove(editor, editor.cursor === 0 ? 0 : lineStart(editor), editor.cursor, true),
  "ctrl+k": (editor) => remove(editor, editor.cursor, lineEnd(editor), true),
  "ctrl+y": (editor) => insert({ ...editor, last: "other" }, editor.killed),
  "ctrl+_": undone,
  "alt+u": undone,
}

/** What a key does to the text; undefined where it does nothing here. */
export function edit(editor: Editor, key: string): Editor | undefined {
  if (key === "up") return vertical(editor, -1)
  if (key === "down") return vertical(editor, 1)
  return EDITS[key]?.(editor)
}

/** The same of a key that may also write something. */
export function typed(editor: Editor, key: KeyPress): Editor | undefined {
  return edit(editor, key.name) ?? (key.text === undefined ? undefined : insert(editor, key.text))
}
