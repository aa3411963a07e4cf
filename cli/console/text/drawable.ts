import { safeText } from "../../terminal-text.ts"

/**
 * What terminals draw in different widths, so that a screen laid out in columns falls apart: marks that join emoji to one,
 * choose a skin or a presentation, signs without any width, fillers that only
 * look empty, and halves of Korean syllables.
 */
const UNSURE = /\p{Default_Ignorable_Code_Point}|\p{Me}|\p{Emoji_Modifier}|[\u1160-\u11ff\ud7b0-\ud7ff]/gu

/** Two of them are a flag in one terminal and two letters in the next: everywhere letters. */
const FLAG_LETTERS = /[\u{1f1e6}-\u{1f1ff}]/gu
const FIRST_FLAG_LETTER = 0x1f1e6

/** A letter with a tower of marks would be drawn over the lines above it. */
const TOWERS = /(\p{M}{3})\p{M}+/gu

/** A mark without a letter would join what stands before the text, or a column of its own. */
const STRAY_MARKS = /(^|[\n ])\p{M}+/gu

/** Text of strangers as lines that every terminal draws alike, and that it does not obey. */
export function drawableText(text: string): string {
  const safe = safeText(text)
  if (isPlain(safe)) return safe
  return safe
    .normalize("NFC")
    .replace(UNSURE, "")
    .replace(FLAG_LETTERS, (sign) =>
      String.fromCharCode(65 + (sign.codePointAt(0) ?? FIRST_FLAG_LETTER) - FIRST_FLAG_LETTER),
    )
    .replace(STRAY_MARKS, "$1")
    .replace(TOWERS, "$1")
}

/** The same as one line: a name, a title, the beginning of a message. */
export function drawableLine(text: string): string {
  return drawableText(text).replace(/\s+/g, " ").trim()
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7e) return false
  return true
}
