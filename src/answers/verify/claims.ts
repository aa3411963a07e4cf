import type { Language } from "../../core/language.ts"
import { languageOf } from "../intent/language.ts"
import {
  beginsWithNo,
  clauses,
  exceptedFromNo,
  isAtMost,
  isLimited,
  isNegated,
  NO_MARK,
  onlyThey,
} from "./negation.ts"
import { withoutOpposites } from "./opposites.ts"
import { termsIn } from "./wording.ts"

/** A cell, sentence or clause of a passage that may support a statement. */
export interface Claim {
  plain: string
  /** The clause before it in its sentence: "Over EUR 50, delivery is free." */
  before?: string | undefined
  terms: ReadonlySet<string>
  negated: boolean
  /** Of a sentence with "only" or "unless". */
  limited: boolean
  /** The first word of who alone it speaks of: "Only the owner can delete it." */
  only?: string | undefined
  /** A sentence of several clauses of which one says no: that may deny what is said across them, and supports no other no. */
  denies?: true
  /**
   * The words of which such a sentence says no at its end: "…, not on Sundays". Without `denies`: those that are excepted
   * from a no, of which alone it says yes.
   */
  except?: ReadonlySet<string>
  atMost: boolean
  /** A cell with a 0: there is none of it. */
  none: boolean
}

export interface Wording {
  /** The language of its negations, where the sentence itself does not tell. */
  spoken: Language
  /** The language in which its words are compared. */
  compared: Language
}

/**
 * What a sentence says: its clauses, and where they differ in their yes and no also the whole.
 *
 * @param about what it speaks of without saying so: a cell's row and column
 */
export function claimsIn(said: string, about: string, { spoken, compared }: Wording): Claim[] {
  const sentence = withoutOpposites(said)
  // A short sentence hardly tells its language, and an article may quote another one: a no in any of them counts.
  const language = languageOf(sentence, spoken)
  const languages = [...new Set([language, spoken, compared])]
  const claimOf = (plain: string): Claim => ({
    plain,
    terms: new Set(termsIn(`${about} ${plain}`, compared)),
    negated: languages.some((it) => isNegated(plain, it)),
    limited: isLimited(sentence),
    atMost: isAtMost(plain),
    none: about !== "" && plain.trim() === "0",
    only: termsIn(onlyThey(plain, language) ?? "", compared)[0],
  })
  const parts =
    about && NO_MARK.test(sentence)
      ? [claimOf(sentence)]
      : clauses(sentence, language).map((plain, i, all) => ({ ...claimOf(plain), before: all[i - 1] }))
  const [yes, no] = [parts.filter(({ negated }) => !negated), parts.filter(({ negated }) => negated)]
  const except = (words: readonly string[], others: readonly Claim[]) =>
    new Set(words.filter((word) => others.every(({ terms }) => !terms.has(word))))
  const excepted = languages.flatMap((it) => exceptedFromNo(sentence, it) ?? [])[0]
  if (excepted !== undefined)
    return [
      ...parts,
      { ...claimOf(sentence), negated: false, except: except(termsIn(excepted, compared), no) },
    ]
  if (yes.length === 0 || no.length === 0) return parts
  const atEnd = parts.filter(({ plain }) => beginsWithNo(plain)).flatMap(({ terms }) => [...terms])
  return [...parts, { ...claimOf(sentence), negated: true, denies: true, except: except(atEnd, yes) }]
}

/** Share of some words that a claim has as well. */
export function sharedWith({ terms }: Claim, others: ReadonlySet<string>): number {
  return [...others].filter((term) => terms.has(term)).length / Math.max(others.size, 1)
}
