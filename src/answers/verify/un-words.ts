import { words } from "../terms.ts"
import type { Claim } from "./claims.ts"
import type { Evidence } from "./evidence.ts"

const SHORTEST = 4
/** "Less" is no opposite of "unless", nor "like" of "unlike". */
const OTHERS = new Set(["less", "like"])
/** German has nouns with "Un-" that are none either (Fall, Unfall); participles are. */
const GERMAN_PARTICIPLE = /^(?:ge|be|ver)[a-z]+(?:t|en)(?:e[mnrs]?)?$/

/**
 * A word of a statement's clauses that the sources have with "un-" alone: what can be returned unopened cannot be returned
 * opened.
 */
export function missingUn(clauses: readonly Claim[], { text, language }: Evidence): string | undefined {
  const source = new Set(words(text))
  const isOpposite = (word: string) =>
    language === "de" ? GERMAN_PARTICIPLE.test(word) : word.length >= SHORTEST && !OTHERS.has(word)
  return clauses
    .filter(({ negated }) => !negated)
    .flatMap(({ plain }) => words(plain))
    .find((word) => source.has(`un${word}`) && !source.has(word) && isOpposite(word))
}
