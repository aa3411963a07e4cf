const PLAIN = "0123456789+-−()"
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾"

/** Marks of footnotes, exponents and cents; several marks may stand one beside the other. */
const MARK = /^\s*[-+−(]?\d{1,3}\)?(?:\s?[,;]\s?\d{1,3}\)?){0,3}\s*$/

/**
 * A number that is printed raised, in raised characters: as plain digits the mark of a footnote behind a price would be
 * its last one, and so would an exponent. Undefined for what is no such number.
 */
export function raisedNumber(text: string): string | undefined {
  if (!MARK.test(text)) return undefined
  return text.replace(/[\d+−()-]/g, (character) => RAISED[PLAIN.indexOf(character)] ?? character)
}
