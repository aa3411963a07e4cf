import type { IntentName } from "../../core/intent.ts"
import { moodWords } from "../sentiment/mood-words.ts"
import type { Classified } from "./classify.ts"
import { type CueName, hasCue } from "./cues.ts"
import { plainText } from "./plain-text.ts"

const CUES: Readonly<Partial<Record<IntentName, readonly CueName[]>>> = {
  ticket_status: ["ticket", "status"],
  order: ["order", "arrival"],
  account: ["account"],
  booking: ["booking"],
  human: ["person", "speak"],
}

/** A complaint, a call, a superior, a machine: who speaks of them may want a person, though they name none. */
const NEAR_A_PERSON =
  /complain|beschwer|plainte|reclam|queja|queix|klacht|sikayet|شكوى|اشتكي|תלונ|להתלונן|शिकायत|苦情|クレーム|投诉|(?<!\p{L})(?:(?:tele|mobile )?(?:phone|telef)|anruf|rufen|call(?!\p{L})|appel|llam|chiam|ligar|bellen|फोन)|電話|电话|(?<!\p{L})(?:bots?|chatbots?|robot\p{L}*|comput\p{L}*|machines?|maschinen?|techni\p{L}*|tecnic\p{L}*|teknik\p{L}*|encargad\p{L}*|yonetici\p{L}*|chef\p{L}*|jefe\p{L}*|capo|team)(?!\p{L})|मैनेजर|机器人|经理|ロボット/u

/**
 * Whether anything but likeness speaks for what somebody wants: a word for it or, for a person, one near to it, or anger. The few words of a message that
 * goes on with a question ("Saturday?", "my daughter is 5") are like anything, and "and by phone?" asks for no call.
 *
 * @param leans whether it goes on with a question
 */
export function isBorneOut({ name, by }: Classified, message: string, leans: boolean): boolean {
  const cues = CUES[name]
  if (!cues || (by !== "meaning" && by !== "cues")) return true
  const plain = plainText(message)
  if (cues.some((cue) => hasCue(plain, cue))) return true
  return name === "human" && ((!leans && NEAR_A_PERSON.test(plain)) || moodWords(message).negative > 0)
}
