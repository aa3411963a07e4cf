/** Numbers that words and parts of words share. */
export const WORD_MARKS = 8_192

/** Of words with their endings: what is the same in "stornieren" and "Stornierung". */
const PART = 4
/** Where words are not set apart by spaces, each sign and its neighbours are looked at. */
const LONGEST_RUN = 3
const UNSEGMENTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * The words, pairs of words and parts of words of a message as `plainText` gives it, as numbers below
 * {@link WORD_MARKS}. The bundled model knows little but English: these carry what phrases of other languages teach. All
 * numbers in a message look alike.
 */
export function wordMarks(plain: string): number[] {
  const words = plain.replace(/\p{N}+/gu, "0").match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  const marks = new Set<number>()
  let before = "^"
  for (const word of words) {
    const edged = `^${word}$`
    if (UNSEGMENTED.test(word)) {
      for (let length = 1; length <= LONGEST_RUN; length++)
        for (let i = 0; i < edged.length; i++) marks.add(markOf(`c${edged.slice(i, i + length)}`))
    } else {
      marks.add(markOf(`w${word}`))
      for (let i = 0; i + PART <= edged.length; i++) marks.add(markOf(`c${edged.slice(i, i + PART)}`))
    }
    marks.add(markOf(`b${before} ${word}`))
    before = word
  }
  marks.add(markOf(`b${before} $`))
  return [...marks]
}

/** FNV-1a, with its bits stirred once more. */
function markOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  hash ^= hash >>> 15
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) % WORD_MARKS
}
