import type { Phrase, SearchQuery } from "../../core/search/query.ts"

/** A partner's id as a word of the index, which knows no case. */
export function partnerTerm(partnerId: string): string {
  return Buffer.from(partnerId).toString("hex")
}

/** For FTS5's MATCH. Terms have letters, digits and marks only, so that quoting them is enough. */
export function matchExpression(partnerId: string, query: SearchQuery): string {
  return [`partner : "${partnerTerm(partnerId)}"`, ...query.map(phraseExpression)].join(" AND ")
}

function phraseExpression({ terms, open }: Phrase): string {
  return `words : "${terms.join(" ")}"${open ? " *" : ""}`
}
