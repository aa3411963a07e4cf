import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const MUSEUM =
  "The museum is closed on Mondays. On other days it is open from 9:00 to 18:00. Dogs are prohibited."
const HOURS = "| Day | Shop |\n|---|---|\n| Saturday | 10:00 to 14:00 |\n| Sunday | Closed |"
const SHOP =
  "The shop is open from Monday to Friday and closed on weekends. Breakfast is excluded from the price."
const TICKETS =
  "Closed tickets are kept for 30 days. A reply opens a closed ticket again. Early birds are non-refundable."
const DEPOT = "Der Wertstoffhof hat montags geschlossen. Grillen ist im Park verboten."
const MUSEE = "Le musée est fermé le lundi. Les chiens sont interdits dans le jardin."
const MUSEO = "El museo está cerrado los lunes. Está prohibido fumar en la terraza."
const MUSEU = "O museu está fechado às segundas. É proibido fumar no terraço."
const BOTTEGA = "La bottega è chiusa il lunedì. È vietato fumare in terrazza."
const WINKEL = "De winkel is op maandag gesloten. Roken is verboden op het terras."

const LINE = "The support line is closed for lunch between 12:00 and 13:00. We are open until 18:00."
const XMAS = "We are open every day; we are only closed on 25 December."
const DAILY = "The pool is open daily except Mondays. All towels can be borrowed except bathrobes."
const SHOP_HOURS =
  "Our shop is open Monday to Friday from 10:00 to 19:00 and Saturday from 10:00 to 16:00. On Sundays and public holidays it is closed."
const HALLE = "Das Hallenbad ist von Montag bis Freitag geöffnet. Am Wochenende ist es geschlossen."
const LADEN = "Der Laden ist von Montag bis Freitag von 9 bis 18 Uhr geöffnet und am Wochenende geschlossen."
const GIFT = "Gift wrapping is optional and costs 3 €. A name tag is optional."

describe("what says no by an opposite", () => {
  test.each([
    [MUSEUM, "The museum is closed on Mondays."],
    [MUSEUM, "The museum is not open on Mondays."],
    [MUSEUM, "No, the museum is closed on Mondays."],
    [MUSEUM, "Dogs are not allowed."],
    [HOURS, "The shop is closed on Sunday."],
    [HOURS, "The shop is not open on Sunday."],
    [SHOP, "The shop is open from Monday to Friday."],
    [SHOP, "The shop is closed on weekends."],
    [SHOP, "Breakfast is not included in the price."],
    [TICKETS, "Closed tickets are kept for 30 days."],
    [TICKETS, "Tickets that are closed are kept for 30 days."],
    [TICKETS, "A reply opens a closed ticket again."],
    [DEPOT, "Der Wertstoffhof ist montags nicht geöffnet."],
    [DEPOT, "Grillen ist im Park nicht erlaubt."],
    [MUSEE, "Le musée est fermé le lundi."],
    [MUSEO, "El museo no está abierto los lunes."],
    [MUSEU, "O museu está fechado às segundas."],
    [BOTTEGA, "La bottega è chiusa il lunedì."],
    [WINKEL, "De winkel is op maandag niet open."],
    [LINE, "The support line is closed between 12:00 and 13:00."],
    [LINE, "Yes, we are open until 18:00."],
    [XMAS, "We are closed on 25 December."],
    [DAILY, "The pool is closed on Mondays."],
    [DAILY, "Bathrobes cannot be borrowed."],
    [DAILY, "All towels can be borrowed except bathrobes."],
    [SHOP_HOURS, "The shop is closed on Sundays."],
    [SHOP_HOURS, "The shop is open on Saturday."],
    [HALLE, "Das Hallenbad ist am Wochenende geschlossen."],
    [HALLE, "Das Hallenbad ist von Montag bis Freitag geöffnet."],
    [LADEN, "Am Wochenende ist der Laden geschlossen."],
    [LADEN, "Der Laden ist von Montag bis Freitag von 9 bis 18 Uhr offen."],
    [GIFT, "Gift wrapping costs 3 €."],
    [GIFT, "A name tag is not mandatory."],
  ])("is sent in its own words and with a plain no: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [SHOP_HOURS, "The shop is open on Sundays."],
    [HALLE, "Das Hallenbad ist am Wochenende geöffnet."],
    [MUSEUM, "The museum is open on Mondays."],
    [MUSEUM, "Yes, the museum is open on Mondays."],
    [MUSEUM, "Dogs are allowed."],
    [MUSEUM, "Dogs are permitted."],
    [HOURS, "The shop is open on Sunday."],
    [SHOP, "The shop is open on weekends."],
    [SHOP, "Breakfast is included in the price."],
    [TICKETS, "Early birds are refundable."],
    [DEPOT, "Der Wertstoffhof hat montags geöffnet."],
    [DEPOT, "Grillen ist im Park erlaubt."],
    [MUSEE, "Le musée est ouvert le lundi."],
    [MUSEE, "Les chiens sont autorisés dans le jardin."],
    [MUSEO, "El museo está abierto los lunes."],
    [MUSEU, "O museu está aberto às segundas."],
    [BOTTEGA, "La bottega è aperta il lunedì."],
    [WINKEL, "De winkel is op maandag open."],
    [LINE, "The support line is open between 12:00 and 13:00."],
    [XMAS, "We are open on 25 December."],
    [DAILY, "The pool is open on Mondays."],
    [DAILY, "Bathrobes can be borrowed."],
    [LADEN, "Am Wochenende ist der Laden geöffnet."],
    [GIFT, "A name tag is mandatory."],
  ])("is held back where it is turned into a yes: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeDefined()
  })
})

const ALWAYS =
  "The museum is never closed on Sundays. The gate is not closed at night, and parking there isn't prohibited."
const IMMER = "Das Museum ist montags nicht geschlossen. Grillen ist im Park nicht verboten."

describe("a no before an opposite is none", () => {
  test.each([
    [ALWAYS, "The museum is open on Sundays."],
    [ALWAYS, "The gate is open at night."],
    [ALWAYS, "Parking is allowed there."],
    [IMMER, "Das Museum ist montags geöffnet."],
    [IMMER, "Grillen ist im Park nicht verboten."],
    ["Le musée n'est pas fermé le lundi.", "Le musée est ouvert le lundi."],
    ["El museo no está cerrado los lunes.", "El museo está abierto los lunes."],
    ["O museu não está fechado às segundas.", "O museu está aberto às segundas."],
    ["Il museo non è mai chiuso il lunedì.", "Il museo è aperto il lunedì."],
    ["Het museum is niet gesloten op maandag.", "Het museum is open op maandag."],
  ])("and is sent as a yes: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [ALWAYS, "The museum is closed on Sundays."],
    [ALWAYS, "The gate is closed at night."],
    [ALWAYS, "Parking is prohibited there."],
    [IMMER, "Das Museum ist montags geschlossen."],
    [IMMER, "Grillen ist im Park verboten."],
    ["Le musée n'est pas fermé le lundi.", "Le musée est fermé le lundi."],
    ["El museo no está cerrado los lunes.", "El museo está cerrado los lunes."],
    ["O museu não está fechado às segundas.", "O museu está fechado às segundas."],
    ["Il museo non è mai chiuso il lunedì.", "Il museo è chiuso il lunedì."],
    ["Het museum is niet gesloten op maandag.", "Het museum is gesloten op maandag."],
    ["Der Hof ist nicht beheizt und sonntags geschlossen.", "Der Hof ist sonntags geöffnet."],
    [SHOP, "The shop is closed from Monday to Friday."],
  ])("and is held back as a no: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeDefined()
  })
})

const REFUNDS = "No refunds are given except for damaged goods. You cannot return items except unopened ones."
const COURTYARD = "Smoking is prohibited except in the courtyard. The pool is closed except on Sundays."
const BLIND = "Hunde sind im Laden nicht erlaubt außer Blindenhunde."

describe("what an exception says of those who are excepted from a no", () => {
  test.each([
    [REFUNDS, "Refunds are given for damaged goods."],
    [REFUNDS, "No refunds are given except for damaged goods."],
    [REFUNDS, "You can return unopened items."],
    [COURTYARD, "Smoking is allowed in the courtyard."],
    [COURTYARD, "Smoking is prohibited except in the courtyard."],
    [COURTYARD, "The pool is open on Sundays."],
    ["Dogs are not allowed except guide dogs.", "Guide dogs are allowed."],
    ["No plan includes support except the Pro plan.", "The Pro plan includes support."],
    [BLIND, "Blindenhunde sind im Laden erlaubt."],
  ])("is a yes that is sent: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [REFUNDS, "Refunds are given."],
    [REFUNDS, "No refunds are given for damaged goods."],
    [REFUNDS, "You cannot return unopened items."],
    [COURTYARD, "Smoking is prohibited in the courtyard."],
    [COURTYARD, "Smoking is not allowed in the courtyard."],
    [COURTYARD, "The pool is closed on Sundays."],
    ["Dogs are not allowed except guide dogs.", "Guide dogs are not allowed."],
    ["Returns are not accepted except within 14 days.", "Returns are not accepted within 14 days."],
    ["No plan includes support except the Pro plan.", "The Pro plan does not include support."],
    [BLIND, "Blindenhunde sind im Laden nicht erlaubt."],
  ])("and no no: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeDefined()
  })
})

const BAD = "Das Bad ist täglich außer dienstags von 9 bis 18 Uhr geöffnet."
const AUSSER = "Außer an Feiertagen und sonntags haben wir geöffnet."
const SAUF = "Le musée est ouvert tous les jours sauf le lundi et le mardi."
const MENOS = "La tienda abre todos los días excepto los domingos."
const EXCETO = "O museu está aberto todos os dias exceto às segundas."
const TRANNE = "Il museo è aperto tutti i giorni tranne il lunedì."
const BEHALVE = "Het zwembad is behalve op maandag elke dag open."

describe("what is excepted, before the verb and in other languages", () => {
  test.each([
    [BAD, "Das Bad ist täglich außer dienstags von 9 bis 18 Uhr geöffnet."],
    [BAD, "Das Bad ist von 9 bis 18 Uhr geöffnet, außer dienstags."],
    [BAD, "Nein, dienstags ist das Bad nicht geöffnet."],
    [AUSSER, "Sonntags haben wir nicht geöffnet."],
    [SAUF, "Le musée n'est pas ouvert le lundi."],
    [SAUF, "Le musée est ouvert tous les jours sauf le lundi et le mardi."],
    [EXCETO, "O museu não está aberto às segundas."],
    [TRANNE, "Il museo non è aperto il lunedì."],
    [BEHALVE, "Het zwembad is op maandag niet open."],
    ["Wir liefern außer Haus. Hunde sind erlaubt.", "Wir liefern außer Haus."],
    ["Der Aufzug ist außer Betrieb.", "Der Aufzug ist außer Betrieb."],
    [BLIND, "Hunde sind im Laden nicht erlaubt außer Blindenhunde."],
  ])("%s: %s may be sent", async (text, answer) => {
    expect(await faultOf(text, answer)).toBeUndefined()
  })

  test.each([
    [BAD, "Das Bad ist dienstags von 9 bis 18 Uhr geöffnet."],
    [BAD, "Dienstags ist das Bad geöffnet."],
    [AUSSER, "Wir haben sonntags geöffnet."],
    [AUSSER, "An Feiertagen haben wir geöffnet."],
    [SAUF, "Le musée est ouvert le lundi."],
    [SAUF, "Le musée est ouvert le mardi."],
    [MENOS, "La tienda abre los domingos."],
    [EXCETO, "O museu está aberto às segundas."],
    [TRANNE, "Il museo è aperto il lunedì."],
    [BEHALVE, "Het zwembad is op maandag open."],
  ])("%s: %s is held back", async (text, answer) => {
    expect(await faultOf(text, answer)).toContain("the opposite")
  })
})

const WORN =
  "You may return the article within 30 days if it is unworn and in its packaging, unless it was made for you."
const KAFFEE = "Ungeöffnete Packungen können Sie zurückgeben. Bei einem Unfall rufen Sie uns an."

describe("a word that its source has with un- alone", () => {
  test.each([
    [WORN, "You may return unworn articles within 30 days."],
    [WORN, "You may return it in less than 30 days if it is unworn."],
    [KAFFEE, "Ungeöffnete Packungen können Sie zurückgeben."],
    [KAFFEE, "Im Fall eines Unfalls rufen Sie uns an."],
  ])("is sent with it, or with a no: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [WORN, "You may return worn articles within 30 days."],
    [WORN, "You may return it within 30 days, even if it is worn."],
    [KAFFEE, "Geöffnete Packungen können Sie zurückgeben."],
  ])("is held back without: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toContain('say "un')
  })
})
