import type { Language } from "../../core/language.ts"

/** "And" and "or" as alternatives of a pattern, where words have spaces between them. */
export const CONJUNCTIONS: Record<Language, string> = {
  en: "and|or",
  de: "und|oder",
  fr: "et|ou",
  es: "y|e|o|u",
  pt: "e|ou",
  it: "ed?|od?",
  nl: "en|of",
  tr: "ve|veya|ya da",
  ar: "و|أو",
  he: "או",
  hi: "और|या",
  ja: "および|または",
  zh: "和|或",
}
