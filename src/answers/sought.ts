import { type FollowUp, followUp } from "../../kb/follow-up.ts"
import type { RetrievedPassage, Source } from "../core/answer.ts"
import { MOST_QUESTIONS, questionsIn } from "./questions-in.ts"
import { type Found, MAX_SOURCES, retrievedPassages, sourcesOf } from "./search.ts"
import { contentTerms, hasTermOrForm, topicTerms } from "./terms.ts"

/** A question of a message, and what was found for it: nothing where it was not looked up. */
export interface Sought {
  question: string
  /** What the best article is asked. */
  asked: string
  /** What a follow-up names itself. */
  named: readonly string[]
  found: Found | undefined
}

export interface Answered extends Sought {
  found: Found
}

export function isAnswered(sought: Sought): sought is Answered {
  return sought.found?.decision.answer === true
}

/**
 * Whether what is answered to the others answers this one, too: it found the same article, and all that it speaks of is said in these words.
 * "Is it free from 50 euros?" behind "what does delivery cost?" alone is like nothing. What it asks for
 * beside their topic must be said there, too: "Do you have chargers?" behind "what does parking cost?"
 */
export function isAnsweredBeside(one: Sought, answered: readonly Answered[], answer: string): boolean {
  const article = bestOf(one)
  const others = answered.filter((other) => bestOf(other)?.articleId === article?.articleId)
  if (!article || others.length === 0) return false
  const said = new Set(contentTerms(answer))
  const known = new Set([article.title, ...others.map(({ question }) => question)].flatMap(contentTerms))
  const asked = topicTerms(one.question).filter((term) => !CURRENCIES.has(term))
  return asked.some((term) => !known.has(term)) && asked.every((term) => hasTermOrForm(said, term))
}

/** Amounts have a sign instead: "50 euros", and "€50". */
const CURRENCIES = new Set(
  contentTerms("euro euros eur pound pounds gbp dollar dollars usd franken francs chf"),
)

/** The least sure of several: what is said of all is no surer. */
export function leastSure(all: readonly Sought[]): Sought | undefined {
  const confidence = ({ found }: Sought) => found?.decision.confidence ?? 0
  return all.reduce<Sought | undefined>(
    (least, one) => (least && confidence(least) <= confidence(one) ? least : one),
    undefined,
  )
}

/**
 * The questions of a message that asks several, each looked up by itself; one may lean on the one before. Undefined where
 * it asks one, or where each finds first what the whole is sure of, and none is sure alone: they are one matter.
 *
 * @param whole what was found for the message as it is
 * @param earlier the customer's earlier questions, oldest first
 */
export async function soughtApart(
  message: string,
  earlier: readonly string[],
  whole: Found | undefined,
  lookUp: (lookup: FollowUp) => Promise<Found | undefined>,
): Promise<Sought[] | undefined> {
  const questions = questionsIn(message)
  if (questions.length === 1) return undefined
  const sought: Sought[] = []
  for (const [i, question] of questions.slice(0, MOST_QUESTIONS).entries()) {
    const lookup = followUp(question, [...earlier, ...questions.slice(0, i)])
    sought.push({ question, asked: lookup.asked, named: lookup.named, found: await lookUp(lookup) })
  }
  const isOneMatter =
    whole?.decision.answer === true &&
    sought.every((one) => !isAnswered(one) && bestOf(one)?.articleId === bestOf({ found: whole })?.articleId)
  if (isOneMatter) return undefined
  const beyond = questions.slice(MOST_QUESTIONS)
  return [
    ...sought,
    ...beyond.map((question) => ({ question, asked: question, named: [], found: undefined })),
  ]
}

/** What an answer is made from: the best article of each question first, then what else they found. */
export interface Material {
  hits: { hit: Found["hits"][number]; asked: string; named: readonly string[] }[]
  sources: Source[]
  /** How many of them are the best of a question. */
  best: number
}

export function materialOf(answered: readonly Sought[]): Material {
  const ranked = answered.flatMap(({ asked, named, found }) => {
    const sources = found ? sourcesOf(found) : []
    return sources.flatMap((source, rank) => {
      const hit = found?.hits[rank]
      return hit ? { hit, asked, named, source, rank } : []
    })
  })
  const byArticle = new Map<string, (typeof ranked)[number]>()
  for (const one of ranked.toSorted((a, b) => Math.min(a.rank, 1) - Math.min(b.rank, 1))) {
    const known = byArticle.get(one.hit.articleId)
    if (!known) byArticle.set(one.hit.articleId, one)
    else if (one.rank === 0) known.asked = `${known.asked} ${one.asked}`
  }
  const all = [...byArticle.values()].slice(0, MAX_SOURCES)
  return {
    hits: all.map(({ hit, asked, named }) => ({ hit, asked, named })),
    sources: all.map(({ source }) => source),
    best: all.filter(({ rank }) => rank === 0).length,
  }
}

/** What was looked through for all of them: each passage once, as the question that it suits best found it. */
export function passagesFor(all: readonly Sought[]): RetrievedPassage[] {
  const byPlace = new Map<string, RetrievedPassage>()
  for (const passage of all.flatMap(({ found }) => (found ? retrievedPassages(found) : []))) {
    const place = JSON.stringify([passage.kb, passage.articleId, passage.section, passage.text])
    const known = byPlace.get(place)
    if (!known || known.score < passage.score) byPlace.set(place, passage)
  }
  return [...byPlace.values()]
}

export function bestOf({ found }: Pick<Sought, "found">): Found["hits"][number] | undefined {
  return found?.hits[0]
}
