/** A text as a database gives it back: without U+0000, which Postgres does not hold, and without halves of characters. */
export function storableText(given: string): string {
  return given.replaceAll("\0", "").toWellFormed()
}
