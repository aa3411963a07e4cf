import type { Language } from "../core/language.ts"
import { parsePassage } from "./extract/units.ts"
import { languageOf } from "./intent/language.ts"
import { withoutCitations } from "./llm/reply.ts"
import type { Passage } from "./passage.ts"
import { unsupportedAbsolute } from "./verify/absolutes.ts"
import { claimsIn, sharedWith } from "./verify/claims.ts"
import { contradicts } from "./verify/contradiction.ts"
import { withoutCourtesies } from "./verify/courtesies.ts"
import { type Evidence, gatherEvidence } from "./verify/evidence.ts"
import { inventedToken } from "./verify/exact.ts"
import { isBorneOutAbroad } from "./verify/foreign.ts"
import { mistakenBound } from "./verify/free-from.ts"
import { missingCondition } from "./verify/free-if.ts"
import { isOtherFrequency } from "./verify/frequencies.ts"
import { leaks, type Secrets } from "./verify/leak.ts"
import { saidOfAll } from "./verify/narrower.ts"
import { verdictOf } from "./verify/negation.ts"
import { saidOfTheFirst } from "./verify/otherwise.ts"
import { misplacedNumber } from "./verify/places.ts"
import { aboutOf, type Said, saidIn } from "./verify/said.ts"
import { asInEvidence } from "./verify/same-quantity.ts"
import { missingUn } from "./verify/un-words.ts"
import { termsIn } from "./verify/wording.ts"

/** How alike two sentences are in meaning, -1 to 1. */
export type Similarity = (a: string, b: string) => Promise<number>

export interface Verifiable {
  markdown: string
  /** Passage numbers, from 1. */
  citations: readonly number[]
  passages: readonly Passage[]
  secrets: Secrets
  similarity?: Similarity | undefined
}

const LONGEST_ANSWER_CHARS = 2500
/** Share of a sentence's content words that its sources must hold. */
const ENOUGH_WORDS = 0.6
/** The same where the meaning is known to be close. */
const ENOUGH_WORDS_IF_ALIKE = 0.4
const ALIKE = 0.75

/**
 * Says why an answer must not be sent, or undefined when its passages support all of it. It errs on the side of
 * not sending: the caller has the passages' own sentences to fall back on.
 */
export async function verifyAnswer({
  markdown,
  citations,
  passages,
  secrets,
  similarity,
}: Verifiable): Promise<string | undefined> {
  if (markdown.trim() === "") return "The answer is empty."
  if (markdown.length > LONGEST_ANSWER_CHARS)
    return `The answer is longer than ${LONGEST_ANSWER_CHARS} characters.`
  const invalid = citations.find((number) => number < 1 || number > passages.length)
  if (invalid !== undefined) return `The answer cites [${invalid}], which is not a passage.`
  if (citations.length === 0) return "The answer cites no passage."
  const evidence = gatherEvidence(citations.flatMap((number) => passages[number - 1] ?? []))
  if (leaks(markdown, secrets, evidence.text)) return "The answer speaks about its instructions."
  const said = withoutCitations(markdown)
  const language = languageOf(said, evidence.language)
  const text = asInEvidence(said, evidence, language)
  return (
    inventedToken(text, evidence, language) ??
    (await unsupportedStatement(text, evidence, language, similarity))
  )
}

async function unsupportedStatement(
  text: string,
  evidence: Evidence,
  language: Language,
  similarity?: Similarity,
): Promise<string | undefined> {
  for (const { verdict, said } of statementsOf(text)) {
    const { plain } = said
    const about = aboutOf(said)
    const wording = { spoken: language, compared: evidence.language }
    const parts = claimsIn(plain, about, wording).filter(({ denies }) => !denies)
    if (verdict && !parts.some((part) => part.limited || part.negated === (verdict === "no"))) {
      return `A bare "${verdict}" has no support in the passages.`
    }
    const whole = `${about} ${plain}`.trim()
    const abroad = language !== evidence.language && isBorneOutAbroad(whole, language, evidence)
    if (!abroad && !(await isCovered(whole, evidence, similarity))) {
      return `The passages do not say: "${plain.slice(0, 120)}"`
    }
    const number =
      misplacedNumber(plain, about, evidence.places, evidence.language) ??
      saidOfTheFirst(plain, evidence.otherwises, evidence.language)
    if (number)
      return `The passages say the number ${number} of something else than: "${plain.slice(0, 120)}"`
    const narrow = saidOfAll(plain, text, evidence.claims, evidence.language)
    if (narrow) return `The passages say of "${narrow}" alone what this says of all: "${plain.slice(0, 120)}"`
    const bound = mistakenBound(plain, evidence.claims, evidence.language)
    if (bound)
      return `The passages say from which side of ${bound} it is free otherwise than: "${plain.slice(0, 120)}"`
    const condition = missingCondition(plain, text, evidence.claims, evidence.language)
    if (condition) return `The passages say only "${condition}" of: "${plain.slice(0, 120)}"`
    if (isOtherFrequency(plain, evidence))
      return `The passages say that it is more or less often than: "${plain.slice(0, 120)}"`
    const absolute = unsupportedAbsolute(parts, evidence)
    if (absolute) return `The passages do not say "${absolute}" of: "${plain.slice(0, 120)}"`
    const opposite = missingUn(parts, evidence)
    if (opposite) return `The passages say "un${opposite}" of: "${plain.slice(0, 120)}"`
    const flipped = parts.find((part) => contradicts(part, evidence.claims, verdict === "yes"))
    if (flipped) return `The passages say the opposite of: "${flipped.plain.slice(0, 120)}"`
  }
  return undefined
}

interface Statement {
  verdict: string
  said: Said
}

/** Sentences, items and cells. "Yes." and "No," are no statements of their own: they go with what follows. */
function statementsOf(text: string): Statement[] {
  const blocks = parsePassage(text).blocks.filter(({ kind }) => kind !== "code")
  const all = blocks.flatMap(saidIn)
  const found: Statement[] = []
  let carried = ""
  for (const [i, said] of all.entries()) {
    const { verdict = carried, rest: whole } = said.cell ? { rest: said.plain } : verdictOf(said.plain)
    const rest = withoutCourtesies(whole)
    carried = rest === "" ? verdict : ""
    if (rest !== "" || i === all.length - 1) found.push({ verdict, said: { ...said, plain: rest } })
  }
  return found
}

async function isCovered(plain: string, evidence: Evidence, similarity?: Similarity): Promise<boolean> {
  const terms = new Set(termsIn(plain, evidence.language))
  if (terms.size === 0) return true
  const share = [...terms].filter((term) => evidence.terms.has(term)).length / terms.size
  if (share >= ENOUGH_WORDS) return true
  if (!similarity || share < ENOUGH_WORDS_IF_ALIKE) return false
  const nearest = [...evidence.claims].sort((a, b) => sharedWith(b, terms) - sharedWith(a, terms))[0]
  return nearest !== undefined && (await similarity(plain, nearest.plain)) >= ALIKE
}
