import type { Language } from "../../core/language.ts"
import type { Evidence } from "./evidence.ts"
import { numberOf } from "./numbers.ts"

/** `3 p.m.`, `15:00`, `15 Uhr`, `8 h 30`. */
const TIME =
  /(?<![\d.,:])(?<hour>\d{1,2})(?:[:.](?<minute>\d\d))?\s*(?:(?<half>[ap])\.?\s?m(?!\p{L})\.?|Uhr(?!\p{L})|h(?!\p{L})(?:\s?(?<behind>\d\d)(?!\d))?)|(?<![\d.,:])(?<hours>\d{1,2}):(?<minutes>\d\d)(?![\d:])/giu
/** A week and days, as patterns, and days as they are written behind a number. */
const WEEKS: Partial<Record<Language, [week: string, day: string, days: string]>> = {
  en: ["weeks?", "days?", "days"],
  de: ["Wochen?", "Tage?n?", "Tage"],
  fr: ["semaines?", "jours?", "jours"],
  es: ["semanas?", "d[ií]as?", "días"],
  pt: ["semanas?", "dias?", "dias"],
  it: ["settiman[ae]", "giorn[oi]", "giorni"],
  nl: ["we(?:ek|ken)", "dag(?:en)?", "dagen"],
}

/** The text with times of day and weeks as the passages write them, where those have the same in another way. */
export function asInEvidence(text: string, evidence: Evidence, language: Language): string {
  return oneAsWritten(weeksInDays(timesAsWritten(text, evidence), evidence, language), evidence)
}

/** "One hour" is the source's "an hour". */
function oneAsWritten(text: string, { text: source, numbers }: Evidence): string {
  if (numbers.has("1")) return text
  return text.replace(/\b(?:one|1)\s(\p{L}+)/giu, (whole, noun: string) => {
    const written = new RegExp(`(?<!\\p{L})an?\\s${noun}(?!\\p{L})`, "iu").exec(source)
    return written ? written[0] : whole
  })
}

function timesAsWritten(text: string, { text: source, numbers }: Evidence): string {
  const written = new Map([...source.matchAll(TIME)].map((found) => [minutesOf(found), found[0]]))
  return text.replace(TIME, (...found) => {
    const [whole] = found as [string]
    const groups = found.at(-1) as Groups
    const isWritten = numbers.has(whole.match(/\d+(?::\d+)?/)?.[0] ?? "")
    return isWritten ? whole : (written.get(minutesOf({ groups })) ?? whole)
  })
}

type Groups = Record<string, string | undefined>

function minutesOf({ groups = {} }: { groups?: Groups | undefined }): number {
  const hour = Number(groups.hour ?? groups.hours)
  const minute = Number(groups.minute ?? groups.behind ?? groups.minutes ?? 0)
  if (!groups.half) return hour * 60 + minute
  return ((hour % 12) + (groups.half.toLowerCase() === "p" ? 12 : 0)) * 60 + minute
}

function weeksInDays(
  text: string,
  { text: source, numbers, language: theirs }: Evidence,
  language: Language,
) {
  const [week, , days] = WEEKS[language] ?? []
  const [, day] = WEEKS[theirs] ?? []
  if (!week || !day) return text
  const pattern = new RegExp(`(?<![\\p{L}\\d.,-])(\\d+|\\p{L}+)[\\s-]+${week}(?!\\p{L})`, "giu")
  return text.replace(pattern, (whole, count: string) => {
    const weeks = numberOf(count, language)
    if (weeks === undefined || numbers.has(String(weeks))) return whole
    const isWritten = new RegExp(`(?<![\\d.,])${weeks * 7}[\\s-]+${day}(?!\\p{L})`, "iu").test(source)
    return isWritten ? `${weeks * 7} ${days}` : whole
  })
}
