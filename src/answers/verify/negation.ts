import type { Language } from "../../core/language.ts"
import { words } from "../terms.ts"
import { CONJUNCTIONS } from "./conjunctions.ts"

const wordsOf = (list: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`, "giu")

/** Words that make a sentence say no. French `ne` is none of them: it comes with one, or with `que`, which is "only". */
const NEGATIONS: Record<Language, RegExp> = {
  en: /\b(?:no|not|never|cannot|can['’]?t|none|neither|nor|without|unable|impossible|isnt|dont|doesnt|wont)\b|n['’]t\b/gi,
  de: wordsOf("nicht|nichts|kein\\p{L}*|nie|niemals|niemand|ohne|weder|unmöglich|nein"),
  fr: wordsOf("pas|jamais|rien|personne n['’e]|aucune?s?|sans|ni|impossible|non|n(?:e |['’])[^.]{1,30} plus"),
  es: wordsOf("no|nunca|jamás|nada|nadie|ning[uú]n\\p{L}*|sin|tampoco|imposible"),
  pt: wordsOf("não|nunca|jamais|nada|ninguém|nenhum\\p{L}*|sem|nem|impossível"),
  it: wordsOf("non|mai|niente|nulla|nessun\\p{L}*|senza|né|impossibile"),
  nl: wordsOf("niet|niets|geen|nooit|niemand|zonder|noch|onmogelijk"),
  tr: /değil|\byok(?:tur)?(?!\p{L})|hiçbir|\p{L}(?:[mM][ae]z(?:s[ıi]n[ıi]z|lar|ler)?|m[ıiuü]yor\p{L}*|m[ae]d[ıi]\p{L}*|m[ae]y[ıi]n(?:[ıi]z)?|m[ae]yacak\p{L}*|m[ae]yecek\p{L}*|m[ae]mal[ıi]\p{L}*|m[ae]meli\p{L}*)(?!\p{L})/gu,
  ar: wordsOf("لا|ليس|ليست|لن|لم|غير|بدون|دون"),
  he: wordsOf("לא|אין|אינו|אינה|אינם|אינן|ללא|בלי|אסור"),
  hi: /नहीं|(?<![\p{L}\p{M}])(?:न|ना|मत|बिना)(?![\p{L}\p{M}])/gu,
  ja: /ません|ない|なかった|なく|不可|禁止/g,
  zh: /不|没|沒|无法|無法|未|勿|禁止/g,
}
/** What looks like one and is none. */
const NO_NEGATIONS =
  /not only|nicht nur|non seulement|no s[oó]lo|não só|non solo|niet alleen|なければな(?:りません|らない)|かもしれ(?:ません|ない)|不同|不过|不過|不仅|不僅|不但|未来/gi
/** A cell that holds nothing else. */
export const NO_MARK = /^\s*[-–—✗✘❌×]\s*$/
/** Two of them make a yes here; elsewhere they often make one no. */
const CANCEL_OUT: readonly Language[] = ["en"]

export function isNegated(text: string, language: Language): boolean {
  const found = text.replace(NO_NEGATIONS, " ").match(NEGATIONS[language])?.length ?? 0
  return NO_MARK.test(text) || (CANCEL_OUT.includes(language) ? found % 2 === 1 : found > 0)
}

const AT_MOST =
  /(?<!\p{L})(?:(?:no|not|nicht|pas|non|niet) (?:more|older|later|longer|älter|später|länger|mehr|plus|m[aá]s|più|ouder|meer) (?:\p{L}+ )?(?:than|als|de|que|di|dan)|at most|höchstens|maximal|au plus|como máximo|al massimo|hoogstens)(?!\p{L})/iu

/** "Not older than" and "at most" say the same, one with a no. */
export function isAtMost(text: string): boolean {
  return AT_MOST.test(text)
}

const BARE_NO = /^\s*(?:not|nicht|pas|no|non|não|niet)\s/i

/** A clause that says no of what the clause before says: "…, not on Sundays". */
export function beginsWithNo(clause: string): boolean {
  return BARE_NO.test(clause)
}

const LIMITS =
  /(?<!\p{L})(?:only|unless|except|nur|außer|ausgenommen|sauf|seulement|uniquement|s[oó]lo|solamente|excepto|salvo|só|somente|apenas|exceto|soltanto|tranne|alleen|slechts|behalve|tenzij|sadece|yalnızca|hariç|فقط|إلا|רק|אלא|केवल|सिर्फ)(?![\p{L}\p{M}])|のみ|だけ|只|仅|僅|除了/iu

/** "Only if": a yes and a no at once. */
export function isLimited(text: string): boolean {
  return LIMITS.test(text)
}

const ONLY_THEY: Partial<Record<Language, RegExp>> = {
  en: /^\s*only\s/i,
  de: /^\s*nur\s/i,
  fr: /^\s*(?:seule?s?|seulement)\s/i,
  es: /^\s*(?:s[oó]lo|solamente|únicamente)\s/i,
  pt: /^\s*(?:só|somente|apenas)\s/i,
  it: /^\s*(?:solo|soltanto)\s/i,
  nl: /^\s*alleen\s/i,
}

/** What follows an "only" at the beginning: "Only the owner can delete it" says no of everybody else. */
export function onlyThey(sentence: string, language: Language): string | undefined {
  const only = ONLY_THEY[language]?.exec(sentence)?.[0]
  return only && sentence.slice(only.length)
}

const YES =
  "yes|of course|sure|certainly|natürlich|selbstverständlich|bien sûr|por supuesto|claro|com certeza|certo|natuurlijk|ja|oui|sí|si|sim|sì|evet|نعم|כן|हाँ|हां|はい|是的?|可以"
const NO = "no|nein|non|não|nee|hayır|لا|לא|नहीं|いいえ|不是?|不可以|不能"
const VERDICT = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:(?<yes>${YES})|(?<no>${NO}))(?:\\s*[.,!:;–—。，！、]+\\s*|\\s*$)(?<rest>.*)$`,
  "isu",
)

/** A "Yes." or "No," at the beginning, and what follows it. */
export function verdictOf(sentence: string): { verdict?: "yes" | "no"; rest: string } {
  const found = VERDICT.exec(sentence)?.groups
  if (!found) return { rest: sentence }
  return { verdict: found.yes ? "yes" : "no", rest: found.rest ?? "" }
}

const CLAUSE_END =
  /[,;:–—]\s|[，；：]|\s(?:but|however|although|unless|except|whereas|while|aber|jedoch|obwohl|außer|sondern|mais|sauf|pero|salvo|porém|exceto|però|tranne|maar|behalve|ama|ancak|fakat)\s/i
/** A second statement behind an "and": its negation is near, or it has a verb of its own. */
const SECOND_STATEMENT = new Map(
  Object.entries(CONJUNCTIONS).map(([language, and]) => [
    language,
    new RegExp(`\\s(?:${and})\\s(?=(\\S+(?:\\s\\S+)?))`, "i"),
  ]),
)
const ENGLISH_VERB = /^(?:can|do|does|is|are|was|were|will|must|may|has|have|it|they|you|we|there)\b/i
/** It denies no more than what stands behind it: points expire after a year without an order. */
const WITHOUT = /\s(?=(?:without|ohne|sans|sin|sem|senza|zonder)\s)/i
const OR = /\s(?:or|nor|oder|noch|ou|ni|o|nem|né|of|veya)\s|^(?:or|nor|oder|noch|ou|ni|o|nem|né|of|veya)\s/i
const MOST_WORDS_OF_AN_ITEM = 5

/** The parts of a sentence, each with its own yes or no: "You can cancel, but not change it". */
export function clauses(sentence: string, language: Language): string[] {
  const parts = listsJoined(sentence.split(CLAUSE_END), language)
  const all = parts.flatMap((part) => splitBeforeNegation(part, language))
  return all.filter((part) => words(part).length > (all.length > 1 ? 1 : 0))
}

/** "We do not take cheques, cash or gold": the no holds for all three. */
function listsJoined(parts: readonly string[], language: Language): string[] {
  const joined: string[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? ""
    const items = isNegated(part, language) ? itemsFrom(parts.slice(i + 1)) : 0
    joined.push(parts.slice(i, i + 1 + items).join(", "))
    i += items
  }
  return joined
}

/** How many of the parts go on with a list, which an "or" ends. */
function itemsFrom(parts: readonly string[]): number {
  const end = parts.findIndex((part) => OR.test(part))
  const items = parts.slice(0, end + 1)
  return items.every((part) => words(part).length <= MOST_WORDS_OF_AN_ITEM) ? items.length : 0
}

function splitBeforeNegation(part: string, language: Language): string[] {
  if (!isNegated(part, language)) return [part]
  const [before = "", without = ""] = part.split(WITHOUT)
  if (without && words(before).length > 1) return [before, without]
  return splitAtSecondStatement(part, language)
}

function splitAtSecondStatement(part: string, language: Language): string[] {
  const at = SECOND_STATEMENT.get(language)?.exec(part)
  if (!at) return [part]
  const [before, after] = [part.slice(0, at.index), part.slice(at.index + at[0].length)]
  const next = at[1] ?? ""
  const starts =
    isNegated(next, language) ||
    /^n(?:e\b|['’])/i.test(next) ||
    (language === "en" && ENGLISH_VERB.test(next))
  if (!starts || words(before).length < 2) return [part]
  return [before, ...splitBeforeNegation(after, language)]
}

const EXCEPTED = /\s(?:except|außer|sauf|salvo|excepto|exceto|tranne|behalve)\s/i

/** Of whom "No dogs except guide dogs" says yes. */
export function exceptedFromNo(sentence: string, language: Language): string | undefined {
  const [before = "", excepted] = sentence.split(EXCEPTED)
  return isNegated(clauses(before, language).at(-1) ?? "", language) ? excepted : undefined
}
