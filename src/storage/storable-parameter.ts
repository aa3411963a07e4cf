/**
 * Postgres cannot hold U+0000 in a text. Both databases store U+FFFD in its place, so that no message is refused
 * on one of them for a character that nobody can see.
 */
export function storableParameter(parameter: unknown): unknown {
  if (Array.isArray(parameter))
    return parameter.some(isUnstorable) ? parameter.map(storableParameter) : parameter
  return isUnstorable(parameter) ? parameter.replaceAll("\0", "\uFFFD") : parameter
}

function isUnstorable(parameter: unknown): parameter is string {
  return typeof parameter === "string" && parameter.includes("\0")
}
