import type { IntentEntities } from "../../core/intent.ts"
import { plainText } from "./plain-text.ts"

/** What a message holds by its form alone, and what it says these are. */
export interface Found extends IntentEntities {
  /** Whether a ticket is named so that nothing else can be meant: `#12`, `T-12`, `ticket 12`. */
  ticketNamed: boolean
  /** Whether an order is named as the partner says that its ids look. */
  orderNamed: boolean
}

/** Of each kind; nobody asks after more at once. */
const MOST = 5
const NUMBER = "\\d{1,12}"
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu
const PHONE =
  /(?<![\p{L}\p{N}#@.-])(?:\+|00)?\(?\d{1,5}\)?(?:[ ./-]{1,2}\(?\d{1,8}\)?){1,6}(?![\p{L}\p{N}@])/gu
const LONG_PHONE = /(?<![\p{L}\p{N}])\+\d{7,15}(?!\p{N})/gu
const DATE =
  /(?<![\p{L}\p{N}./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})?)(?![\p{L}\p{N}/-])/gu

/** "no.", "number", "#", "n°" and such between a noun and its number. */
const NUMBER_WORD =
  "(?:\\s*(?:no\\.?|nr\\.?|num\\.?|number|nummer|numero|n\\.?\\s?[°oº]\\.?|id|#|:|רקם|מספר|رقم|संख्या|नंबर|番号|号|numarasi|numarali)){0,2}"
const TICKET_NOUN =
  "(?:tickets?|tikets?|ticked|cases?|incidents?|requests?|tiquets?|billets?|anfragen?|vorgangs?|vorgang|fall|demande|incidencia|caso|richiesta|segnalazione|chamados?|melding|talep|talebi\\p{L}*|bilet|(?:ال)?تذكر[هةت]?\\p{L}*|ה?פניי?ה|ה?קריאה|टिकट|チケット|工单)"
const ORDER_NOUN =
  "(?:orders?|oders?|parcels?|packages?|shipments?|deliver(?:y|ies)|purchases?|bestellungs?|bestellnummer|paket|lieferung|sendung|commandes?|colis|pedidos?|paquetes?|ordin[ei]|pacco|encomendas?|bestelling|pakket|siparis\\p{L}*|kargo|(?:ال)?طلبي[هةت]?|(?:ال)?طلب|ה?הזמנה|ה?חבילה|ऑर्डर|पार्सल|注文|订单|包裹)"

/** Only Latin words stand apart from others: elsewhere what is before or after a noun may be joined to it. */
const BEFORE = "(?<![\\p{Script=Latin}\\p{N}])"
const AFTER = "(?![\\p{Script=Latin}\\p{N}@])"
const named = (noun: string, id: string) =>
  new RegExp(`${BEFORE}${noun}${NUMBER_WORD}[\\s#:.-]{0,3}(${id})${AFTER}`.normalize("NFKD"), "gu")
/** "3 tickets" are a number of them. */
const numbered = (noun: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}#-])(?:(${NUMBER})\\s?numarali|(\\d{3,12}))\\s?${noun}`.normalize("NFKD"),
    "gu",
  )
/** An order's own number may have letters, and has a digit. */
const ORDER_ID = "(?=[a-z-]{0,12}\\d)[a-z0-9][a-z0-9-]{0,24}"
const TICKET_BY_NOUN = named(TICKET_NOUN, `(?:t-?)?${NUMBER}`)
const TICKET_BEFORE_NOUN = numbered(TICKET_NOUN)
const ORDER_BY_NOUN = named(ORDER_NOUN, ORDER_ID)
const TICKET_REFERENCE = new RegExp(`(?<![\\p{L}\\p{N}-])t-(${NUMBER})(?![\\p{L}\\p{N}-])`, "gu")
const HASHED = new RegExp(`(?<![\\p{L}\\p{N}#&/])#\\s?((?:[a-z]{1,4}-)?${NUMBER})(?![\\p{L}\\p{N}])`, "gu")
const names = (noun: string) => new RegExp(`${BEFORE}${noun}(?!\\p{Script=Latin})`.normalize("NFKD"), "u")
const HAS_ORDER = names(ORDER_NOUN)
const HAS_TICKET = names(TICKET_NOUN)

/**
 * The ids and addresses in a message.
 *
 * @param orderPatterns what the partner's order ids look like, see {@link orderPattern}
 */
export function entitiesOf(message: string, orderPatterns: readonly RegExp[] = []): Found {
  let rest = plainText(message)
  const take = (pattern: RegExp, ...groups: number[]): string[] => {
    const found: string[] = []
    rest = rest.replace(pattern, (...match) => {
      found.push(String(groups.map((group) => match[group]).find(Boolean) ?? match[0]))
      return " ".repeat(String(match[0]).length)
    })
    return found
  }
  const emails = take(EMAIL)
  const uuids = take(UUID)
  const ownOrders = orderPatterns.flatMap((pattern) => take(pattern))
  const orders = HAS_ORDER.test(rest)
  const tickets = HAS_TICKET.test(rest)
  const byNoun = take(TICKET_BY_NOUN, 1).map(asTold)
  const orderByNoun = take(ORDER_BY_NOUN, 1)
  const references = take(TICKET_REFERENCE, 1).map((number) => `T-${number}`)
  const hashed = take(HASHED, 1)
  const before = take(TICKET_BEFORE_NOUN, 1, 2)
  const dates = take(DATE)
  const phones = [...take(LONG_PHONE), ...take(PHONE)].filter(isPhone).map((phone) => phone.trim())
  const hashIsOrder = (orders && !tickets) || ownOrders.length > 0
  const ofTickets = [
    ...byNoun,
    ...references,
    ...before,
    ...hashed.filter((id) => !hashIsOrder && /^\d+$/.test(id)),
    ...(orders && !tickets ? [] : uuids),
  ]
  const ofOrders = [
    ...ownOrders,
    ...orderByNoun,
    ...hashed.filter((id) => hashIsOrder || !/^\d+$/.test(id)),
    ...(orders && !tickets ? uuids : []),
  ]
  return {
    ticketNumbers: few(ofTickets),
    orderIds: few(ofOrders.map((id) => id.toUpperCase())),
    emails: few(emails),
    phones: few(phones),
    dates: few(dates.map(isoDate)),
    ticketNamed: ofTickets.length > 0,
    orderNamed: ownOrders.length > 0,
  }
}

/** "t-12" and "t12" are our own number 12, which nobody else's ticket 12 is taken for. */
function asTold(number: string): string {
  return number.replace(/^t-?/, "T-")
}

function few(found: readonly string[]): string[] {
  return [...new Set(found)].slice(0, MOST)
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length
  return digits >= 7 && digits <= 15
}

/** `24.12.2026` and `24/12/2026` as ISO 8601, where day and month cannot be mistaken. */
function isoDate(text: string): string {
  const parts = /^(\d{1,2})([./])(\d{1,2})[./](\d{4})$/.exec(text)
  if (!parts) return text
  const [, first = "", mark, second = "", year] = parts
  const [day, month] = mark === "." || Number(first) > 12 ? [first, second] : [second, first]
  if (mark === "/" && Number(first) <= 12 && Number(second) <= 12 && first !== second) return text
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
}

/**
 * What a partner's order ids look like, as a pattern: `#` is a digit, `@` a letter, anything else stands for itself, as in
 * `ORD-######`. Each sign is one character, so that no message takes long to look through.
 */
export function orderPattern(template: string): RegExp {
  const body = [...plainText(template)]
    .map((sign) =>
      sign === "#" ? "\\d" : sign === "@" ? "[a-z]" : sign.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
    )
    .join("")
  return new RegExp(`(?<![\\p{L}\\p{N}])${body}(?![\\p{L}\\p{N}])`, "gu")
}
