const UTF8 = new TextDecoder("utf-8", { fatal: true })
const WESTERN = new TextDecoder("windows-1252")

/** Bytes that do not say which text they are: UTF-8 where they can be, else what old programs of the West write. */
function undeclaredText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return WESTERN.decode(bytes)
  }
}

/** The same line by line: each header may be another program's. */
export function undeclaredLines(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => undeclaredText(Buffer.from(line, "latin1")))
    .join("\n")
}
