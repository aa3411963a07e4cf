const WORD = /=\?([\w-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=\s*/gi
const WORDS = new RegExp(`(?:${WORD.source})+`, "gi")

/** Text of a header with its encoded words (RFC 2047) decoded. Some programs split a character over two of them. */
export function decodedWords(text: string): string {
  return text.replace(WORDS, (run) => {
    const words = [...run.matchAll(WORD)].map(([whole, charset = "", encoding = "", content = ""]) => ({
      whole,
      charset: charset.toLowerCase(),
      bytes: encoding.toLowerCase() === "b" ? Buffer.from(content, "base64") : quoted(content),
    }))
    const after = run.slice(run.trimEnd().length)
    return joined(words).map(decoded).join("") + after
  })
}

interface Word {
  whole: string
  charset: string
  bytes: Buffer
}

/** Neighbours of one charset as one. */
function joined(words: readonly Word[]): Word[] {
  const all: Word[] = []
  for (const word of words) {
    const last = all.at(-1)
    if (last?.charset !== word.charset) all.push({ ...word })
    else {
      last.whole += word.whole
      last.bytes = Buffer.concat([last.bytes, word.bytes])
    }
  }
  return all
}

function decoded({ whole, charset, bytes }: Word): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    // A charset that nobody knows.
    return whole.trimEnd()
  }
}

function quoted(content: string): Buffer {
  const bytes = content
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, "latin1")
}
