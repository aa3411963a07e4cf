import { en } from "./en.ts"
import type { PlainKey, Plural, PluralKey, Texts } from "./texts.ts"

/** Texts of one language, and dates and numbers as it writes them. */
export interface Words {
  locale: string
  direction: "ltr" | "rtl"
  say(key: PlainKey, values?: Readonly<Record<string, string>>): string
  count(key: PluralKey, n: number): string
  /** Time of day. */
  time(iso: string): string
  /** "Today", "yesterday", or the date. */
  day(iso: string): string
  /** Both. */
  moment(iso: string): string
  /** "12 seconds", "3 minutes". */
  span(seconds: number): string
}

export const LANGUAGES = [
  "en",
  "es",
  "fr",
  "de",
  "pt",
  "it",
  "nl",
  "tr",
  "ar",
  "he",
  "hi",
  "ja",
  "zh",
] as const
export type Language = (typeof LANGUAGES)[number]

/** The first of the wanted locales that the widget speaks; English where it speaks none. */
export function chooseLanguage(wanted: readonly string[]): { language: Language; locale: string } {
  for (const locale of wanted) {
    // Old browsers still call Hebrew by its former code.
    const code = locale.toLowerCase().split(/[-_]/)[0]?.replace(/^iw$/, "he")
    const language = LANGUAGES.find((known) => known === code)
    if (language) return { language, locale: isLocale(locale) ? locale : language }
  }
  return { language: "en", locale: "en" }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

const DAY_MS = 86_400_000

/** @param overrides texts that replace the language's own, whatever the count. */
export function createWords(
  { language, locale }: { language: Language; locale: string },
  texts: Texts = en,
  overrides: Readonly<Record<string, string>> = {},
): Words {
  const rules = new Intl.PluralRules(locale)
  const number = new Intl.NumberFormat(locale)
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  const words: Words = {
    locale,
    direction: language === "ar" || language === "he" ? "rtl" : "ltr",
    say: (key, values = {}) => fill(overrides[key] ?? texts[key], values),
    count(key, n) {
      const forms: Plural = texts[key]
      return fill(overrides[key] ?? forms[rules.select(n)] ?? forms.other, { n: number.format(n) })
    },
    time: (iso) => time.format(new Date(iso)),
    day(iso) {
      const date = new Date(iso)
      // Days of 23 and 25 hours are days, too.
      const days = Math.round((date.setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / DAY_MS)
      if (days === 0 || days === -1) return capital(relative.format(days, "day"), locale)
      const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric"
      return date.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long", year })
    },
    moment: (iso) => `${words.day(iso)}, ${words.time(iso)}`,
    span(seconds) {
      const [unit, value] =
        seconds < 90
          ? ["second", seconds]
          : seconds < 5400
            ? ["minute", seconds / 60]
            : ["hour", seconds / 3600]
      const format = new Intl.NumberFormat(locale, { style: "unit", unit: String(unit), unitDisplay: "long" })
      return format.format(Math.ceil(Number(value)))
    },
  }
  return words
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
