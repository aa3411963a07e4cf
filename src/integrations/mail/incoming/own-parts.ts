const CONTENT_TYPE = /^content-type[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim
const BOUNDARY = /\bboundary[ \t]*=[ \t]*(?:"([^"\r\n]*)"|([^\s;"]+))/i

/** Nobody's mail has more; of one that was made to take time the others stay as they are. */
const MOST_PARTS = 1_000

interface Part {
  head: string[]
  body: string[]
}

/**
 * The mail with what becomes of the heads of its own parts, not of those that a mail within it has.
 *
 * @param mail a character for each byte
 */
export function withHeads(mail: string, become: (head: string, body: () => string) => string): string {
  return ownParts(mail)
    .flatMap(({ head, body }) => {
      const text = head.join("\n")
      return head.length > 0 ? [become(text, () => body.join("\n")), ...body] : body
    })
    .join("\n")
}

/** A head's content type, as the whole line that it is. */
export function contentTypeIn(head: string): string | undefined {
  return head.match(CONTENT_TYPE)?.[0]
}

/** A head with what becomes of its content types. */
export function withContentTypes(head: string, become: (contentType: string) => string): string {
  return head.replace(CONTENT_TYPE, become)
}

function ownParts(mail: string): Part[] {
  const boundaries = new Set<string>()
  let part: Part = { head: [], body: [] }
  const parts = [part]
  let isHead = true
  const begin = (withHead: boolean) => {
    part = { head: [], body: [] }
    parts.push(part)
    isHead = withHead
  }
  for (const line of mail.split("\n")) {
    const bare = line.trimEnd()
    if (isHead && bare === "") {
      isHead = false
      for (const boundary of boundariesIn(part.head.join("\n"))) boundaries.add(`--${boundary}`)
    }
    if (isHead) part.head.push(line)
    else {
      part.body.push(line)
      if (parts.length >= MOST_PARTS) continue
      if (boundaries.has(bare)) begin(true)
      else if (bare.endsWith("--") && boundaries.has(bare.slice(0, -2))) begin(false)
    }
  }
  return parts
}

function boundariesIn(head: string): string[] {
  return (head.match(CONTENT_TYPE) ?? []).flatMap((contentType) => {
    const [, quoted, bare] = BOUNDARY.exec(contentType) ?? []
    return (quoted ?? bare)?.trimEnd() ?? []
  })
}
