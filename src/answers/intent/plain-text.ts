/** Characters of a message that are looked at: what somebody wants is said early. */
const LONGEST_CHARS = 1_000

/** Accents and vowel points; what Indic and Japanese scripts need to be told apart stays. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]/g
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g

/** A message with plain letters and the digits 0-9, whatever keyboard it was written on. */
export function plainText(message: string): string {
  return withPlainDigits(message.slice(0, LONGEST_CHARS))
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ı/g, "i")
    .replace(/[’‘`´]/g, "'")
}

/** Arabic, Persian, Indian and full-width digits as 0-9. */
export function withPlainDigits(text: string): string {
  return text
    .replace(OTHER_DIGITS, (digit) => String(digitValue(digit.charCodeAt(0))))
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

function digitValue(code: number): number {
  return code - (code >= 0x966 ? 0x966 : code >= 0x6f0 ? 0x6f0 : 0x660)
}
