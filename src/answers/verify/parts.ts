import type { Language } from "../../core/language.ts"
import { words } from "../terms.ts"
import { CONJUNCTIONS } from "./conjunctions.ts"
import { type Figure, figuresIn } from "./numbers.ts"
import { termsIn } from "./wording.ts"

const partEnd = (and: string) =>
  new RegExp(`[,;:–—]\\s|[，；：]|\\s(?:${and}|but|while|aber|mais|pero|maar)\\s`, "gi")
const PART_END = new Map(Object.entries(CONJUNCTIONS).map(([language, and]) => [language, partEnd(and)]))

/**
 * The parts of a sentence that have numbers. One without goes with the part before, at the beginning with the next; one
 * that is nothing but a number ("€25, €50 and €100", "between 2 and 3 days") with the part before.
 */
export function partsWithNumbers(sentence: string, language: Language): string[] {
  const ends = [...sentence.matchAll(PART_END.get(language) ?? partEnd(CONJUNCTIONS.en))]
  const parts: string[] = []
  let pending = ""
  for (const [i, from] of [0, ...ends.map(({ index, 0: end }) => index + end.length)].entries()) {
    const end = ends[i]
    const part = sentence.slice(from, end && end.index + end[0].length)
    const figures = figuresIn(part, language)
    // "Books for 4 weeks, films and games for 2": films are of the 2.
    const isFirstOfTwo = isMark(ends[i - 1]) && end !== undefined && !isMark(end)
    if (figures.length === 0 && (parts.length === 0 || isFirstOfTwo)) {
      pending += part
      continue
    }
    const stands =
      figures.length > 0 && (pending !== "" || parts.length === 0 || !isBare(part, figures, language))
    if (stands) parts.push(pending + part)
    else parts.push(parts.pop() + pending + part)
    pending = ""
  }
  const last = parts.pop()
  return last === undefined ? [] : [...parts, last + pending]
}

/** Does a part end with a mark, not a word? */
function isMark(end: RegExpMatchArray | undefined): boolean {
  return end !== undefined && !/\p{L}/u.test(end[0])
}

const CURRENCY = /^(?:eur|usd|gbp|chf|euros?|dollars?)$/

function isBare(part: string, figures: readonly Figure[], language: Language): boolean {
  return words(part).every(
    (word) =>
      /\d/.test(word) ||
      CURRENCY.test(word) ||
      termsIn(word, language).some((term) => figures.some(({ kinds }) => kinds.has(term))),
  )
}
