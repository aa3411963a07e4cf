import { expect, test } from "bun:test"
import fc from "fast-check"
import { INTENT_SENTENCES } from "../../../test/fixtures/intent-sentences.ts"
import { languageOf } from "./language.ts"

test.each([
  ["What is the status of my ticket?", undefined, "en"],
  ["Wie ist der Stand von meinem Ticket?", "en-GB", "de"],
  ["Qual è lo stato del mio ticket?", "en", "it"],
  ["チケットはどうなりましたか", "en", "ja"],
  ["#12345", "fr-CA", "fr"],
  ["#12345", "eo", "en"],
  ["https://de.la.example/il/le a@de.la.es", "nl", "nl"],
] as const)("%p, in a browser that speaks %p, is %p", (message, locale, language) => {
  expect(languageOf(message, locale)).toBe(language)
})

test.each([
  [
    "de",
    "Wie lange dauert die Erstattung?|Passwort vergessen|Rechnung herunterladen|Versandkosten Schweiz?|Wer zahlt die Rücksendung?|Adresse ändern|Bestellung stornieren|gibt es in Hamburg Parkplätze",
  ],
  [
    "fr",
    "Vendez-vous des cartes cadeaux ?|Mot de passe oublié|Annuler ma commande|Frais de livraison en Suisse ?|Livrez-vous à l'étranger ?|Facture introuvable",
  ],
  [
    "es",
    "¿Venden tarjetas regalo?|Olvidé mi contraseña|Gastos de envío a Canarias|Descargar factura|¿Cuánto tarda el reembolso?|mañana llega?",
  ],
  [
    "it",
    "Vendete buoni regalo?|Password dimenticata|Annullare ordine|Costi di spedizione in Svizzera?|Quanto costa?",
  ],
  ["pt", "Esqueci a senha|Devoluções|Alterar morada|Quando chega a encomenda?"],
  ["nl", "Wachtwoord vergeten|Verzendkosten België?|Bestelling annuleren"],
] as const)("what customers write in a few words of %s is told", (language, sentences) => {
  for (const sentence of sentences.split("|"))
    expect([sentence, languageOf(sentence, "en-US")]).toEqual([sentence, language])
})

test.each([
  ["voy a viajar a mexico puedo usar internet", undefined, "es"],
  ["medewerker aub", undefined, "nl"],
  ["hij is al onderweg", "nl", "nl"],
  ["was in orde", "nl-BE", "nl"],
  ["is it on its way", "nl", "en"],
  ["when does it arrive", "es", "en"],
] as const)(
  "words that English shares make %p, where %p is spoken, no English",
  (message, locale, language) => {
    expect(languageOf(message, locale)).toBe(language)
  },
)

test.each([
  "Who plays Han Solo",
  "Which gas type goes into this car",
  "Does he serve as a member",
  "Boutique reservation",
  "Lost password",
  "No refund received",
  "supported OS versions",
  "price per month",
  "delete user as admin",
  "Dove soap",
  "remove milk from todo list",
])("what other languages have as well does not make %p less English", (message) => {
  expect(languageOf(message, undefined)).toBe("en")
})

test.each([
  ["Jag väntar på svar", undefined],
  ["När får jag svar? Jag är orolig", "sv-SE"],
  ["Milloin paketti lähetetään?", undefined],
  ["Voinko vaihtaa osoitteen tämän jälkeen?", "fi"],
  ["Kedy príde môj balík? Heslo je mäkké", undefined],
  ["Điều này có miễn phí không? bạn đã", undefined],
])(
  "%p, with the locale %p, is not taken for one of ours by a letter that it shares with it",
  (message, locale) => {
    expect(languageOf(message, locale)).toBe("en")
  },
)

test("whole sentences are told apart", () => {
  const told = (language: string) => {
    const all = INTENT_SENTENCES.filter((one) => one.language === language)
    return all.filter(({ text }) => languageOf(text, undefined) === language).length / all.length
  }
  expect(told("en")).toBe(1)
  for (const language of ["de", "fr", "es", "pt", "it", "nl"]) expect(told(language)).toBeGreaterThan(0.6)
  for (const language of ["ar", "he", "hi", "ja", "zh"]) expect(told(language)).toBe(1)
})

test("an id says nothing of the language that it is asked about in", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(languageOf(`status of ticket ${uuid}`, undefined)).toBe("en")
      expect(languageOf(uuid, "tr")).toBe("tr")
    }),
    { examples: [["e1a2a3e4-e5e6-4e7a-8a9e-a0e1a2e3a4e5"]] },
  )
})
