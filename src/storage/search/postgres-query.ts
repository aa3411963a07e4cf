import type { Phrase, SearchQuery } from "../../core/search/query.ts"
import type { EncryptionKey } from "../sealing/encryption-key.ts"
import { type IndexedTerm, sealedBeginning } from "./index-terms.ts"

/** Postgres counts no place beyond. */
const LAST_PLACE = 16_383

/** Terms in order as the text of a `tsvector`. Terms have letters, digits and marks only, so that quoting is enough. */
export function vectorText(terms: readonly IndexedTerm[]): string {
  return terms
    .flatMap(({ term, beginnings }, i) => {
      const place = Math.min(i + 1, LAST_PLACE)
      return [term, ...beginnings].map((one) => `'${one}':${place}`)
    })
    .join(" ")
}

/**
 * The same of what is searched for, as the text of a `tsquery`. Messages may be indexed by their words or under any of
 * these keys: then more may be found than is meant, and is to be looked at again.
 */
export function queryText(query: SearchQuery, keys: readonly EncryptionKey[] = []): string {
  const ways = [
    query.map(phraseText),
    ...keys.map((key) => query.map((phrase) => sealedPhraseText(phrase, key))),
  ]
  return ways.map((phrases) => `(${phrases.join(" & ")})`).join(" | ")
}

function phraseText({ terms, open }: Phrase): string {
  const last = terms.length - 1
  return `(${terms.map((term, i) => `'${term}'${open && i === last ? ":*" : ""}`).join(" <-> ")})`
}

function sealedPhraseText({ terms, open }: Phrase, key: EncryptionKey): string {
  const last = terms.length - 1
  const sealed = terms.map((term, i) =>
    open && i === last ? sealedBeginning(term, key) : key.term("word", term),
  )
  return `(${sealed.map((term) => `'${term}'`).join(" <-> ")})`
}
