import { sentenceRanges } from "../../kb/sentence-ranges.ts"
import { smalltalk } from "../../kb/smalltalk.ts"
import { contentTerms } from "./terms.ts"

/** Lines of a summary, and characters of a line. */
export const MOST_LINES = 4
export const LONGEST_LINE = 200

/** Sentences that are looked at, the newest: whoever writes more has said it by then. */
const MOST_SENTENCES = 120
const ASKS = 0.5
const NUMBERS = 0.3
/** What is wrong, or wanted, in words that stand in most complaints. */
const MATTERS =
  /\b(?:error|problem|issue|fail\w*|broken|crash\w*|missing|wrong|lost|late|never|not work\w*|doesn.?t|can.?t|cannot|won.?t|refund|cancel\w*|need|want|fehler|kaputt|fehlt|falsch|nicht|kündig\w*|erreur|panne|annul\w*|besoin|problema|fallo|errore|reembols\w*|rimborso|fout|probleem)\b/i
const MATTER = 0.4
/** Who says first what it is about says it best. */
const OPENING = 0.4
/** So much of its words said before makes a line superfluous. */
const SAME = 0.6

interface Sentence {
  text: string
  terms: ReadonlySet<string>
  place: number
  score: number
}

/** A customer's own key sentences, in the order in which they were said: four at most, none invented. */
export function summarize(messages: readonly string[]): string[] {
  const sentences = messages.flatMap(sentencesOf).slice(-MOST_SENTENCES)
  const counts = new Map<string, number>()
  for (const { terms } of sentences) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  const most = Math.max(1, ...counts.values())
  const scored = sentences.map(({ text, terms }, place): Sentence => {
    const weight = [...terms].reduce((sum, term) => sum + (counts.get(term) ?? 0) / most, 0)
    const topic = weight / Math.sqrt(terms.size + 3)
    return { text, terms, place, score: topic + manner(text) + (place === 0 ? OPENING : 0) }
  })
  const chosen: Sentence[] = []
  for (const sentence of scored.toSorted((a, b) => b.score - a.score || a.place - b.place)) {
    if (chosen.length === MOST_LINES) break
    if (!chosen.some((one) => overlap(sentence.terms, one.terms) > SAME)) chosen.push(sentence)
  }
  return chosen.toSorted((a, b) => a.place - b.place).map(({ text }) => text)
}

function sentencesOf(message: string): { text: string; terms: ReadonlySet<string> }[] {
  if (smalltalk(message)) return []
  return sentenceRanges(message, []).flatMap(({ start, end }) => {
    const text = shortened(message.slice(start, end).replace(/\s+/g, " "))
    const terms = new Set(contentTerms(text))
    return terms.size === 0 || smalltalk(text) ? [] : [{ text, terms }]
  })
}

function manner(text: string): number {
  return (
    (/[?？؟]/.test(text) ? ASKS : 0) + (/\d/.test(text) ? NUMBERS : 0) + (MATTERS.test(text) ? MATTER : 0)
  )
}

/** Of the smaller one's words, how many the other has. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((term) => b.has(term)).length
  return shared / Math.min(a.size, b.size)
}

/** Cut between words. */
export function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line
  return `${line.slice(0, LONGEST_LINE - 2).replace(/\s+\S*$/, "")} …`
}
