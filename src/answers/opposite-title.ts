import type { Found } from "./search.ts"
import { bestOf } from "./sought.ts"
import { contentTerms } from "./terms.ts"

/** A no with the word that it turns round: "Parcel not arrived", "Pakket niet aangekomen". */
const TURNED_ROUND =
  /(?<!\p{L})(?:not|never|\p{L}+n['’]t|nicht|nie|niet|nooit|pas|jamais)\s+(?:been\s+|yet\s+|noch\s+|nog\s+|encore\s+)?(\p{L}{4,})/giu
const SAYS_NO =
  /(?<!\p{L})(?:not|never|no|nothing|without|\p{L}+n['’]?t|nicht|nie|kein\p{L}*|ohne|niet|nooit|geen|zonder|pas|jamais|sans)(?!\p{L})/iu

/**
 * What was found, unsure where its title says no of what somebody tells: "arrived broken" is like "Parcel not arrived", and the contrary. Who asks
 * may ask whether it is so.
 */
export function foundWithoutOpposite(message: string, found: Found | undefined): Found | undefined {
  if (!found?.decision.answer || /[?？]/.test(message) || SAYS_NO.test(message)) return found
  const told = new Set(contentTerms(message))
  const title = bestOf({ found })?.title ?? ""
  const isOpposite = [...title.matchAll(TURNED_ROUND)].some(([, word = ""]) =>
    contentTerms(word).some((term) => told.has(term)),
  )
  if (!isOpposite) return found
  const { confidence, threshold } = found.decision
  return {
    ...found,
    decision: {
      ...found.decision,
      answer: false,
      reason: "low_confidence",
      confidence: Math.min(confidence, threshold / 2),
    },
  }
}
