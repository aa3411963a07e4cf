import type { Phrase, SearchQuery } from "../../core/search/query.ts"
import type { EncryptionKey } from "../sealing/encryption-key.ts"
import { type IndexedTerm, sealedBeginning } from "./index-terms.ts"

/** A partner's id as a word of the index, which knows no case. */
export function partnerTerm(partnerId: string): string {
  return Buffer.from(partnerId).toString("hex")
}

/** A text's words as the index has them. Beginnings stand behind, where they are no neighbours of words. */
export function indexedText(terms: readonly IndexedTerm[]): string {
  const beginnings = new Set(terms.flatMap((one) => one.beginnings))
  return [...terms.map(({ term }) => term), ...beginnings].join(" ")
}

/**
 * For FTS5's MATCH. Terms have letters, digits and marks only, so that quoting them is enough. Messages may be indexed
 * by their words or under any of these keys: then more may be found than is meant, and is to be looked at again.
 */
export function matchExpression(
  partnerId: string,
  query: SearchQuery,
  keys: readonly EncryptionKey[] = [],
): string {
  const ways = [
    query.map(phraseExpression),
    ...keys.map((key) => query.flatMap((phrase) => sealedExpressions(phrase, key))),
  ]
  const anyWay = ways.map((expressions) => `(${expressions.join(" AND ")})`).join(" OR ")
  return `partner : "${partnerTerm(partnerId)}" AND (${anyWay})`
}

function phraseExpression({ terms, open }: Phrase): string {
  return `words : "${terms.join(" ")}"${open ? " *" : ""}`
}

function sealedExpressions({ terms, open }: Phrase, key: EncryptionKey): string[] {
  const whole = open ? terms.slice(0, -1) : terms
  const begun = open ? terms.slice(-1) : []
  return [
    ...(whole.length > 0 ? [`words : "${whole.map((term) => key.term("word", term)).join(" ")}"`] : []),
    ...begun.map((term) => `words : "${sealedBeginning(term, key)}"`),
  ]
}
