import type { Language } from "../../core/language.ts"
import { plainText } from "./plain-text.ts"
import { SUPPORT_WORDS } from "./support-words.ts"

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
    "der die das ist wie was mein meine meines meinem meinen von ich nicht gibt wird wann wo bitte zu zum und schon noch haben ein eine einen einem einer mit auf fur im ihr ihre ihnen sie wir uns euch mich mir du kann konnen mochte mochten will wollen habe hat sind welche warum sprechen etwas hallo guten danke ja nein gerne",
  ],
  [
    "fr",
    "le la les des est quel quelle mon ma mes de du je ne pas ou en quand y a-t-il t-il avez vous ai une c'est s'il et sur un avec pour dans par qui comment pourquoi combien est-ce suis j'ai veux voudrais peux puis-je parler votre vos notre avez-vous bonjour bonsoir merci oui non cette",
  ],
  [
    "es",
    "a el la los las es cual mi mis de del yo no cuando donde hay por favor que como una esta ya lo sobre con un para en se nos usted ustedes puedo quiero quisiera necesito tengo tienen hablar quien hola gracias si buenas buenos eso todo dos",
  ],
  [
    "pt",
    "a o os as e qual meu minha meus do da dos eu nao quando onde ha por que como uma esta ja sobre com ao foi um para em nos voce posso quero preciso tenho tem falar quem ola obrigado obrigada sim era so isso amanha minhas",
  ],
  [
    "it",
    "il lo gli e qual mio mia miei del della dei io non quando dove ci che come una sta gia sul con a punto per un alla nel nella in mi vi posso vorrei voglio potrei parlare devo avete perche c'e quanto grazie ciao buongiorno si tutto sono ho",
  ],
  [
    "nl",
    "de het een is wat mijn van ik niet wanneer waar er hoe al over met te staat graag en in op voor kan kunt wil hebben heb jullie jij u je moet dit dat was hallo bedankt dank ja nee waarom hoeveel iemand spreken alles",
  ],
  [
    "tr",
    "bir ne nedir mi mu benim icin var yok nasil nerede zaman ve ile bu durumu talebim talebimin biletim bana beni olarak neden kadar istiyorum istemek miyim misiniz musunuz biriyle lutfen evet hayir merhaba tesekkurler degil daha",
  ],
]
/** Those of them that English sentences have as well: alone they tell nothing. "Supported OS versions", "no", "per month". */
const ALSO_ENGLISH = new Set(
  "a ai al all alle alles als as ate bent bon boutique ca car carta carte ce chez chi chose clave com come con contract cores costa da de defect des dia die do dos dove du e elle em en encore entre era eso est faire fare ha han hay he ho ils im in io is it ja kon la las le les lid lo los ma mag mai mas me met mi mir mit mon more na ne no non nos nous o on or os over par passe per plus pour prix promo qui reservation sans se sem ser serve si sin so sobre son sons sta sur te telephone tem to todo u um un uns use uw van var ve vend vi via was wie wil will y ya".split(
    " ",
  ),
)
/** Letters that English hardly has. */
const ACCENTED = /[¿¡\u00c0-\u024f]/
/** Signs that one language has, among these. */
const SIGNS: readonly [Language, RegExp][] = [
  ["es", /[¿¡ñ]/i],
  ["de", /ß/],
]
/**
 * Letters that one language has among these, though not in the world, and all of its letters that English lacks: Swedish has ä beside å,
 * Finnish ää, Vietnamese ã beside many.
 */
const LETTERS: readonly [Language, sign: RegExp, all: RegExp][] = [
  ["de", /^(?!.*ää).*ä/is, /^[äöüß]+$/i],
  ["pt", /[ãõ]/i, /^[àáâãçéêíóôõúü]+$/i],
  ["tr", /[ğşıİ]/, /^[çğıİöşüâîû]+$/i],
]
const LETTERS_BEYOND_ENGLISH = /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]/g
const COMMON_WORDS = new Map(COMMON.map(([language, words]) => [language, new Set(words.split(" "))]))
/** Those that tell a language: the common ones, and what customers write of. */
const WORDS = COMMON.map(([language, words]) => {
  const more = SUPPORT_WORDS.find(([of]) => of === language)?.[1] ?? ""
  return [language, new Set(`${words} ${more}`.split(" "))] as const
})

/** The language of a message; where it does not tell, that of the browser, and English where that is none of ours. */
export function languageOf(message: string, locale: string | undefined): Language {
  const script = SCRIPTS.find(([, signs]) => signs.test(message))
  if (script) return script[0]
  const words = wordsOf(message)
  const foreign = ACCENTED.test(message)
  const lettered = languageByLetters(message, locale)
  const spoken = WORDS.find(([language]) => language === (locale && ownLocale(locale)))?.[1]
  const counts = WORDS.map(([language, common]) => {
    const hits = words.filter((word) => common.has(word))
    // "hij is al onderweg" is no English for its "is" where Dutch is spoken.
    const shared = language === "en" ? spoken : foreign ? undefined : ALSO_ENGLISH
    const tells = !shared || shared === common || hits.some((word) => !shared.has(word))
    const signs = SIGNS.filter(([of, sign]) => of === language && sign.test(message)).length
    return { language, n: (tells ? hits.length : 0) + signs + (language === lettered ? 1 : 0) }
  }).sort((a, b) => b.n - a.n)
  const [first, second] = counts
  if (first && first.n > (second?.n ?? 0)) return first.language
  return ofLocale(locale)
}

/** Of whom another language is known to be spoken, which may have these letters too, they tell nothing. */
function languageByLetters(message: string, locale: string | undefined): Language | undefined {
  if (locale && ownLocale(locale) === undefined) return undefined
  const letters = message.match(LETTERS_BEYOND_ENGLISH)?.join("") ?? ""
  return LETTERS.find(([, sign, all]) => sign.test(message) && all.test(letters))?.[0]
}

/** Does a word (lower case, without accents) only hold sentences of this language together? */
export function isCommonWord(word: string, language: Language): boolean {
  return COMMON_WORDS.get(language)?.has(word) ?? false
}

/** Ids, addresses and links are in no language, whatever letters they are made of. */
function wordsOf(message: string): string[] {
  const parts = plainText(message).split(/\s+/)
  const words = parts.flatMap((part) => (/[\p{N}@/]/u.test(part) ? [] : (part.match(/[\p{L}'-]+/gu) ?? [])))
  // "vendez-vous" has a verb that no list need know.
  return words.flatMap((word) => [word, ...(/(?<=-)(?:vous|je)$/.exec(word) ?? [])])
}

function ofLocale(locale: string | undefined): Language {
  return (locale === undefined ? undefined : ownLocale(locale)) ?? "en"
}

/** Undefined where it is no language of ours. */
function ownLocale(locale: string): Language | undefined {
  const code = locale.toLowerCase().split(/[-_]/)[0]?.replace(/^iw$/, "he")
  return [...SCRIPTS, ...WORDS].find(([language]) => language === code)?.[0]
}
