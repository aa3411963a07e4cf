import { describe, expect, test } from "bun:test"
import { followUp, mixed, namesSomethingElse } from "./follow-up.ts"

const EARLIER = "how do I reset my password"

const LEANS = [
  "and on my phone?",
  "what about the desktop app?",
  "How about for business accounts with several users?",
  "why?",
  "how long does it take?",
  "does that cost extra?",
  "can I undo it",
  "is this safe",
  "same for the tablet",
  "and if I lost my phone?",
  "where do I find it?",
  "but why",
  "Was kostet das?",
  "Wie lange dauert es?",
  "Bis wann?",
  "Combien coûte cela ?",
  "¿Cuánto cuesta eso?",
  "¿Cuándo?",
  "Wat kost dat?",
  "in Germany?",
  "for students?",
  "to northern ireland",
  "without an app?",
  "auch in der Schweiz?",
  "Für Mitglieder?",
  "aussi le samedi ?",
  "Für Kunden in Österreich?",
  "Für Studenten kostenlos?",
  "para mujer?",
  "pour février ?",
  "ma per gli studenti?",
  "I'm in Germany",
  "we are a Dutch company",
  "I have two dogs",
  "my daughter is 5",
  "meine Tochter ist 5",
  "ich habe zwei Hunde",
  "ich bin aus Brasilien",
  "I'm staff",
  "we're vegetarian",
  "I'm 78",
  "I'm married",
  "I'm on the basic plan",
  "ich bin Student",
  "ich bin 22",
  "je suis en Suisse",
  "Saturday?",
  "half day?",
]

const STANDS_ALONE = [
  "how do I change my billing address",
  "where is my refund",
  "is it possible to cancel my subscription early",
  "I ordered a card but it has not arrived",
  "what currencies do you support",
  "android app crashes",
  "opening hours",
  "is there a student discount",
  "my parcel says delivered but it is not here",
  "refund",
  "what time is it in France",
  "a card that got stuck",
  "Was kostet das Zimmer?",
  "Welche Zimmer gibt es?",
  "Wann öffnen Sie?",
  "my phone dies",
  "to cancel my order",
  "In which countries do you ship?",
  "on the invoice the address is wrong",
  "Am Wochenende geöffnet?",
  "Im Ausland bestellen?",
  "Ohne Kassenbon zurückgeben?",
  "para devolver un pedido",
  "Pour annuler ma commande",
  "Ma commande est en retard",
  "E-Mail ändern",
  "I'm locked out",
  "I'm stuck",
  "we're waiting",
  "ich bin umgezogen",
  "ich bin enttäuscht",
  "ich bin sauer!",
  "I'm furious",
  "I'm on hold for an hour now",
  "we are in a hurry",
  "ich bin wütend",
  "I have a problem with my card",
  "I'm on the payment page and the card is declined again",
  "ich habe meinen Ausweis verloren",
]

describe("followUp", () => {
  for (const message of LEANS) {
    test(`"${message}" leans on the question before`, () => {
      expect(followUp(message, [EARLIER])).toMatchObject({
        leans: true,
        text: `${EARLIER} ${message}`,
        earlier: EARLIER,
      })
    })
  }

  for (const message of STANDS_ALONE) {
    test(`"${message}" stands alone`, () => {
      expect(followUp(message, [EARLIER])).toEqual({
        leans: false,
        text: message,
        earlierShare: 0,
        earlier: undefined,
        named: [],
        namedBefore: [],
        asked: message,
      })
    })
  }

  const CHAINS = [
    [["Do you ship to Austria?", "And Italy?"], "How long does that take?", 2],
    [["Do you ship to Austria?", "And Italy?", "How long does that take?"], "and express?", 3],
    [["Do you ship to Austria?", "What about gift cards?"], "How long are they valid?", 1],
    [["Do you ship to Austria?", "How do I reset my password?"], "and on my phone?", 1],
    [["Liefern Sie nach Österreich?", "Was kostet das?"], "Und wie lange dauert es?", 2],
    [["How do I turn off notifications?", "and for failed syncs?"], "I'm an owner", 2],
    [["Do you charge VAT?", "I'm in Germany"], "and in Norway?", 2],
    [["Do you sell coffee?", "And tea?", "And milk?", "And sugar?"], "And salt?", 3],
  ] as const
  test.each(CHAINS)("%j: %s leans on what the last follow-up leans on", (earlier, message, many) => {
    const meant = earlier.slice(-many).join(" ")
    expect(followUp(message, earlier)).toMatchObject({ text: `${meant} ${message}`, earlier: meant })
  })

  test("nothing leans on an empty session", () => {
    expect(followUp("and on my phone?", []).leans).toBe(false)
  })

  test("the latest question with content is leant on", () => {
    expect(followUp("and on my phone?", [EARLIER, "delete my account", "why?"]).earlier).toBe(
      "delete my account",
    )
  })

  test("the article is asked what the message says itself, or all of it where it says nothing", () => {
    expect(followUp("and if I lost it?", [EARLIER]).asked).toBe("and if I lost it?")
    expect(followUp("why?", [EARLIER]).asked).toBe(`${EARLIER} why?`)
    const pass = "how much is a flex desk"
    expect(followUp("for students?", [pass]).asked).toBe(`${pass} for students?`)
    expect(followUp("and a fixed one?", [pass]).asked).toBe(`${pass} and a fixed one?`)
    expect(followUp("and for students?", [pass]).asked).toBe(`${pass} and for students?`)
    expect(followUp("I'm a student", [pass]).asked).toBe(`${pass} I'm a student`)
  })

  test.each([
    ["how do I appeal a mark", "what does it cost", "appeal a mark what does it cost"],
    ["what does shipping cost", "how long does it take", "what does shipping how long does it take"],
    ["wie viel kostet ein Reisepass", "wie lange dauert das", "ein Reisepass wie lange dauert das"],
  ])("%s: %s asks that of the same, and not what was asked before", (earlier, message, asked) => {
    expect(followUp(message, [earlier]).asked).toBe(asked)
  })

  test.each(["and the app?", "what about gift cards?", "und eine Meldebescheinigung?"])(
    "%s names something else to ask the same of",
    (message) => expect(namesSomethingElse(message)).toBe(true),
  )

  test.each(["and in Germany?", "and how long does it take?", "und was kostet das?", "I'm in Germany"])(
    "%s does not",
    (message) => expect(namesSomethingElse(message)).toBe(false),
  )

  test("a mix has length 1 and lies between both vectors", () => {
    const mix = mixed(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.4)
    expect(Math.hypot(...mix)).toBeCloseTo(1)
    expect(mix[0] ?? 0).toBeGreaterThan(mix[1] ?? 0)
    expect(mix[1] ?? 0).toBeGreaterThan(0)
  })
})
