import type { Language } from "../../core/language.ts"
import { words } from "../terms.ts"
import type { Evidence } from "./evidence.ts"
import { figuresIn } from "./numbers.ts"
import { termsIn } from "./wording.ts"

/** Share of a statement's longer words that must be the source's own. */
const ENOUGH_ANCHORS = 0.4
/** Shorter ones mostly hold sentences together, in any language with spaces. */
const SHORT_WORD = 3

/**
 * Whether a statement in another language than its sources is borne out: enough of it must be what no translation
 * changes, as names, numbers and what buttons are called. Where its numbers stand, the sources must name something that
 * the statement names too, or they could be taken from anywhere.
 *
 * @param plain without mark-up
 */
export function isBorneOutAbroad(plain: string, spoken: Language, evidence: Evidence): boolean {
  const [own, foreign] = [[] as string[], [] as string[]]
  for (const word of words(plain)) {
    if (isOf(word, evidence)) own.push(word)
    else if (word.length > SHORT_WORD) foreign.push(word)
  }
  if (own.length / Math.max(own.length + foreign.length, 1) < ENOUGH_ANCHORS) return false
  const terms = new Set(termsIn(plain, evidence.language).filter((term) => !/\d/.test(term)))
  return figuresIn(plain, spoken).every(({ value }) =>
    evidence.places.some(
      (place) =>
        place.figures.some((figure) => figure.value === value) &&
        [...terms].some((term) => place.terms.has(term)),
    ),
  )
}

function isOf(word: string, { terms, numbers, language }: Evidence): boolean {
  return numbers.has(word) || termsIn(word, language).some((term) => terms.has(term))
}
