import { words } from "../../core/search/words.ts"
import type { EncryptionKey } from "../sealing/encryption-key.ts"

/**
 * What the index is given of a text: its terms in order, and of each the beginnings that it is found by where it is
 * sealed. The one place that they go through on their way into an index.
 *
 * @param key seals them: whoever reads the index sees that two messages share a word, and not which
 */
export function indexTerms(text: string, key: EncryptionKey | undefined): readonly IndexedTerm[] {
  const terms = words(text).map(({ term }) => term)
  if (!key) return terms.map((term) => ({ term, beginnings: [] }))
  return terms.map((term) => ({ term: key.term("word", term), beginnings: beginningsOf(term, key) }))
}

export interface IndexedTerm {
  term: string
  beginnings: readonly string[]
}

/** Letters of the longest beginning that is indexed; of a longer one what is found is looked at again. */
const LONGEST_BEGINNING = 8

function beginningsOf(term: string, key: EncryptionKey): string[] {
  const lengths = Math.min(term.length, LONGEST_BEGINNING)
  return Array.from({ length: lengths }, (_, i) => key.term("prefix", term.slice(0, i + 1)))
}

/** What the beginning of a word is looked for as. */
export function sealedBeginning(term: string, key: EncryptionKey): string {
  return key.term("prefix", term.slice(0, LONGEST_BEGINNING))
}
