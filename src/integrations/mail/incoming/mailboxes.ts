import { decodedWords } from "./encoded-words.ts"

export interface MailAddress {
  address: string
  name: string
}

/** The mailboxes of a `From` or `Reply-To` header: names and comments may hold anything, commas and other addresses too. */
export function mailboxes(value: string): MailAddress[] {
  const parts: string[] = [""]
  let quoted = false
  let comment = 0
  let angle = false
  for (let i = 0; i < value.length; i++) {
    const char = value[i] ?? ""
    const add = (text: string) => {
      parts[parts.length - 1] += text
    }
    if (char === "\\" && (quoted || comment > 0)) {
      if (quoted) add(char + (value[i + 1] ?? ""))
      i++
    } else if (quoted) {
      if (char === '"') quoted = false
      add(char)
    } else if (char === "(") comment++
    else if (comment > 0) {
      if (char === ")") comment--
    } else if (char === '"') {
      quoted = true
      add(char)
    } else if (char === "<") {
      angle = true
      add(char)
    } else if (char === ">") {
      angle = false
      add(char)
    } else if ((char === "," || char === ";") && !angle) parts.push("")
    else add(char)
  }
  return parts.flatMap((part) => {
    if (part.trim() === "") return []
    const { before, inside } = atItsAngles(part)
    const name = decodedWords(
      before
        .trim()
        .replace(/^"(.*)"$/s, "$1")
        .replace(/\\(.)/g, "$1"),
    )
    return [{ address: unquoted(inside.trim()), name }]
  })
}

/** `"a..b"@acme.example`, as mail servers write what no address should be, is `a..b@acme.example`. */
function unquoted(address: string): string {
  const [, name, domain] = /^"((?:[^"\\]|\\.)+)"(@[^"]+)$/.exec(address) ?? []
  return name === undefined ? address : name.replace(/\\(.)/g, "$1") + domain
}

/** What stands before the angles at the end of a mailbox, and within them; a mailbox without any is all within. */
function atItsAngles(part: string): { before: string; inside: string } {
  const trimmed = part.trimEnd()
  const open = trimmed.lastIndexOf("<")
  // Of several that close, none is the address's own.
  const isOne = open >= 0 && trimmed.indexOf(">", open) === trimmed.length - 1
  return isOne
    ? { before: trimmed.slice(0, open), inside: trimmed.slice(open + 1, -1) }
    : { before: "", inside: part.replace(GROUP_NAME, "") }
}

/** `Our team: ada@acme.example;` (RFC 6854) is from who is in the group. */
const GROUP_NAME = /^[^@:]*:/
