import { type FollowUp, namesAnotherCase } from "../../kb/follow-up.ts"
import type { Asking } from "./asking.ts"
import { contentTerms } from "./terms.ts"

const WHY =
  /^(?:(?:ok|okay|and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar)[,\s]+)?(?:why|how come|warum|wieso|weshalb|pourquoi|por ?qu[eé]|perch[eé]|waarom|neden)(?: (?:not|nicht|pas|no|não|niet|so|that|is that|das|is it))?[\s?!.]*$/i
/** Wants done what the reply says how to do: "ok cancel it", "can you do that for me", "dann storniere es bitte". */
const ORDERS =
  /^(?:(?:ok|okay|yes|yeah|then|so|and|just|please|go ahead|well|now|ja|dann|bitte|oui|alors|s[ií]|entonces|por favor)[,\s]+)*(?:(?:can|could|will|would) you (?:please |just )?)?(?!(?:how|what|when|where|why|who|which|is|are|was|does|do you|did|has|have|can|could|may|will|would|should|if|and|or|but|wie|was|wann|wo|warum|ist|sind|kann|wird|comment|quand|que|qu[eé]|c[oó]mo)(?!\p{L}))(?:\p{L}+ )?(?:\p{L}+[ -])?(?:it|that|this|them|es|das|sie|ihn|l[oae]s?)(?: (?:up|off|out|now|then|for me|für mich|please|bitte|jetzt|por favor|s['’]il (?:vous|te) pla[iî]t))*[\s.!]*$/iu
/** Says that what was told is not their case: "I don't have an app", "I can't find it". */
const OBJECTS =
  /^(?:(?:but|well|ok|okay|no|sorry|aber|nein|mais|pero)[,\s]+)*(?:i (?:do ?n['’]?t|do not|ca ?n['’]?t|cannot|can not|could ?n['’]?t|did ?n['’]?t|have ?n['’]?t|never)|there (?:is|are|was) no|ich (?:habe|hab|kann|finde|sehe) (?:\p{L}+ ){0,4}(?:nicht|kein\p{L}*)|je n['’e])(?!\p{L})[^?]*$/iu
/** A heading or a question of several, in bold above its text. */
const HEADING = /^\*\*.*\*\*$/

/** Answers that they still see above what they type. */
const LATELY = 3

/** Whether the reply would be what they were just told, which they have read: they ask why, want it done, or say that it does not help. */
export function saysAgain(reply: string, { message, history }: Asking): boolean {
  return [WHY, ORDERS, OBJECTS].some((said) => said.test(message.trim())) && wasTold(reply, history)
}

function wasTold(reply: string, history: Asking["history"]): boolean {
  const told = history
    .slice(-LATELY)
    .map(({ answer }) => answer)
    .join("\n\n")
  return reply.split("\n\n").every((paragraph) => HEADING.test(paragraph) || told.includes(paragraph))
}

/**
 * Whether the reply says nothing of what a follow-up names: it is what they were told before ("and a PET scan?", of a list without one;
 * "and to Portugal?"), or of what the follow-up before named ("and to Belgium?" with what was said of Germany).
 */
export function isOfAnotherCase(
  reply: string,
  { message, history }: Asking,
  { named, namedBefore }: FollowUp,
): boolean {
  const said = contentTerms(withPlainNumbers(reply))
  const isSaid = (word: string) => contentTerms(word).some((term) => said.some((one) => isAlike(one, term)))
  if (named.length === 0 || named.some(isSaid) || EVERYWHERE.test(reply)) return false
  return namedBefore.some(isSaid) || (namesAnotherCase(message) && wasTold(reply, history))
}

/** What holds for many places holds for the one that is named, too. */
const EVERYWHERE =
  /(?<!\p{L})(?:(?:any|every)where|world|worldwide|international\p{L}*|abroad|overseas|europ\p{L}*|e\.?u\.?|(?:all|any|every|other) (?:the )?(?:countr|citi|place|branch|shop)\p{L}*|weltweit|überall|ausland|alle länder\p{L}*|monde|étranger|partout|extranjero|todo el mundo|mundo|estero|mondo|ovunque|estrangeiro|buitenland|wereldwijd|overal)(?!\p{L})/iu

/** "5,000" as people type it: "5000". */
function withPlainNumbers(text: string): string {
  return text.replace(/(?<=\d)[.,'’\s](?=\d{3}(?!\d))/g, "")
}

/** Forms of a word that the stems do not join: "Kinder" and "Kind". */
const MOST_INFLECTED = 3
const SHORTEST_STEM = 4

/** Whether two terms are one word, as far as its end tells. */
export function isAlike(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (
    short === long ||
    (short.length >= SHORTEST_STEM && long.startsWith(short) && long.length - short.length <= MOST_INFLECTED)
  )
}
