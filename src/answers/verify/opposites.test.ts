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
    [LADEN, "Am Wochenende ist der Laden geschlossen."],
    [LADEN, "Der Laden ist von Montag bis Freitag von 9 bis 18 Uhr offen."],
    [GIFT, "Gift wrapping costs 3 €."],
    [GIFT, "A name tag is not mandatory."],
  ])("is sent in its own words and with a plain no: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
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
