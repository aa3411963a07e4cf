const BLANK = 0x20
const TAB = 0x09
/** How often blanks may be looked at: a second's work. */
const MOST_LOOKS = 100_000_000
/** As many as anybody means. */
const LEFT = 100

/**
 * A mail without blanks in their thousands. Where it is quoted-printable, the parser looks at each run of blanks from each of
 * its blanks, which takes hours where somebody wants it to. A mail in which that takes no time is left as it is.
 */
export function withoutLongBlanks(raw: Buffer): Buffer {
  if (looksAtBlanks(raw) <= MOST_LOOKS) return raw
  const text = raw.toString("latin1")
  if (!/quoted-printable/i.test(text)) return raw
  return Buffer.from(
    text.replace(/[ \t]+/g, (run) => run.slice(0, LEFT)),
    "latin1",
  )
}

function looksAtBlanks(raw: Buffer): number {
  let looks = 0
  let run = 0
  for (const byte of raw) {
    if (byte === BLANK || byte === TAB) looks += ++run
    else run = 0
  }
  return looks
}
