import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { editDistance, Spelling } from "./spelling.ts"
import { terms, words } from "./terms.ts"

describe("terms", () => {
  test("different forms of a word are one term", () => {
    for (const [a, b] of [
      ["charges", "charging"],
      ["locked", "locks"],
      ["policies", "policy"],
      ["Café", "cafe"],
      ["get", "getting"],
    ]) {
      expect([a, terms(a ?? "")]).toEqual([a, terms(b ?? "")])
    }
  })

  test("function words are dropped unless nothing else is left", () => {
    expect(terms("how do I lock the card")).toEqual(["lock", "card"])
    expect(terms("what is it")).toEqual(["what", "is", "it"])
  })

  test("function words of other languages are dropped as well, and no word that means something in English", () => {
    expect(terms("Wie kann ich meine Bestellung stornieren?")).toEqual(["bestellung", "stornieren"])
    expect(terms("Wo finde ich eine Rechnung für mein Konto?")).toEqual(["find", "rechnung", "konto"])
    expect(terms("Où puis-je annuler ma commande ?")).toEqual(["annuler", "command"])
    expect(terms("¿Cómo puedo cancelar mi pedido?")).toEqual(["cancelar", "pedido"])
    expect(terms("Hoe kan ik mijn bestelling annuleren?")).toEqual(["bestell", "annuleren"])
    expect(terms("AI come hat bin man van plus die Uber")).toEqual([
      "ai",
      "come",
      "hat",
      "bin",
      "man",
      "van",
      "plus",
      "die",
      "uber",
    ])
  })

  test("a mark behind a number is no digit of it", () => {
    expect(words("€25¹ for 20 m²")).toEqual(["25", "for", "20", "m2"])
  })

  test("scripts without spaces become pairs of characters", () => {
    expect(words("返金したい")).toEqual(["返金", "金し", "した", "たい"])
  })
})

describe("spelling", () => {
  test("one edit away counts, two in long words, none in short ones", () => {
    const spelling = new Spelling()
    for (const word of ["refund", "subscription", "pin"]) spelling.add(word)
    expect(spelling.correction("refnud")).toBe("refund")
    expect(spelling.correction("subscritpon")).toBe("subscription")
    expect(spelling.correction("refu")).toBeUndefined()
    expect(spelling.correction("pim")).toBeUndefined()
  })

  test("the distance is symmetric, zero for equals only, and its limit hides nothing below it", () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/)
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 7 }), (a, b, limit) => {
        const distance = editDistance(a, b)
        expect(editDistance(b, a)).toBe(distance)
        expect(distance === 0).toBe(a === b)
        if (distance <= limit) expect(editDistance(a, b, limit)).toBe(distance)
        else expect(editDistance(a, b, limit)).toBeGreaterThan(limit)
      }),
    )
  })
})
