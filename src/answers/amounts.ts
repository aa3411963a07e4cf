import type { FollowUp } from "../../kb/follow-up.ts"
import type { Found } from "./search.ts"
import { bestOf } from "./sought.ts"
import { topicTerms } from "./terms.ts"

const UNITS =
  "€|£|\\$|%|percent|per cent|prozent|pour ?cent|por ciento|euros?|eur|pounds?|quid|gbp|dollars?|usd|bucks|chf|francs?|franken|kronor|kroner|kr|złoty|zł|lira|tl|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|jours?|heures?|semaines?|mois|ans?|días?|dias?|horas?|semanas?|mes(?:es)?|años?|anos?|giorni|ore|settimane|mesi|anni|dagen|uur|weken|maanden|jaar|gün|hafta|ay|yıl|kilos?|kg|km|cm|people|persons?|users?|members?|seats?|guests?|personen|leute|nutzer|gäste|personnes|personas|persone"
const BEFORE =
  "for|of|over|above|under|below|after|within|in|than|about|around|at least|up to|until|since|für|von|über|unter|nach|seit|ab|bis|pour|de|après|dès|por|tras|desde|per|dopo|da|voor|na|vanaf"
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\p{N}.,-])(?:(?:${BEFORE})\\s)?(?:an?\\s)?(?:[€£$]\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?-?(?:${UNITS}))(?![\\p{L}\\p{N}])`,
  "giu",
)
/** Somebody tells what happened to them, of which the time may be the point: "I have waited 3 weeks for my refund". */
const TELLS =
  /^\W*(?:i|i['’]\p{L}+|we|my|our|ich|wir|mein\p{L}*|unser\p{L}*|je|j['’]\p{L}+|nous|mon|ma|mes|yo|mi|mis|io|mio|mia|eu|meu|minha|ik|mijn)\s[^?]*$|(?<!\p{L})(?:ago|waited|waiting|late|vor \d+ \p{L}+|warte|gewartet|il y a|attends|hace|fa|há)(?!\p{L})/iu
/** What is left of a question must still say what it is about. */
const FEWEST_TERMS = 2

/**
 * What was found, or what is found without the amounts that a question names, where that is surely the same article: "for an
 * order of 60 pounds" is a case of what it asks, which no article has, and made it unlike all of them.
 */
export async function foundWithoutAmounts(
  lookup: FollowUp,
  found: Found | undefined,
  lookUp: (lookup: FollowUp) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  if (!found || found.decision.answer || TELLS.test(lookup.asked)) return found
  const text = withoutAmounts(lookup.text)
  if (text === lookup.text || topicTerms(text).length < FEWEST_TERMS) return found
  const again = await lookUp({ ...lookup, text })
  const isSame = again && bestOf({ found: again })?.articleId === bestOf({ found })?.articleId
  return isSame && again.decision.answer ? again : found
}

function withoutAmounts(question: string): string {
  return question.replace(AMOUNT, " ").replace(/\s+/g, " ").trim()
}
