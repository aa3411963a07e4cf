import { describe, expect, test } from "bun:test"
import { INTENT_SENTENCES } from "../../../test/fixtures/intent-sentences.ts"
import { consentOf } from "./consent.ts"

describe("what is said to an offer", () => {
  test.each([
    "yes",
    "Yes please!",
    "ok",
    "please",
    "Sure, I would like that.",
    "just do so",
    "I'd like someone to look into it",
    "Ja, gerne.",
    "Oui, s’il vous plaît",
    "Sí, por favor",
    "Sim, pode ser",
    "Sì, grazie",
    "Ja graag",
    "Evet, lütfen",
    "نعم، من فضلك",
    "כן, בבקשה",
    "जी हाँ",
    "はい、お願いします",
    "好的，谢谢",
  ])("%p takes it", (message) => {
    expect(consentOf(message)).toBe("yes")
  })

  test.each([
    "no",
    "No, thanks!",
    "Not now, thank you",
    "I'm good, thanks",
    "Nein danke",
    "Non merci",
    "No, gracias",
    "Não, obrigado",
    "No grazie",
    "Nee, bedankt",
    "Hayır, teşekkürler",
    "لا شكرا",
    "לא, תודה",
    "नहीं, धन्यवाद",
    "いいえ、大丈夫です",
    "不用了，谢谢",
  ])("%p refuses it", (message) => {
    expect(consentOf(message)).toBe("no")
  })

  test.each([
    "ok thanks",
    "thanks",
    "great",
    "yes, how long does it take?",
    "no refund",
    "please cancel my order",
    "yes no",
    "",
    `${"yes please ".repeat(20)}!`,
  ])("%p is neither", (message) => {
    expect(consentOf(message)).toBeUndefined()
  })

  test("is in no sentence that wants something else", () => {
    const other = INTENT_SENTENCES.filter(({ intent }) => intent !== "smalltalk")
    expect(other.length).toBeGreaterThan(250)
    expect(other.filter(({ text }) => consentOf(text) !== undefined)).toEqual([])
  })
})
