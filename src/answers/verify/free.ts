import { termsIn } from "./wording.ts"

/** What many write without the hyphen: that there is none of it. */
const WITHOUT =
  "gluten|lactose|dairy|sugar|nut|fat|alcohol|caffeine|cruelty|smoke|dust|noise|barrier|step|toll|tax|duty|hands|hassle|stress|worry|risk|error"
/** What a word for "free" is not about money before and behind: "gluten-free", "not free", "free of stains", a plan's name. */
const NOT_BEFORE = `(?<![-\\p{L}])(?<!\\b(?:feel|not|no|${WITHOUT}|${capitals(WITHOUT)}) )(?<!n['’]t )`
const NOT_BEHIND =
  "(?![-\\p{L}])(?! (?:to|up|time|space|text|choice|plan|tier|account|version|edition|package|trial)(?!\\p{L}))(?! of (?!charge))"
/** With a capital it begins a sentence or a cell; elsewhere it is a name. */
const ENGLISH = `(?:(?<=^|[.!?|:]\\s{0,2})F|f)ree(?: of charge)?`
const NOTHING = "at no (?:extra |additional )?(?:cost|charge)|without charge|(?:costs?|pays?) nothing"
const ELSEWHERE =
  "[Kk]ostenlos\\p{L}*|[Kk]ostenfrei|gebührenfrei|[Gg]ratis|grátis|[Gg]ratuit\\p{L}*|kosteloos|ücretsiz"

/** That something costs nothing, in the languages whose numbers are read as words. */
export const FREE = new RegExp(
  `${NOT_BEFORE}(?:${ENGLISH})${NOT_BEHIND}|\\b(?:${NOTHING})\\b|(?<!\\p{L})(?:${ELSEWHERE})(?!\\p{L})`,
  "gmu",
)

/** These words, as words are compared. */
const WORDS_FOR_FREE = new Set(
  (["en", "de"] as const).flatMap((language) =>
    termsIn("free of charge costs pay nothing kostenlos kostenfrei gratis gratuit gratuito", language),
  ),
)

/** What is said beside that something is free: it tells what is. */
export function besideFree(terms: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...terms].filter((term) => !WORDS_FOR_FREE.has(term)))
}

function capitals(words: string): string {
  return words.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())
}
