/**
 * Postgres cannot hold U+0000 in a text. Both databases store U+FFFD in its place, so that no message is refused
 * on one of them for a character that nobody can see.
 */
export function storableParameter(parameter: unknown): unknown {
  if (typeof parameter !== "string" || !parameter.includes("\0")) return parameter
  return parameter.replaceAll("\0", "\uFFFD")
}
