import { isFunctionWord } from "./function-words.ts"

/**
 * Words as the lexical index counts them: lower case, without accents, lightly stemmed.
 */

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu
/** Most texts are plain English, which needs neither decomposing nor a look for scripts without spaces. */
const ASCII = /^[\0-\x7f]*$/
const MARKS = /\p{M}+/gu
/** Behind a number: the mark of a footnote, or an exponent. */
const RAISED = /(?<=\d)[⁰¹²³⁴-⁹]+/g
const UNSEGMENTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** A text in which raised digits behind a number are no digits of it. */
export function withoutRaisedMarks(text: string): string {
  return text.replace(RAISED, " ")
}

/** The words of a text in order, lower-cased, accents and apostrophes dropped; scripts without spaces as character pairs. */
export function words(text: string): string[] {
  const ascii = ASCII.test(text)
  const plain = (ascii ? text : withoutRaisedMarks(text).normalize("NFKD").replace(MARKS, "")).toLowerCase()
  const found: string[] = []
  for (const match of plain.match(WORD) ?? []) {
    const word = match.replace(/['’]/g, "")
    if (!ascii && UNSEGMENTED.test(word)) found.push(...pairs(word))
    else found.push(word)
  }
  return found
}

/** Content terms of a text: function words dropped (unless nothing else is left), the rest stemmed. */
export function terms(text: string): string[] {
  const all = words(text)
  const content = all.filter((word) => !isFunctionWord(word))
  return (content.length > 0 ? content : all).map(stem)
}

/**
 * A light English stemmer: plural, -ed, -ing and a final e, in the spirit of Porter's step 1 (1980) without its
 * later steps, which merge words of different meaning.
 */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  return dropFinalE(dropInflection(dropPlural(word)))
}

function dropPlural(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|us|is)$/.test(word)) return word
  return word.endsWith("s") ? word.slice(0, -1) : word
}

function dropInflection(word: string): string {
  if (word.endsWith("ied") && word.length > 4) return `${word.slice(0, -3)}y`
  const root = word.endsWith("ing") ? word.slice(0, -3) : word.endsWith("ed") ? word.slice(0, -2) : ""
  if (root.length < 3 || !/[aeiouy]/.test(root)) return word
  return /([bdgmnprt])\1$/.test(root) ? root.slice(0, -1) : root
}

function dropFinalE(word: string): string {
  return word.length > 4 && word.endsWith("e") ? word.slice(0, -1) : word
}

function pairs(text: string): string[] {
  const characters = [...text]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}
