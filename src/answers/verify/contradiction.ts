import { type Claim, sharedWith } from "./claims.ts"

/** Share of a statement's words that make a source's "not" speak about the same thing. */
const SAME_STATEMENT = 0.6
/** The same for what answers "Yes" in its own words. */
const SAME_QUESTION = 0.4
/** Share of the best source's share that counts as much. */
const AS_MUCH = 0.9

/**
 * The source that says most of the same says it with the other yes or no, and none says it as this one does.
 *
 * @param isYes whether a "Yes" stands before it
 */
export function contradicts(statement: Claim, claims: readonly Claim[], isYes: boolean): boolean {
  if (statement.terms.size === 0) return false
  const isExcepted = ({ except }: Claim) => [...statement.terms].some((term) => except?.has(term))
  const heard = claims.filter((it) => it.denies || !it.except || isExcepted(it))
  if (!statement.negated && (isForbidden(statement, heard) || isOnlyDenied(statement, heard))) return true
  const sources = heard.filter((it) => !it.denies || !statement.negated || isExcepted(it))
  const rated = sources.map((source) => ({ source, share: sharedWith(source, statement.terms) }))
  const best = Math.max(...rated.map(({ share }) => share), 0)
  if (best < (isYes ? SAME_QUESTION : SAME_STATEMENT)) return false
  return !rated.some(({ source, share }) => share >= best * AS_MUCH && agrees(statement, source))
}

function agrees(statement: Claim, source: Claim): boolean {
  if (source.none) return statement.negated || statement.terms.has("0")
  if (source.atMost && statement.atMost) return true
  const says = isOfOthers(statement, source) ? !source.negated : source.negated
  return says === statement.negated || (statement.limited && source.limited)
}

/** It begins with somebody else than who alone the source speaks of. */
function isOfOthers({ terms }: Claim, source: Claim): boolean {
  const [first = ""] = terms
  return source.only !== undefined && !terms.has(source.only) && !source.terms.has(first)
}

/** Shared words, and their share of a no's, that make it speak of the same. */
const DENIED_WORDS = 3
const DENIED_SHARE = 0.5

/** Something that is named in a no alone, with what it says no of: the hours of other days are none of Christmas Day's. */
function isOnlyDenied(statement: Claim, claims: readonly Claim[]): boolean {
  const plain = claims.filter(({ denies }) => !denies)
  return plain.some((no) => {
    if (!no.negated || no.limited || no.atMost || no.except) return false
    const shared = [...statement.terms].filter((term) => no.terms.has(term))
    if (shared.length < DENIED_WORDS || shared.length < no.terms.size * DENIED_SHARE) return false
    return shared.some(
      (term) => !/\d/.test(term) && plain.every((one) => one.negated || !one.terms.has(term)),
    )
  })
}

/** All that a "do not use vinegar" says is in the statement, without the "not". */
function isForbidden(statement: Claim, claims: readonly Claim[]): boolean {
  return claims.some((source) => {
    const isHeld = (by: Claim) => [...source.terms].every((term) => by.terms.has(term))
    if (!source.negated || source.denies || source.terms.size === 0 || !isHeld(statement)) return false
    return !claims.some((other) => isHeld(other) && agrees(statement, other))
  })
}
