import { withContentTypes, withHeads } from "./own-parts.ts"

/** How the lines of a mail's text run on: not at all, after a space that stays, or after one that was put there to fold it. */
export type Flow = "fixed" | "flowed" | "folded"

/** As the parser takes it: whatever does not say that it stands in the text is a file. */
const FILE = /^content-disposition[ \t]*:\s*(?!inline\b)[^\s;]/im
const FLOWED = /(\bformat[ \t]*=[ \t]*"?)flowed\b/i

/**
 * A mail whose text says that its lines run on, as one that does not: the parser joins lines without looking whether they are
 * quoted, and makes somebody's answer part of what it answers. `unflowed` joins them. What is passed along stays as it is.
 */
export function asFixedText(raw: Buffer): { raw: Buffer; flow: Flow } {
  const mail = raw.toString("latin1")
  if (!FLOWED.test(mail)) return { raw, flow: "fixed" }
  let flow: Flow = "fixed"
  const fixed = withHeads(mail, (head) => {
    if (FILE.test(head)) return head
    return withContentTypes(head, (contentType) => {
      if (!/:\s*text\/plain\b/i.test(contentType) || !FLOWED.test(contentType)) return contentType
      flow = /\bdelsp[ \t]*=[ \t]*"?yes\b/i.test(contentType) ? "folded" : "flowed"
      return contentType.replace(FLOWED, "$1fixed")
    })
  })
  return { raw: Buffer.from(fixed, "latin1"), flow }
}

/** Lines that run on, as the paragraphs that they are (RFC 3676). None runs on into one that is quoted otherwise. */
export function unflowed(text: string, flow: Flow): string {
  if (flow === "fixed") return text
  const paragraphs: string[] = []
  let open: { marks: string; pieces: string[] } | undefined
  const close = () => {
    if (open) paragraphs.push(`${open.marks}${open.marks && " "}${open.pieces.join("")}`)
    open = undefined
  }
  for (const line of text.split(/\r?\n/)) {
    const marks = /^>*/.exec(line)?.[0] ?? ""
    const said = line.slice(marks.length).replace(/^ /, "")
    const isAlone = said.trim() === "" || said === "-- "
    if (isAlone || open?.marks !== marks) close()
    const runsOn = !isAlone && said.endsWith(" ")
    open ??= { marks, pieces: [] }
    open.pieces.push(runsOn && flow === "folded" ? said.slice(0, -1) : said)
    if (!runsOn) close()
  }
  close()
  return paragraphs.join("\n")
}
