import type { Phrase, SearchQuery } from "../../core/search/query.ts"

/** Postgres counts no place beyond. */
const LAST_PLACE = 16_383

/** Terms in order as the text of a `tsvector`. Terms have letters, digits and marks only, so that quoting is enough. */
export function vectorText(terms: readonly string[]): string {
  return terms.map((term, i) => `'${term}':${Math.min(i + 1, LAST_PLACE)}`).join(" ")
}

/** The same of what is searched for, as the text of a `tsquery`. */
export function queryText(query: SearchQuery): string {
  return query.map(phraseText).join(" & ")
}

function phraseText({ terms, open }: Phrase): string {
  const last = terms.length - 1
  return `(${terms.map((term, i) => `'${term}'${open && i === last ? ":*" : ""}`).join(" <-> ")})`
}
