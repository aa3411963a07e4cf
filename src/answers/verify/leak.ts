import { words } from "../terms.ts"

export interface Secrets {
  nonce: string
  instructions: string
}

const SPEAKS_ABOUT_ITSELF =
  /\b(?:system prompt|my (?:instructions|rules|prompt)|(?:previous|prior|above) instructions|language model|as an ai)\b/i
/** Words in a row that nobody writes by chance. */
const SHINGLE = 6

/** Does an answer give away its instructions, or talk about them? What the passages themselves say is no secret. */
export function leaks(markdown: string, { nonce, instructions }: Secrets, evidence: string): boolean {
  const aboutItself = markdown.match(SPEAKS_ABOUT_ITSELF)?.[0]
  if (aboutItself && !evidence.includes(aboutItself.toLowerCase())) return true
  if (markdown.toLowerCase().includes(nonce)) return true
  const known = shingles(evidence)
  const secret = shingles(instructions)
  return [...shingles(markdown)].some((shingle) => secret.has(shingle) && !known.has(shingle))
}

function shingles(text: string): Set<string> {
  const all = words(text)
  return new Set(all.slice(SHINGLE - 1).map((_, i) => all.slice(i, i + SHINGLE).join(" ")))
}
