import type { Language } from "../../core/language.ts"
import { type Claim, sharedWith } from "./claims.ts"
import type { Evidence } from "./evidence.ts"
import { numberOf } from "./numbers.ts"
import { termsIn } from "./wording.ts"

/** How a language says how often; units as patterns, with what they are of hours, days or months. */
interface Ways {
  language: Language
  units: readonly [string, size: number, of: "h" | "d" | "m"][]
  /** Before a unit, or a number and a unit. */
  every: string
  /** Between "twice" and a unit. */
  per: string
  once: Readonly<Record<string, number>>
  times: string
  /** Words for one time a unit, in the units' order; "" where there is none. */
  adverbs: readonly string[]
}

const WAYS: readonly Ways[] = [
  {
    language: "en",
    units: [
      ["hours?", 1, "h"],
      ["days?", 1, "d"],
      ["weeks?", 7, "d"],
      ["months?", 1, "m"],
      ["quarters?", 3, "m"],
      ["years?", 12, "m"],
    ],
    every: "every|each",
    per: "an?|per|each|every",
    once: { once: 1, twice: 2 },
    times: "times",
    adverbs: ["hourly", "daily", "weekly", "monthly", "quarterly", "yearly|annual(?:ly)?"],
  },
  {
    language: "de",
    units: [
      ["stunden?", 1, "h"],
      ["tage?n?", 1, "d"],
      ["wochen?", 7, "d"],
      ["monate?n?", 1, "m"],
      ["quartale?", 3, "m"],
      ["jahre?n?", 12, "m"],
    ],
    every: "alle|jede[nsr]?",
    per: "pro|je|am|im|in der|die",
    once: { einmal: 1, zweimal: 2, dreimal: 3 },
    times: "mal",
    adverbs: [
      "stündlich\\p{L}*",
      "täglich\\p{L}*",
      "wöchentlich\\p{L}*",
      "monatlich\\p{L}*",
      "vierteljährlich\\p{L}*",
      "jährlich\\p{L}*",
    ],
  },
  {
    language: "fr",
    units: [
      ["heures?", 1, "h"],
      ["jours?", 1, "d"],
      ["semaines?", 7, "d"],
      ["mois", 1, "m"],
      ["trimestres?", 3, "m"],
      ["an(?:née)?s?", 12, "m"],
    ],
    every: "tous les|toutes les|chaque",
    per: "par",
    once: { "une fois": 1 },
    times: "fois",
    adverbs: [
      "",
      "quotidien\\p{L}*",
      "hebdomadaire\\p{L}*",
      "mensuel\\p{L}*",
      "trimestriel\\p{L}*",
      "annuel\\p{L}*",
    ],
  },
  {
    language: "es",
    units: [
      ["horas?", 1, "h"],
      ["d[ií]as?", 1, "d"],
      ["semanas?", 7, "d"],
      ["mes(?:es)?", 1, "m"],
      ["trimestres?", 3, "m"],
      ["años?", 12, "m"],
    ],
    every: "cada|todos los|todas las",
    per: "al|a la|por",
    once: { "una vez": 1 },
    times: "veces",
    adverbs: ["", "diari\\p{L}*", "semanal\\p{L}*", "mensual\\p{L}*", "trimestral\\p{L}*", "anual\\p{L}*"],
  },
]

interface Pattern {
  language: Language
  said: RegExp
  /** "€5 a month" is as often as "monthly", and "within a month" is not: it bears out, and states nothing. */
  isRate: boolean
  size: number
  of: string
  once: Readonly<Record<string, number>>
}

const PATTERNS: readonly Pattern[] = WAYS.flatMap(({ language, units, every, per, once, times, adverbs }) =>
  units.flatMap(([unit, size, of], i) => {
    const how = { language, size, of, once }
    const whole = (pattern: string) => new RegExp(`(?<![\\p{L}\\d-])(?:${pattern})(?!\\p{L})`, "giu")
    const said = [
      `(?:${every})\\s(?:(?<many>\\d+|\\p{L}+)\\s)?${unit}`,
      `(?:(?<once>${Object.keys(once).join("|")})|(?<times>\\d+|\\p{L}+)[\\s-]?${times})\\s(?:${per})\\s${unit}`,
      ...(adverbs[i] ? [adverbs[i]] : []),
    ]
    return [
      ...said.map((pattern) => ({ ...how, said: whole(pattern), isRate: false })),
      { ...how, said: whole(`(?:${per})\\s${unit}`), isRate: true },
    ]
  }),
)

/** "Every other week" is every two. */
const SECOND = new Set(["other", "second", "zweite", "zweiten"])

/** How often, as "once in 14 days", the same for every way to say it. */
function frequenciesIn(text: string, withRates: boolean): Set<string> {
  const found = new Set<string>()
  for (const { language, said, isRate, size, of, once } of PATTERNS) {
    if (isRate && !withRates) continue
    for (const { groups = {} } of text.matchAll(said)) {
      const many =
        groups.many === undefined ? 1 : SECOND.has(groups.many) ? 2 : numberOf(groups.many, language)
      const times = groups.once === undefined ? 1 : once[groups.once.toLowerCase()]
      const counted = groups.times === undefined ? times : numberOf(groups.times, language)
      if (many !== undefined && counted !== undefined) found.add(`${counted} in ${many * size}${of}`)
    }
  }
  return found
}

/** "Once a month" is no "€5 a month". */
const COUNTED = /(?<!\p{L})(?:once|twice|times|einmal|zweimal|dreimal|mal|fois|vez|veces)(?!\p{L})/iu

/** Whether a statement says how often, and the sources that say the same of it say another one. */
export function isOtherFrequency(statement: string, { claims, language, text }: Evidence): boolean {
  const said = frequenciesIn(statement, false)
  if (said.size === 0) return false
  const isCounted = COUNTED.test(statement)
  const known = frequenciesIn(text, !isCounted)
  const terms = new Set(termsIn(statement, language))
  const rated = claims.map((claim) => ({ claim, often: frequenciesIn(claim.plain, !isCounted) }))
  const best = (some: readonly { claim: Claim }[]) =>
    Math.max(...some.map(({ claim }) => sharedWith(claim, terms)), 0)
  return [...said].some((one) => {
    const holders = rated.filter(({ often }) => often.has(one))
    // In a heading or a table's first column: what it is of is told by other words.
    if (holders.length === 0 && known.has(one)) return false
    const rivals = rated.filter(({ claim }) => {
      const often = [...frequenciesIn(claim.plain, false)]
      return often.length > 0 && !often.some((other) => said.has(other))
    })
    if (isCounted && holders.length === 0) return rivals.length > 0
    return best(rivals) > best(holders)
  })
}
