import { expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const account =
  "Open *Account > Privacy* and press **Delete account**. Your data is deleted after 14 days. Invoices are kept for ten years."
const machines = "| Machine | Price |\n|---|---|\n| Uno | €199 |\n| Duo | €349 |"
const plans = "| Plan | Price a month | Users |\n|---|---|---|\n| Starter | €9 | 3 |\n| Team | €29 | 10 |"
const german =
  "Innerhalb Deutschlands liefern wir in 2 bis 3 Werktagen. Pakete an Packstationen sind möglich. Öffnen Sie *Konto > Datenschutz*."

test.each([
  [account, "Öffne *Account > Privacy* und drücke **Delete account**."],
  [account, "Ouvrez *Account > Privacy* et appuyez sur **Delete account**."],
  [machines, "Das Modell Uno kostet 199 €."],
  [machines, "El modelo Duo cuesta 349 €."],
  [plans, "Im Tarif **Team** sind 10 Benutzer enthalten; er kostet 29 € pro Monat."],
  [plans, "Der Tarif Team kostet 29 € im Monat, Starter kostet 9 €."],
  [plans, "Le forfait Team coûte 29 € par mois."],
  [german, "Innerhalb Deutschlands dauert der Versand 2 bis 3 Werktage."],
  [german, "Ja, Pakete an eine Packstation sind möglich."],
  [german, "Öffnen Sie dafür *Konto > Datenschutz*."],
])("another language, and another form of a word, is sent: %#", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeUndefined()
})

test.each([
  [account, "Öffne *Account > Security* und drücke **Delete account**."],
  [
    account,
    "Öffne *Account > Privacy*, dann schicken wir dir kostenlos eine neue Kaffeemaschine nach Hause.",
  ],
  [account, "Deine Daten werden nach zehn Tagen gelöscht."],
  [machines, "Das Modell Uno kostet 349 €."],
  [machines, "El modelo Duo cuesta 199 €."],
  [plans, "Der Tarif Team kostet 10 € im Monat."],
  [plans, "Der Tarif Team kostet 9 € im Monat."],
  [plans, "Im Tarif Team sind 29 Benutzer enthalten."],
  [german, "Pakete an Packstationen liefert PostNord."],
  [german, "Ihre Bestellung kommt mit einer Drohne auf den Balkon."],
])("what nothing bears out is held back in any language: %#", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeDefined()
})
