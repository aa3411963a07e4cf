/** Longer than what it retells by so much at most. */
const LONGEST_RATIO = 2
const LONGEST_CHARS = 1_500
/** What a retelling has no use for: links, code, pictures, HTML. */
const MARKUP = /[[\]<>`|]|:\/\//
const NUMBER = /\d+/g
/** Signs that Markdown needs before others, which readers do not see. */
const ESCAPES = /\\(?=[^\p{L}\p{N}\s])/gu

/**
 * Whether a retelling says every fact word for word, no number of its own, and nothing that could be clicked.
 *
 * @param stored what is retold, as it would be said otherwise
 */
export function holdsFacts(told: string, stored: string, facts: readonly string[]): boolean {
  if (told === "" || told.length > Math.min(LONGEST_CHARS, LONGEST_RATIO * stored.length)) return false
  const [theirs, ours] = [plain(told), plain(stored)]
  if (MARKUP.test(theirs) && !MARKUP.test(ours)) return false
  const numbers = new Set(ours.match(NUMBER))
  if (theirs.match(NUMBER)?.some((number) => !numbers.has(number))) return false
  return facts.length > 0 && facts.every((fact) => theirs.includes(plain(fact)))
}

function plain(text: string): string {
  return text.replace(ESCAPES, "").replace(/\s+/g, " ").toLowerCase()
}
