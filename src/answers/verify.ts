import { parsePassage } from "./extract/units.ts"
import { withoutCitations } from "./llm/reply.ts"
import type { Passage } from "./passage.ts"
import { type Claim, claim, clauses, type Evidence, gatherEvidence } from "./verify/evidence.ts"
import { inventedToken } from "./verify/exact.ts"
import { leaks, type Secrets } from "./verify/leak.ts"

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
/** Share of a statement's words that make a source's "not" speak about the same thing. */
const SAME_STATEMENT = 0.6

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
  const text = withoutCitations(markdown)
  return inventedToken(text, evidence) ?? (await unsupportedStatement(text, evidence, similarity))
}

async function unsupportedStatement(
  text: string,
  evidence: Evidence,
  similarity?: Similarity,
): Promise<string | undefined> {
  for (const { verdict, plain } of statementsOf(text)) {
    const parts = clauses(plain).map(claim)
    if (verdict && !parts.some(({ negated }) => negated === (verdict === "no"))) {
      return `A bare "${verdict}" has no support in the passages.`
    }
    if (!(await isCovered(claim(plain), evidence, similarity))) {
      return `The passages do not say: "${plain.slice(0, 120)}"`
    }
    const flipped = parts.find((part) => contradicts(part, evidence.claims))
    if (flipped) return `The passages say the opposite of: "${flipped.plain.slice(0, 120)}"`
  }
  return undefined
}

/** Sentences, items and rows. "Yes." and "No," are no statements of their own: they go with what follows. */
function statementsOf(text: string): { verdict: string; plain: string }[] {
  const units = parsePassage(text).blocks.flatMap(({ kind, units }) => (kind === "code" ? [] : units))
  const found: { verdict: string; plain: string }[] = []
  let carried = ""
  for (const [i, { plain }] of units.entries()) {
    const [, verdict = carried, rest = ""] =
      plain.match(/^(?:\W*(yes|no)(?:\s*[.,!:;–—]+\s*|\s*$))?(.*)$/is) ?? []
    carried = rest === "" ? verdict : ""
    if (rest !== "" || i === units.length - 1) found.push({ verdict: verdict.toLowerCase(), plain: rest })
  }
  return found
}

async function isCovered(
  { plain, terms }: Claim,
  evidence: Evidence,
  similarity?: Similarity,
): Promise<boolean> {
  if (terms.size === 0) return true
  const share = [...terms].filter((term) => evidence.terms.has(term)).length / terms.size
  if (share >= ENOUGH_WORDS) return true
  if (!similarity || share < ENOUGH_WORDS_IF_ALIKE) return false
  const nearest = [...evidence.claims].sort((a, b) => shared(terms, b) - shared(terms, a))[0]
  return nearest !== undefined && (await similarity(plain, nearest.plain)) >= ALIKE
}

/** The source that says most of the same says it with the other yes or no, and none says it as this one does. */
function contradicts(statement: Claim, claims: readonly Claim[]): boolean {
  if (statement.terms.size < 2) return false
  const rated = claims.map((source) => ({ source, share: shared(statement.terms, source) }))
  const best = Math.max(...rated.map(({ share }) => share), 0)
  if (best < SAME_STATEMENT) return false
  return !rated.some(({ source, share }) => share >= best * 0.9 && source.negated === statement.negated)
}

function shared(terms: ReadonlySet<string>, source: Claim): number {
  return [...terms].filter((term) => source.terms.has(term)).length / Math.max(terms.size, 1)
}
