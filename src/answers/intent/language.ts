import { plainText } from "./plain-text.ts"

/** Those of the widget. */
export type Language =
  | "en"
  | "de"
  | "fr"
  | "es"
  | "pt"
  | "it"
  | "nl"
  | "tr"
  | "ar"
  | "he"
  | "hi"
  | "ja"
  | "zh"

/** Scripts that tell the language; Japanese before Chinese, whose signs it shares. */
const SCRIPTS: readonly [Language, RegExp][] = [
  ["ar", /\p{Script=Arabic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["zh", /\p{Script=Han}/u],
]

/** Words that hardly any sentence of these languages goes without. */
const COMMON: readonly [Language, string][] = [
  [
    "en",
    "the what is are my of i you when where has any there how status please it can do does to on a an for was",
  ],
  [
    "de",
    "der die das ist wie was mein meine meines meinem meinen von ich nicht gibt wird wann wo bitte zu zum und schon noch haben",
  ],
  [
    "fr",
    "le la les des est quel quelle mon ma mes de du je ne pas ou en quand y a-t-il t-il avez vous ai une c'est s'il et sur",
  ],
  [
    "es",
    "el la los las es cual mi mis de del yo no cuando donde hay por favor que como una esta ya lo sobre con",
  ],
  [
    "pt",
    "o os as e qual meu minha meus do da dos eu nao quando onde ha por que como uma esta ja sobre com ao foi",
  ],
  [
    "it",
    "il lo gli e qual mio mia miei del della dei io non quando dove ci che come una sta gia sul con a punto per",
  ],
  ["nl", "de het een is wat mijn van ik niet wanneer waar er hoe al over met te staat graag"],
  [
    "tr",
    "bir ne nedir mi mu benim icin var yok nasil nerede zaman ve ile bu durumu talebim talebimin biletim",
  ],
]
const WORDS = COMMON.map(([language, words]) => [language, new Set(words.split(" "))] as const)

/** The language of a message; where it does not tell, that of the browser, and English where that is none of ours. */
export function languageOf(message: string, locale: string | undefined): Language {
  const script = SCRIPTS.find(([, signs]) => signs.test(message))
  if (script) return script[0]
  const words = wordsOf(message)
  const counts = WORDS.map(([language, common]) => ({
    language,
    n: words.filter((word) => common.has(word)).length,
  })).sort((a, b) => b.n - a.n)
  const [first, second] = counts
  if (first && first.n > (second?.n ?? 0)) return first.language
  return ofLocale(locale)
}

/** Ids, addresses and links are in no language, whatever letters they are made of. */
function wordsOf(message: string): string[] {
  const parts = plainText(message).split(/\s+/)
  return parts.flatMap((part) => (/[\p{N}@/]/u.test(part) ? [] : (part.match(/[\p{L}'-]+/gu) ?? [])))
}

function ofLocale(locale: string | undefined): Language {
  const code = locale?.toLowerCase().split(/[-_]/)[0]?.replace(/^iw$/, "he")
  return [...SCRIPTS, ...WORDS].find(([language]) => language === code)?.[0] ?? "en"
}
