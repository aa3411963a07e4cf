import { withPlainDigits } from "../intent/plain-text.ts"

/** Groups of digits with a space, a hyphen, a slash or a bracket between them. */
const PHONE = /(?<![\p{L}\d.,:])(?:\+|\(\+?)?\d+(?:[ \u00a0()/-]{1,2}\d+)*(?![\d]|[.,:]\d)/gu
const FEWEST_DIGITS = 7
const DATE = /^\d{4}-\d\d-\d\d$/

function isPhone(run: string): boolean {
  const groups = run.match(/\d+/g) ?? []
  if (groups.join("").length < FEWEST_DIGITS || DATE.test(run)) return false
  return /^[+(0]/.test(run) || groups.length > 2
}

/** The text in plain digits, with a space where a phone number stood. */
export function withoutPhones(text: string): string {
  return withPlainDigits(text).replace(PHONE, (run) => (isPhone(run) ? " " : run))
}

/** Phone numbers as their digits alone, without the zeros before them. */
export function phonesIn(text: string): string[] {
  const runs = withPlainDigits(text).match(PHONE) ?? []
  return runs.filter(isPhone).map((run) => run.replace(/\D/g, "").replace(/^0+/, ""))
}

/** The same line, with or without the country's code. */
export function isSamePhone(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a]
  return short.length >= FEWEST_DIGITS && long.endsWith(short) && long.length - short.length <= 3
}
