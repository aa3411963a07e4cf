/** The languages that mails are written in: those of the widget. */
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

export type Direction = "ltr" | "rtl"

/** The first of the wanted tags that there is a language for; English where there is none. */
export function chooseLanguage(wanted: readonly (string | undefined)[]): Language {
  for (const tag of wanted) {
    // Old browsers still call Hebrew by its former code.
    const code = tag?.toLowerCase().split(/[-_]/)[0]?.replace(/^iw$/, "he")
    const language = LANGUAGES.find((known) => known === code)
    if (language) return language
  }
  return "en"
}

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text)
}

export function directionOf(language: Language): Direction {
  return language === "ar" || language === "he" ? "rtl" : "ltr"
}

const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}/u
const STRONG = /\p{L}/u

/** How a text of somebody else's is written: as its first letter is; as its surroundings where it has none. */
export function directionOfText(text: string, around: Direction): Direction {
  const first = STRONG.exec(text)?.[0]
  if (first === undefined) return around
  return RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr"
}

/** Whether a text could disturb the order of what stands around it, which is written in this direction. */
export function needsIsolation(text: string, around: Direction): boolean {
  return around === "rtl" ? text !== "" : RIGHT_TO_LEFT.test(text)
}
