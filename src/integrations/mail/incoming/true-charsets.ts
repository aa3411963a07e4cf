import { contentTypeIn, withContentTypes, withHeads } from "./own-parts.ts"

const CHARSET = /\bcharset[ \t]*=[ \t]*"?([^\s;"]*)"?/i
const META_CHARSET = /<meta[^>]{0,200}\bcharset\s*=\s*["']?([\w-]+)/i
const WESTERN = "windows-1252"
/** Characters of a text by which it is known what letters it is in. */
const ENOUGH = 1_000_000

/**
 * A mail of which a text is not in the letters that it says, or does not say any, as one that says what it is: the parser takes
 * it for UTF-8, and each letter that is none is lost.
 */
export function withTrueCharsets(raw: Buffer): Buffer {
  const mail = withHeads(raw.toString("latin1"), (head, body) => {
    const contentType = contentTypeIn(head)
    const type =
      contentType === undefined ? "text/plain" : /:\s*([^\s;]+)/.exec(contentType)?.[1]?.toLowerCase()
    if (type !== "text/plain" && type !== "text/html") return head
    const charset = contentType && CHARSET.exec(contentType)?.[1]
    if (charset !== undefined && isToBeBelieved(charset)) return head
    const bytes = decoded(head, body().slice(0, ENOUGH))
    if (isUtf8ButForFaults(bytes)) return head
    const is = `charset=${type === "text/html" ? (charsetOfPage(bytes) ?? WESTERN) : WESTERN}`
    if (contentType === undefined) return `${head}\nContent-Type: text/plain; ${is}\r`
    return withContentTypes(head, (one) =>
      charset === undefined ? `${one.trimEnd()}; ${is}` : one.replace(CHARSET, is),
    )
  })
  return Buffer.from(mail, "latin1")
}

/** Programs call by the others' names what is neither. */
function isToBeBelieved(charset: string): boolean {
  if (/^(?:utf-?8|(?:us-?)?ascii)$/i.test(charset)) return false
  return isKnown(charset)
}

function isKnown(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}

function charsetOfPage(bytes: Buffer): string | undefined {
  const charset = META_CHARSET.exec(bytes.subarray(0, 10_000).toString("latin1"))?.[1]
  return charset !== undefined && isToBeBelieved(charset) ? charset : undefined
}

/** A text that was cut within a letter is UTF-8 all the same. */
function isUtf8ButForFaults(bytes: Buffer): boolean {
  const text = bytes.toString("utf8")
  const faults = text.split("\uFFFD").length - 1
  return faults === 0 || faults < (text.match(/[\u0080-\uFFFC]/g)?.length ?? 0)
}

function decoded(head: string, body: string): Buffer {
  const encoding = /^content-transfer-encoding[ \t]*:\s*"?([\w-]+)/im.exec(head)?.[1]?.toLowerCase()
  if (encoding === "base64") return Buffer.from(body, "base64")
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1")
  const bytes = body
    .replace(/=[ \t]*\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, "latin1")
}
