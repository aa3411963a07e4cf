import type { Language } from "../../core/language.ts"
import { FREE } from "./free.ts"
import { withoutPhones } from "./phones.ts"
import { termsIn } from "./wording.ts"

/** A number and of what it is. */
export interface Figure {
  value: string
  /** `$` of money, `%`, `:` of a time of day, else the words behind it: a number of days is none of months. */
  kinds: ReadonlySet<string>
  /** The other end of a range that begins with it. */
  upTo?: string
  /** Said by a word: what is free costs 0, in any currency. */
  free?: true
}

/** From zero. A word that is as often none ("neuf", "sei") is left out. */
const NUMBER_WORDS: Partial<Record<Language, string>> = {
  en: "zero one two three four five six seven eight nine ten eleven twelve",
  de: "null - zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
  fr: "zéro - deux trois quatre cinq six sept huit - dix onze douze",
  es: "cero - dos tres cuatro cinco seis siete ocho nueve diez once doce",
  pt: "zero - dois três quatro cinco seis sete oito nove dez onze doze",
  it: "zero - due tre quattro cinque - sette otto nove dieci undici dodici",
  nl: "nul - twee drie vier vijf zes zeven acht negen tien elf twaalf",
  tr: "sıfır - iki üç dört beş altı yedi sekiz dokuz on",
}
/** "The first one", "it begins one, and": they count nothing. */
const ONE_OF_THEM =
  /\b(?:the|this|that|first|last|next|another|no|each|every|which|new|old) one\b|\bone\b(?![\s-]+(?!(?:of|to(?!\s(?:two|three|four|five)\b)|is|that|who|which|for|in|with|and|or|at|by|can|may|must)\b)\p{L})/giu
/** Not those behind a letter: "M2" is a name. */
const NUMBER = /(?<![A-Za-z]\d*)\d+(?:[.,:'’]\d+)*/g
const MONEY = "[€$£¥₹₺₪]|EUR|USD|GBP|CHF|JPY|INR|TRY|ILS"
const MONEY_BEFORE = new RegExp(`(?:${MONEY})\\s*(?:[\\d.,]+\\s*[-–]\\s*)?$`)
const MONEY_BEHIND = new RegExp(
  `^\\s*(?:(?:${MONEY})|(?:euros?|dollars?|pounds|franken|francs|dólares|元|円)(?!\\p{L}))`,
  "iu",
)
const PERCENT_BEHIND = /^\s*(?:%|percent|per cent|prozent|pour cent|por ciento|por cento|procent)/i
/** "5 to 7 business days" are business days of both. */
const REST_OF_RANGE = /^\s*(?:[-–—~]|\p{L}{1,3})\s*\d+(?:[.,]\d+)*/u
/** What follows a range's first number, up to its second. */
const RANGE = /^\s*(?:[-–—~]|(?:to|bis|à|a|al|até|hasta|tot|ila)\s)\s*(\d+(?:[.,:]\d+)*)/iu

/** The numbers in `text`, in order, phone numbers left out; then what is free in it. */
export function figuresIn(text: string, language: Language): Figure[] {
  const free = [...text.matchAll(FREE)].map(() => ({
    value: "0",
    kinds: new Set(["$"]),
    free: true as const,
  }))
  return [...numbersIn(text, language), ...free]
}

function numbersIn(text: string, language: Language): Figure[] {
  const plain = inDigits(text, language)
  return [...plain.matchAll(NUMBER)].map((found) => {
    const rest = plain.slice(found.index + found[0].length)
    const kinds = kindsOf(found[0], plain.slice(0, found.index), rest.replace(REST_OF_RANGE, ""), language)
    const upTo = RANGE.exec(rest)?.[1]
    return { value: plainNumber(found[0]), kinds: new Set(kinds), ...(upTo && { upTo: plainNumber(upTo) }) }
  })
}

/** A whole number in digits or as a word. */
export function numberOf(word: string, language: Language): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  const number = NUMBER_WORDS[language]?.split(" ").indexOf(word.toLowerCase()) ?? -1
  return number < 0 ? undefined : number
}

function inDigits(text: string, language: Language): string {
  return withoutPhones(text)
    .replace(ONE_OF_THEM, " ")
    .replace(/\b(?:EUR|USD|GBP|CHF)(?=\d)/g, "$& ")
    .replace(/(?<![\p{L}\p{N}-])\p{L}+(?![\p{L}\p{N}])/gu, (word) => String(numberOf(word, language) ?? word))
}

function kindsOf(number: string, before: string, behind: string, language: Language): string[] {
  if (MONEY_BEFORE.test(before) || MONEY_BEHIND.test(behind)) return ["$"]
  if (PERCENT_BEHIND.test(behind)) return ["%"]
  if (number.includes(":")) return [":"]
  const [, next = ""] = behind.match(/^[\s-]*(\p{L}+(?:\s+\p{L}+)?)/u) ?? []
  return termsIn(next, language)
}

const THOUSANDS = /^\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:['’]\d{3})+)(?=[.,]\d{1,2}$|$)/

/** Without separators of thousands and without empty decimals: €1,190.00 is 1190, and 4,90 € is 4.90. */
function plainNumber(number: string): string {
  return number
    .replace(THOUSANDS, (whole) => whole.replace(/\D/g, ""))
    .replace(/^(\d+)[.,](\d{1,2})$/, (_, whole, cents) => (cents === "00" ? whole : `${whole}.${cents}`))
}
