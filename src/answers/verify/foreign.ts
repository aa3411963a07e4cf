import type { Language } from "../../core/language.ts"
import { words } from "../terms.ts"
import type { Evidence } from "./evidence.ts"
import { figuresIn } from "./numbers.ts"
import { termsIn } from "./wording.ts"

/** Share of a statement's longer words that must be the source's own. */
const ENOUGH_ANCHORS = 0.4
/** Shorter ones mostly hold sentences together, in any language with spaces. */
const SHORT_WORD = 3

/** They stand beside numbers, which are looked at by themselves: units of time, and that something costs. */
const BESIDE_NUMBERS = new Set(
  `month months year years week weeks days hours minutes costs price
  monat monate monaten monatlich jahr jahre jahren jahrlich woche wochen tage tagen stunde stunden minuten kostet kosten preis euro
  mois annee semaine semaines jours heure heures minutes coute coutent prix
  meses anos semana semanas dias hora horas minutos cuesta cuestan precio
  custa custam preco mese mesi anno anni settimana settimane giorni minuti costa costano prezzo
  maand maanden jaar week weken dagen uren minuten kost prijs`.split(/\s+/),
)

/**
 * Whether a statement in another language than its sources is borne out: enough of it must be what no translation
 * changes, as names, numbers and what buttons are called. Where its numbers stand, the sources must name something that
 * the statement names too, or they could be taken from anywhere.
 *
 * @param plain without mark-up
 */
export function isBorneOutAbroad(plain: string, spoken: Language, evidence: Evidence): boolean {
  const [own, foreign] = [[] as string[], [] as string[]]
  for (const word of words(plain)) {
    if (isOf(word, evidence)) own.push(word)
    else if (word.length > SHORT_WORD && !BESIDE_NUMBERS.has(word)) foreign.push(word)
  }
  if (own.length / Math.max(own.length + foreign.length, 1) < ENOUGH_ANCHORS) return false
  const terms = new Set(termsIn(plain, evidence.language).filter((term) => !/\d/.test(term)))
  return figuresIn(plain, spoken).every(({ value, kinds }) =>
    evidence.places.some(
      (place) =>
        // What a price is in the source is no number of something else.
        place.figures.some(
          (figure) => figure.value === value && (kinds.has("$") || !figure.kinds.has("$")),
        ) && [...terms].some((term) => place.terms.has(term)),
    ),
  )
}

function isOf(word: string, { terms, numbers, language }: Evidence): boolean {
  return numbers.has(word) || termsIn(word, language).some((term) => terms.has(term))
}
