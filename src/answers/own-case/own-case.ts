import { type FollowUp, standsAlone } from "../../../kb/follow-up.ts"
import { namesAnAge } from "../extract/ages.ts"
import { tellsAges } from "../extract/wanted.ts"
import { isAlike } from "../says-again.ts"
import type { Found } from "../search.ts"
import { type Answered, bestOf } from "../sought.ts"
import { contentTerms, hasTermOrForm } from "../terms.ts"
import { type Case, onlyTells, toldIn } from "./cases.ts"

/** "On Sundays", "sonntags". */
const ON_A_DAY =
  /(?<!\p{L})(?:on|an) (?:mon|tues|wednes|thurs|fri|satur|sun)days(?!\p{L})|(?<!\p{L})(?:mon|diens|donners|frei|sams|sonn)tags(?!\p{L})|(?<!\p{L})mittwochs(?!\p{L})/iu
const DAY =
  /(?<!\p{L})(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|mon?|tue?|wed|thu|fri|sat|sun|daily|every day|24\/7|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|wochenenden?|täglich|mo|di|mi|do|fr|sa|so)(?!\p{L})/iu

export interface OwnCase {
  /** Whether this answer, or without one all that its articles say, has nothing of it. */
  isLeftOut(answer?: string): Promise<boolean>
}

/**
 * The case that somebody tells beside their question: a rule for everybody may be none for it. "I am pregnant, may I have an x-ray?" is not answered by when x-rays are taken.
 * Where the question alone does not find the article, what was told is what they ask about.
 */
export function ownCaseIn(
  message: string,
  lookup: FollowUp,
  earlier: readonly string[],
  answered: readonly Answered[],
  lookUp: (one: FollowUp) => Promise<Found | undefined>,
): OwnCase {
  const before = lookup.earlier ?? (onlyTells(message) ? earlier.at(-1) : undefined)
  const { cases, question } = before === undefined ? toldIn(message) : toldIn(goingOn(message, before), true)
  const articles = answered.flatMap((one) => bestOf(one) ?? [])
  /** Whether the question alone finds one of these articles: looked up for an answer's texts and its words at most once. */
  let isAskedAlone: Promise<boolean> | undefined
  const asksAlone = async () => {
    const alone = await lookUp(
      before !== undefined
        ? standsAlone(question)
        : { ...lookup, text: lookup.text.replace(message, question) },
    )
    const found = alone?.decision.answer === true ? bestOf({ found: alone })?.articleId : undefined
    return articles.some(({ articleId }) => articleId === found)
  }
  return {
    async isLeftOut(answer) {
      if (cases.length === 0) return false
      const above = articles.flatMap(({ title, passage }) => [title, ...(passage?.section ?? [])])
      const all = articles.flatMap(({ chunks }) => chunks.flatMap(({ section, text }) => [...section, text]))
      const said = [...above, ...(answer === undefined ? all : [answer])].join("\n")
      const known = new Set(contentTerms(said))
      if (cases.every((one) => isSaid(one, said, known))) return false
      isAskedAlone ??= asksAlone()
      return isAskedAlone
    },
  }
}

/** Who goes on with "I'm pregnant" or "and for students?" asks the same for that. */
function goingOn(message: string, before: string): string {
  return `${message
    .trim()
    .replace(GOES_ON, "")
    .replace(/[?!.\s]+$/, "")}, ${before}`
}

const GOES_ON = /^(?:and|und|et|y|e|en|but|aber|mais|pero|ma|mas|maar)\s+/iu

/** Where somebody is or comes from, and what is said of more than one country. */
const PLACE = /(?<!\p{L})(?:in|from|aus|en|de|au|à|uit)(?: the| der)? \p{L}+$/iu
const AREA =
  /(?<!\p{L})(?:EU|European Union|Europe|Europäischen? Union|Europa|Union européenne|Unión Europea|worldwide|weltweit|monde entier|todo el mundo|abroad|international(?:ly)?|overseas|(?:other|all|which) countries|Ausland|étranger|extranjero|estero|buitenland)(?!\p{L})/iu

function isSaid({ text, terms }: Case, answer: string, said: ReadonlySet<string>): boolean {
  if (namesAnAge(text) && !tellsAges(answer)) return false
  if (ON_A_DAY.test(text) && !DAY.test(answer)) return false
  if (PLACE.test(text) && AREA.test(answer)) return true
  return terms.every((term) => hasTermOrForm(said, term) || [...said].some((one) => isAlike(one, term)))
}
