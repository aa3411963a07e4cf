import type { Language } from "../../core/language.ts"
import type { Claim } from "./claims.ts"
import { type Figure, figuresIn } from "./numbers.ts"
import { termsIn } from "./wording.ts"

/** What may stand before what a sentence is about: "Instant SEPA". */
const MOST_LEADING = 2

/**
 * What the passages say a number of alone, where an answer says it of all: "SEPA transfers arrive within ten seconds" of instant ones, when
 * the passages say another number of those that are not.
 *
 * @param answer all of it: that it is about these may stand in another sentence
 */
export function saidOfAll(
  statement: string,
  answer: string,
  claims: readonly Claim[],
  language: Language,
): string | undefined {
  const subject = subjectOf(statement)
  const said = figuresIn(statement, language)
  if (subject === undefined || said.length === 0) return undefined
  const known = new Set(termsIn(answer, language))
  const told = claims.flatMap(({ plain }) => {
    const before = leadingTo(subject, plain)
    return before ? [{ before, figures: figuresIn(plain, language) }] : []
  })
  for (const figure of said) {
    const holders = told.filter(({ figures }) => figures.some(({ value }) => value === figure.value))
    const [narrow] = holders
    if (!narrow || !holders.every(({ before }) => isMissing(before, known, language))) continue
    const isWider = (before: readonly string[]) =>
      before.length < narrow.before.length && before.every((word) => narrow.before.includes(word))
    const rivals = told.filter(({ before, figures }) => isWider(before) && isOther(figure, figures))
    if (rivals.length > 0) return [...narrow.before, subject].join(" ")
  }
  return undefined
}

/** The two words that a sentence begins with, as they are compared. */
function subjectOf(sentence: string): string | undefined {
  const found =
    /^(?:(?:the|our|your|all|die|der|das|unsere|ihre|alle|les|nos|las?|los) )?(\p{L}+ \p{L}+)(?!\p{L})/iu
  return found.exec(sentence.trim())?.[1]?.toLowerCase()
}

/** The words that stand before it at the beginning of a sentence; undefined where it is not there. */
function leadingTo(subject: string, sentence: string): string[] | undefined {
  const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? []
  for (let i = 0; i <= MOST_LEADING; i++)
    if (words.slice(i, i + 2).join(" ") === subject) return words.slice(0, i)
  return undefined
}

function isMissing(before: readonly string[], known: ReadonlySet<string>, language: Language): boolean {
  const terms = termsIn(before.join(" "), language)
  return terms.length > 0 && terms.every((term) => !known.has(term))
}

function isOther(figure: Figure, figures: readonly Figure[]): boolean {
  return figures.length > 0 && figures.every(({ value }) => value !== figure.value)
}
