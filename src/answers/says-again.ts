import type { Asking } from "./asking.ts"

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
  const told = history
    .slice(-LATELY)
    .map(({ answer }) => answer)
    .join("\n\n")
  if (![WHY, ORDERS, OBJECTS].some((said) => said.test(message.trim()))) return false
  return reply.split("\n\n").every((paragraph) => HEADING.test(paragraph) || told.includes(paragraph))
}
