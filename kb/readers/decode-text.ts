import { cleanText } from "./clean-text.ts"
import { type Source, UnreadableSource } from "./reader.ts"

/** Share of NUL characters above which bytes are not taken for text; of all control characters where the charset is guessed. */
const BINARY_SHARE = 0.01
const NUL = /\0/g
const CONTROL = /(?!\s)\p{Cc}/gu

/**
 * What letters of other encodings become in windows-1252: letters with marks one behind the other, and signs within words.
 * Signs that people set within words (´, ®, ², ·) are not among them.
 */
const GARBLED = /[¡-ÿŒœŠšŸŽžƒ]{3,}|(?<=\p{L})[¡¤¥¦¨¬¯±¸¹¼½¾¿](?=\p{L})/gu
/** One sign again and again, as contents have dots that lead to the page's number. */
const LINE = /^([^\p{L}])\1{2,}$/u
const BEYOND_ASCII = /[^\0-\x7f]/gu
/** Share of characters beyond ASCII that are garbled, from which on the guess is wrong; Estonian has `jäääär`. */
const GARBLED_SHARE = 0.2

/**
 * The clean text of a source: by its byte-order mark, else by the charset that the content type or the caller
 * names, else as UTF-8, else as windows-1252 (which no bytes are invalid in).
 * @throws {UnreadableSource} when the bytes are no text, or one in another encoding than any of these
 */
export function decodeText(source: Source, declared?: string): string {
  const known = decode(source.bytes, charsetOf(source.contentType) ?? declared)
  const text = known ?? new TextDecoder("windows-1252").decode(source.bytes)
  if (isBinary(text, known === undefined ? CONTROL : NUL)) {
    throw new UnreadableSource(
      source.name,
      "does not hold text",
      "Save it as UTF-8 text, or give it the extension of its real format.",
    )
  }
  if (known === undefined && isGarbled(text)) {
    const problem = "is in another encoding than UTF-8 and does not say in which"
    throw new UnreadableSource(source.name, problem, "Save it as UTF-8.")
  }
  return cleanText(text)
}

/**
 * The same of a page, which may name its charset within itself.
 * @throws as `decodeText` does
 */
export function decodePage(source: Source): string {
  const start = new TextDecoder("latin1").decode(source.bytes.subarray(0, 4096))
  const charset = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1]
  // Where this can be read at all it is not true, and browsers do not believe it either.
  return decodeText(source, charset && /^utf-?16/i.test(charset) ? undefined : charset)
}

/** Undefined where nothing says what the bytes are, and they are no UTF-8. */
function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  const marked = charsetOfMark(bytes)
  if (marked) return new TextDecoder(marked).decode(bytes)
  const named = charset ? tryDecode(bytes, charset) : undefined
  return named ?? tryDecode(bytes, "utf-8")
}

function charsetOfMark(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8"
  if (a === 0xff && b === 0xfe) return "utf-16le"
  if (a === 0xfe && b === 0xff) return "utf-16be"
  return undefined
}

function charsetOf(contentType: string | undefined): string | undefined {
  return contentType?.match(/charset\s*=\s*"?([\w.:-]+)/i)?.[1]
}

/** Undefined when the charset is unknown here, or the bytes are not valid in it. */
function tryDecode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset as Bun.Encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isBinary(text: string, suspicious: RegExp): boolean {
  const sample = text.slice(0, 65_536)
  const found = sample.match(suspicious)?.length ?? 0
  return found > sample.length * BINARY_SHARE
}

function isGarbled(text: string): boolean {
  const sample = text.slice(Math.max(0, text.search(BEYOND_ASCII) - 1)).slice(0, 65_536)
  const garbled = (sample.match(GARBLED) ?? []).filter((run) => !LINE.test(run)).join("").length
  return garbled > GARBLED_SHARE * (sample.match(BEYOND_ASCII)?.length ?? 0)
}
