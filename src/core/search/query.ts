import { words } from "./words.ts"

/** Words that stand one behind the other. */
export interface Phrase {
  terms: readonly string[]
  /** Whether the last one may go on. */
  open: boolean
}

/** What a message must contain: every phrase, wherever it stands. */
export type SearchQuery = readonly Phrase[]

/** What goes beyond is not looked for. */
const MOST_TERMS = 20

/**
 * Reads what somebody typed: words, `"quoted phrases"`, and the last word may be the beginning of one. Whatever is typed
 * is a query; there is no syntax to get wrong. An address or a number with dashes is a phrase of its parts. Empty where
 * no word is in it.
 */
export function parseQuery(typed: string): SearchQuery {
  const phrases: Phrase[] = []
  let left = MOST_TERMS
  // Every other part is quoted; a quotation that is still open is being typed.
  const parts = typed.split(/["“”„«»]/)
  for (const [i, part] of parts.entries()) {
    const quoted = i % 2 === 1
    const texts = quoted ? [part] : part.split(/\s+/)
    for (const [j, text] of texts.entries()) {
      const terms = words(text)
        .map(({ term }) => term)
        .slice(0, left)
      left -= terms.length
      const last = i === parts.length - 1 && j === texts.length - 1
      if (terms.length > 0) phrases.push({ terms, open: last })
    }
  }
  return phrases
}
