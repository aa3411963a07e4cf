import type { Language } from "../../core/language.ts"
import { namesACase } from "../extract/qualifies.ts"
import type { Claim } from "./claims.ts"
import { besideFree, FREE } from "./free.ts"
import { termsIn } from "./wording.ts"

/** For whom, when or where something holds; "for all" and "for free" limit nothing. */
const CONDITION =
  /(?<!\p{L})(?:within|for(?! (?:free|all|every\p{L}*|any\p{L}*|both|you|your|no)(?!\p{L}))|if|when|unless|until|up to|only|during|as long as|provided|(?:from|over|above|below|under|at least|more than|starting at)(?= (?:[€£$]|(?-i:\p{Lu}{3}) ?)?\d)|to(?= (?-i:\p{Lu}))|innerhalb|für(?! (?:alle|jede\p{L}*|sie|beide|ihre?)(?!\p{L}))|wenn|falls|sofern|bis|nur|während|solange|(?:ab|über|unter|mindestens|desde|vanaf|boven|oltre|da)(?= (?:[€£$]|(?-i:\p{Lu}{3}) ?)?\d)|nach(?= (?-i:\p{Lu}))|pour(?! (?:tous|toutes|tout le monde|vous)(?!\p{L}))|si|dans les|jusqu['’]à|à partir de|seulement|pendant|para(?! (?:todos|todas)(?!\p{L}))|dentro de|hasta|a partir de|s[oó]lo|durante|per(?! tutti(?!\p{L}))|entro|fino a|soltanto)\s(?<what>[^,;:.!?]{2,60})/giu

const OF_OTHERS =
  /^\W*(?:(?:all |the )?others?|(?:every|any)(?:one|body) else|non-\p{L}+|(?:alle )?(?:anderen?|übrigen?)|(?:tous )?les autres|los demás|gli altri)(?!\p{L})/iu

/**
 * The condition under which alone the passages say that something is free, where an answer says it of all: "Returns are free" of
 * returns that are free "within 30 days".
 *
 * @param answer all of it: the condition may stand in another sentence
 */
export function missingCondition(
  statement: string,
  answer: string,
  claims: readonly Claim[],
  language: Language,
): string | undefined {
  if (!saysFree(statement) || conditionsIn(statement).length > 0) return undefined
  const what = besideFree(new Set(termsIn(statement, language)))
  const sources = claims.flatMap(({ plain, before, terms, negated }, i) => {
    const isSource = !negated && saysFree(plain) && [...what].every((term) => terms.has(term))
    return isSource ? [{ plain, before, next: claims[i + 1]?.plain ?? "" }] : []
  })
  const known = new Set(termsIn(answer, language))
  const isMissing = ({ of }: Condition) => {
    const own = [...besideFree(new Set(termsIn(of, language)))].filter((term) => !what.has(term))
    return own.length > 0 && own.every((term) => !known.has(term))
  }
  const missing = sources.map(({ plain, before, next }) =>
    [...leadsIn(before, plain), ...conditionsIn(plain), ...forWhomIn(plain, next)].find(isMissing),
  )
  return missing.every((condition) => condition !== undefined) ? missing[0]?.said : undefined
}

interface Condition {
  said: string
  /** Without its first word: "the UK" of "within the UK". */
  of: string
}

function conditionsIn(sentence: string): Condition[] {
  return [...sentence.matchAll(CONDITION)].map(([said, of = ""]) => ({ said, of }))
}

/** A longer clause says something itself. */
const LONGEST_LEAD = 6
/** What leads to a case beside those of {@link namesACase}. */
const LEADS =
  /^\W*(?:after|before|during|once|as|spend|order|wer|als|sobald|dès|lorsque|quand|cuando|una vez|[àa] partir de|quando|zodra)\s/iu
/** Up to the verb of what follows: "Mit der Karte ist das Parken kostenlos." */
const UP_TO_A_VERB =
  /^.{3,60}?(?=\s(?:ist|sind|bleibt|bleiben|wird|werden|is|are|est|sont|es|son|è|sono|zijn)\s)/iu
const OF_ALL =
  /(?<!\p{L})(?:all|any|every|each|alle[nr]?|jede[nmrs]?|tou(?:t|te|s|tes)|chaque|tod[oa]s?|cada|ogni|tutt[ie]|elke?|alle)(?!\p{L})/iu

/** The case that what is free begins with, in a clause of its own ("On orders over £60, delivery is free") or without a comma. */
function leadsIn(before: string | undefined, plain: string): Condition[] {
  const clause =
    before !== undefined && before.trim().split(/\s+/).length <= LONGEST_LEAD ? [before.trim()] : []
  return [...clause, ...(UP_TO_A_VERB.exec(plain) ?? [])]
    .filter((lead) => (namesACase({ plain: lead }) || LEADS.test(lead)) && !OF_ALL.test(lead))
    .map((lead) => ({ said: lead, of: lead.replace(/^\W*\S+\s/, "") }))
}

/** Whom alone a sentence speaks of, as the next one says: "Members return items free. Others pay." */
function forWhomIn(sentence: string, next: string): Condition[] {
  const [first] = OF_OTHERS.test(next) ? sentence.split(/\s/) : []
  return first === undefined ? [] : [{ said: first, of: first }]
}

function saysFree(sentence: string): boolean {
  return sentence.search(FREE) >= 0
}
