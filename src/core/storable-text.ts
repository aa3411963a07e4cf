/** A text without U+0000: Postgres holds none, and nobody can see one. */
export function storableText(given: string): string {
  return given.replaceAll("\0", "")
}
