import type { Language } from "../../core/language.ts"
import { isCommonWord } from "../intent/language.ts"
import { contentTerms, words } from "../terms.ts"

/** They say how something is said, or that it is not so, and nothing that a source would have to say in the same words. */
const MANNER = new Set(
  contentTerms(
    "unfortunately however additionally simply currently yes sure cannot never without none neither unless except",
  ),
)

/** Words that only hold sentences together, as they are written without accents. */
const HOLDING: Partial<Record<Language, ReadonlySet<string>>> = {
  de: new Set(["den", "dem", "des", "eines", "zur", "am", "ihren", "ihrem", "konnen", "werden"]),
  fr: new Set(["l", "au", "aux", "il", "elle", "ils", "elles", "sont", "pouvez"]),
  es: new Set(["al", "son", "puede"]),
}

/**
 * The words of `text` by which it is compared with others in this language: without those that only hold sentences
 * together, and without their endings.
 */
export function termsIn(text: string, language: Language): string[] {
  if (language === "en") return contentTerms(text).filter((term) => !MANNER.has(term))
  return words(text)
    .filter((word) => !isCommonWord(word, language) && !HOLDING[language]?.has(word))
    .map(folded)
}

const ENDING = /(?<=...)(?:ungen|ung|en|er|em|es|et|st|os|as|is|e|n|s|t|a|o|i)$/
const LONGEST_ROOT = 6

/**
 * The beginning of a word, which its forms share (Werktage, Werktagen; liefern, Lieferung). Roughly, and for any language
 * with endings: both sides of every comparison pass through it. Of Arabic and Hebrew the article and "and" are taken off.
 */
function folded(word: string): string {
  if (/^[\p{Script=Arabic}\p{Script=Hebrew}]+$/u.test(word))
    return word.replace(/^(?:وال|ال|و|ה|ו)(?=...)/, "")
  if (word.length < 4 || !/^\p{Script=Latin}+$/u.test(word)) return word
  return word.replace(ENDING, "").slice(0, LONGEST_ROOT)
}
