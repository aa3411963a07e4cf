import { words } from "../../core/search/words.ts"

/**
 * What the index is given of a text: its terms in order. The one place that they go through on their way into an index
 * or a query: where texts are encrypted, terms would be sealed here.
 */
export function indexTerms(text: string): string[] {
  return words(text).map(({ term }) => term)
}
