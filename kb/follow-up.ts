import { isFunctionWord, words } from "./terms.ts"

/** Starts of messages that go on with what was said before. */
const CONNECTIVE =
  /^(?:and|but|or|also|so|then|otherwise|what about|how about|what if|same (?:for|with)|even (?:if|on|for)|only|just|instead|any other|anything else|which one|which ones|what else|why not|is that|does that|do they|are they|was that|can it|will it|und|aber|et|y|e)\b/

/** Words that stand for something said before. */
const REFERENCE =
  /\b(?:it|its|that|this|these|those|them|they|one|ones|there|then|he|she|his|her|both|either|neither|former|latter)\b/

/** A message with at most so many content words can lean on what went before. */
const FEW = 3
const VERY_FEW = 1
const LONGEST_WORDS = 14

/** Whether a message can only be understood with what was said before ("and on my phone?", "how long does it take?"). */
export function leansOnContext(message: string): boolean {
  const text = message.toLowerCase().trim()
  const all = words(text)
  if (all.length === 0 || all.length > LONGEST_WORDS) return false
  const content = all.filter((word) => !isFunctionWord(word))
  if (CONNECTIVE.test(text)) return content.length <= FEW + 1
  if (REFERENCE.test(text)) return content.length <= FEW
  return (
    content.length <= VERY_FEW &&
    all.length <= 4 &&
    /^(?:why|how|when|where|which|who|what|really|for|on|in|with|without)\b/.test(text)
  )
}

/**
 * The question as it should be searched for: a follow-up gets the last question that stood by itself put before it, and
 * what followed that; any other message stays as it is.
 *
 * @param earlier the session's questions, oldest first, without this one
 */
export function contextualQuestion(message: string, earlier: readonly string[]): string {
  if (earlier.length === 0 || !leansOnContext(message)) return message
  const start = Math.max(
    0,
    earlier.findLastIndex((question) => !leansOnContext(question)),
  )
  return [...earlier.slice(start).slice(-MOST_EARLIER), message].join(" ")
}

const MOST_EARLIER = 2
