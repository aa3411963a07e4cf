import { asksInAWord, type FollowUp, namesSomethingElse, refers, standsAlone } from "../../kb/follow-up.ts"
import type { Hit } from "../../kb/retrieval.ts"
import { isWordedAsQuestion } from "./questions-in.ts"
import type { Found } from "./search.ts"
import { bestOf } from "./sought.ts"
import { contentTerms, hasTermOrForm, topicTerms, words } from "./terms.ts"

/**
 * What was found for a follow-up, or what is found for it about something else: "and a birth certificate?" behind "what does a passport
 * cost" was answered with the passport, of which the question before says more. It is looked up with that in the passport's place.
 *
 * @param message the follow-up's own words
 */
export async function foundOnItsTopic(
  message: string,
  { earlier, named: own }: FollowUp,
  found: Found | undefined,
  lookUp: (lookup: FollowUp) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const before = found && bestOf({ found })
  if (!before || earlier === undefined || !namesSomethingElse(message)) return found
  const named = topicTerms(message)
  const isSaid = named.some((term) => isSaidIn(before, term))
  // A word of which nothing is said there may be the next topic.
  if (asksInAWord(message) && !(found.decision.answer && isSaid)) {
    const alone = await lookUp(standsAlone(message))
    return alone?.decision.answer || !isSaid ? alone : found
  }
  if (!found.decision.answer || named.some((term) => isNamedBy(before, term))) return found
  const isOwnSaid = contentTerms(own.join(" ")).some((term) => isSaidIn(before, term))
  // "And can I pay by invoice?" behind "what does delivery cost": an article that says nothing of invoices does not answer it.
  if (!isOwnSaid && isWordedAsQuestion(message) && !refers(message)) return lookUp(standsAlone(message))
  const text = `${withoutTitle(earlier, before)} ${message}`.trim()
  const again = await lookUp({ ...standsAlone(text), leans: true })
  const other = again && bestOf({ found: again })
  if (!other || !named.every((term) => isNamedBy(other, term))) return found
  return again.decision.answer || !isSaid ? again : found
}

/** What the question before was about makes room for what is asked now. */
function withoutTitle(earlier: string, { title }: Hit): string {
  const topic = new Set(contentTerms(title))
  const kept = words(earlier).filter((word) => !contentTerms(word).some((term) => topic.has(term)))
  return kept.join(" ")
}

function isSaidIn({ title, chunks }: Hit, term: string): boolean {
  return holds([title, ...chunks.flatMap(({ section, text }) => [...section, text])], term)
}

/** Whether an article's title or one of its headings has that word. */
export function isNamedBy({ title, chunks }: Hit, term: string): boolean {
  return holds([title, ...chunks.flatMap(({ section }) => section)], term)
}

function holds(texts: readonly string[], term: string): boolean {
  const terms = new Set(texts.flatMap(contentTerms))
  return hasTermOrForm(terms, term)
}
