import type { Key } from "ink"
import { graphemesOf } from "./text/line.ts"

/** A key by its name, such as `j`, `enter`, `ctrl+p`, `alt+left`; or what it types. */
export interface KeyPress {
  name: string
  /** What it writes into a text; undefined for keys that write nothing. */
  text: string | undefined
}

const NAMED = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["delete", "delete"],
  ["tab", "tab"],
] as const

/**
 * Keys out of what Ink read at once: over a slow line several arrive together, and each counts.
 */
export function keyPresses(input: string, key: Key): KeyPress[] {
  if (key.eventType === "release") return []
  const named = NAMED.find(([flag]) => key[flag])?.[1]
  // Old terminals send for Alt what they send for Escape.
  if (named) return [special(modified(named, key, named !== "escape"))]
  if (key.ctrl && input.length === 1) return [special(modified(input.toLowerCase(), key, false))]
  if (key.meta && [...input].length === 1)
    return [special(input === "\r" || input === "\n" ? "alt+enter" : `alt+${input}`)]
  return graphemesOf(input.replaceAll("\r\n", "\r")).map(plain)
}

function modified(name: string, { ctrl, meta, shift }: Key, withMeta: boolean): string {
  return `${ctrl ? "ctrl+" : ""}${meta && withMeta ? "alt+" : ""}${shift && name.length > 1 ? "shift+" : ""}${name}`
}

const CONTROLS: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\t": "tab",
  "\u001b": "escape",
  "\u007f": "backspace",
  "\b": "backspace",
  "\n": "ctrl+j",
  "\u001f": "ctrl+_",
}

function plain(text: string): KeyPress {
  const control = CONTROLS[text]
  if (control) return special(control)
  const code = text.charCodeAt(0)
  if (code < 0x20) return special(`ctrl+${String.fromCharCode(code + 0x60)}`)
  return { name: text === " " ? "space" : text, text }
}

function special(name: string): KeyPress {
  return { name, text: undefined }
}
