import type { Asking } from "./asking.ts"

const WHY =
  /^(?:(?:ok|okay|and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar)[,\s]+)?(?:why|how come|warum|wieso|weshalb|pourquoi|por ?qu[eé]|perch[eé]|waarom|neden)(?: (?:not|nicht|pas|no|não|niet|so|that|is that|das|is it))?[\s?!.]*$/i
/** A heading or a question of several, in bold above its text. */
const HEADING = /^\*\*.*\*\*$/

/** Whether somebody asks why, and the reply would be what they were just told, which they have read. */
export function saysAgain(reply: string, { message, history }: Asking): boolean {
  const told = history.at(-1)?.answer
  if (told === undefined || !WHY.test(message.trim())) return false
  return reply.split("\n\n").every((paragraph) => HEADING.test(paragraph) || told.includes(paragraph))
}
