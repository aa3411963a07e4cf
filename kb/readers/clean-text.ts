/** Control characters but line feed and tab, which carry structure. */
const CONTROLS = /[^\P{Cc}\n\t]/gu

/** Marks that are invisible wherever they stand: byte-order mark, zero-width space, soft hyphen. */
const INVISIBLE = /[\uFEFF\u200B\u00AD]/g

/**
 * The one form of text that articles hold: Unicode NFC, line feeds as the only line ends, and neither control
 * characters nor invisible marks nor lone surrogates (which no database takes).
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(/\f/g, "\n\n")
    .replace(CONTROLS, "")
    .replace(INVISIBLE, "")
    .normalize("NFC")
}

/** Clean text on one line, for titles and questions. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim()
}
