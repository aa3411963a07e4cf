import { parsePassage } from "../extract/units.ts"
import type { Passage } from "../passage.ts"
import { contentTerms, words } from "../terms.ts"
import { trustedUnits } from "./injection.ts"

/** A sentence or clause of a passage that may support a statement. */
export interface Claim {
  plain: string
  terms: ReadonlySet<string>
  negated: boolean
}

export interface Evidence {
  claims: readonly Claim[]
  terms: ReadonlySet<string>
  numbers: ReadonlySet<string>
  /** Lower case, white space collapsed, mark-up included: for exact tokens such as links and commands. */
  text: string
}

/** Gathers what the passages state; text meant for a model is left out. */
export function gatherEvidence(passages: readonly Passage[]): Evidence {
  const blocks = passages.flatMap(({ text }) => parsePassage(text).blocks)
  const trusted = blocks
    .map((block) => ({ ...block, units: trustedUnits(block.units) }))
    .filter((block) => block.units.length > 0)
  const units = trusted.flatMap((block) => block.units)
  const headings = [
    ...passages.flatMap(({ title, section }) => [title, ...section]),
    ...trusted.map(({ heading }) => heading),
  ]
  const shown = [...headings, ...trusted.map(({ head }) => head ?? ""), ...units.map(({ source }) => source)]
  const said = [...shown, ...units.map(({ plain }) => plain)].join("\n")
  return {
    claims: units.flatMap(({ plain }) => clauses(plain)).map(claim),
    terms: new Set(contentTerms(said)),
    numbers: new Set(numbersIn(said)),
    text: flat(said),
  }
}

export function claim(plain: string): Claim {
  return { plain, terms: new Set(contentTerms(plain)), negated: isNegated(plain) }
}

/** The parts of a sentence, each with its own yes or no: "You can cancel, but not change it". */
export function clauses(sentence: string): string[] {
  const parts = sentence.split(/[,;:–—]\s|\s(?:but|however|although|unless|except|whereas|while)\s/i)
  return parts.filter((part) => words(part).length > (parts.length > 1 ? 1 : 0))
}

const NEGATION =
  /\b(?:no|not|never|cannot|can['’]?t|none|neither|nor|without|unable|impossible|isnt|dont|doesnt|wont)\b|n['’]t\b/gi

/** Two negations make a yes. */
function isNegated(text: string): boolean {
  return (text.match(NEGATION)?.length ?? 0) % 2 === 1
}

const NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ")

/** Numbers as digits without separators of thousands; small ones also where they are written as words. */
export function numbersIn(text: string): string[] {
  const digits = [...text.matchAll(/\d+(?:[.,:]\d+)*/g)].map(([number]) =>
    number.replace(/,(?=\d{3}\b)/g, ""),
  )
  const spelled = words(text).flatMap((word) =>
    NUMBER_WORDS.includes(word) ? String(NUMBER_WORDS.indexOf(word)) : [],
  )
  return [...digits, ...spelled]
}

export function flat(text: string): string {
  return text.replace(/\s+/g, " ").toLowerCase()
}
