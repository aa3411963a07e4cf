import { isFunctionWord } from "../../kb/function-words.ts"
import { smalltalk } from "../../kb/smalltalk.ts"
import type { Language } from "../core/language.ts"
import { isCommonWord, languageOf } from "./intent/language.ts"
import { OPENERS } from "./question-openers.ts"
import { words } from "./terms.ts"

/** Questions of one message that are looked up; what is asked beyond is for a person. */
export const MOST_QUESTIONS = 3

/** A longer message is a report, whose questions hardly say by themselves what they are about. */
const LONGEST = 300

/** "Where are you?" asks by no other word. */
const PLACES = new Set("where wo ou donde onde dove waar nerede".split(" "))

/** "Can you help me?", "Any ideas?": they ask for an answer to what stands beside them. */
const ASKING = new Set(
  `help helping question questions know tell ask idea ideas right correct true possible sure anybody anyone somebody
  someone there happen happened understand check explain wondering think else going deal way advice suggestions suggest
  more fix double issue problem wrong really wtf
  frage fragen helfen hilfe moglich richtig oder stimmt wissen sagen aide aider question possible vrai savoir dire
  ayuda ayudar ayudarme pregunta posible verdad saber ajuda ajudar pergunta possivel aiuto aiutare aiutarmi domanda
  possibile vero hulp helpen vraag mogelijk weten yardim soru`.split(/\s+/),
)

const MARKED = /(?<=[?？؟])(?:["'”’)»]*\s+|(?<=[？؟])(?=\S))(?![?？؟])/u

/**
 * The questions of a message in order, each with what is told beside it; the message itself, alone, where it asks one
 * thing or none. One that is told apart wrongly costs a right answer, so that only what is plainly two is two.
 */
export function questionsIn(message: string): string[] {
  if (message.trim().length > LONGEST) return [message]
  const { text, quotes } = withoutQuotes(message.trim())
  const language = languageOf(text, undefined)
  const cut = text.split(MARKED).flatMap((marked) => cutAtOpeners(marked, language))
  const questions = withWhatIsTold(cut, language)
  return questions.length > 1 ? questions.map((question) => withQuotes(question, quotes)) : [message]
}

/** What is quoted or added in brackets asks nothing of its own: 'What does "Where is it?" mean?' */
const QUOTE =
  /`[^`\n]+`|"[^"\n]+"|“[^“”\n]+”|„[^„“”\n]+[“”]|«[^«»\n]+»|\([^()\n]+\)|\[[^[\]\n]+\]|(?<![\p{L}\p{N}])['‘][^'‘’\n]+['’](?![\p{L}\p{N}])/gu
/** Signs that no text has and no pattern knows, one for each quote. */
const FIRST_SIGN = 0xe000
const SIGN = /[\ue000-\uf8ff]/g

function withoutQuotes(text: string) {
  const quotes: string[] = []
  const masked = text.replace(SIGN, "").replace(QUOTE, (quote) => {
    quotes.push(quote)
    return String.fromCharCode(FIRST_SIGN + quotes.length - 1)
  })
  return { text: masked, quotes }
}

function withQuotes(text: string, quotes: readonly string[]): string {
  return text.replace(SIGN, (sign) => quotes[sign.charCodeAt(0) - FIRST_SIGN] ?? "")
}

interface Part {
  text: string
  isQuestion: boolean
}

/** Parts that ask nothing by themselves go with the next one, at the end with the last. */
function withWhatIsTold(parts: readonly Part[], language: Language): string[] {
  const found: string[] = []
  let told: string[] = []
  for (const { text, isQuestion } of parts) {
    told.push(text)
    if (!isQuestion || smalltalk(text) || words(text).every((word) => isEmpty(word, language))) continue
    found.push(told.join(" "))
    told = []
  }
  const last = found.pop()
  return last === undefined ? [told.join(" ")] : [...found, [last, ...told].join(" ")]
}

function isEmpty(word: string, language: Language): boolean {
  return !PLACES.has(word) && (isFunctionWord(word) || isCommonWord(word, language) || ASKING.has(word))
}

/** Cuts what one question mark ends, or none: at "and do you …", where a question stands before it. */
function cutAtOpeners(text: string, language: Language): Part[] {
  const patterns = COMPILED.get(language)
  const isMarked = /[?？؟]["'”’)»]*$/u.test(text)
  if (!patterns) return [{ text, isQuestion: isMarked }]
  const parts: Part[] = []
  let rest = text
  for (const found of text.matchAll(patterns.joins)) {
    const at = found.index + found[0].length - (text.length - rest.length)
    const [before, behind] = [rest.slice(0, at - found[0].length), rest.slice(at)]
    const goesOn = patterns.wantsToKnow.test(before) ? patterns.known : patterns.opens
    if (!(parts.length > 0 || isAsked(before, patterns)) || !goesOn.test(behind)) continue
    parts.push({ text: before, isQuestion: true })
    rest = behind
  }
  return [...parts, { text: rest, isQuestion: isMarked || parts.length > 0 || isAsked(rest, patterns) }]
}

/** Whether a message asks anything, with a question mark or without. */
export function asksSomething(message: string): boolean {
  return hasQuestionMark(message) || isWordedAsQuestion(message)
}

/** "And can I pay by invoice", not "and the app?" */
export function isWordedAsQuestion(message: string): boolean {
  const patterns = COMPILED.get(languageOf(message, undefined))
  return patterns !== undefined && isAsked(message.trim(), patterns)
}

export function hasQuestionMark(message: string): boolean {
  return /[?？؟]/.test(message)
}

/** Whether one of its sentences begins as a question does, or says what somebody wants to know. */
function isAsked(text: string, { opens, wantsToKnow }: Patterns): boolean {
  return wantsToKnow.test(text) || text.split(/[.!?,;:\n]\s*/).some((sentence) => opens.test(sentence))
}

interface Patterns {
  joins: RegExp
  opens: RegExp
  wantsToKnow: RegExp
  known: RegExp
}

const COMPILED = new Map(
  Object.entries(OPENERS).map(([language, { and, opens, wantsToKnow, known }]): [string, Patterns] => [
    language,
    {
      joins: new RegExp(
        `[,;.!]?\\s+(?:${and})(?:\\s+(?:${and}))?[,:]?\\s+|[,;]\\s+|[.!]\\s+|\\s*\\n\\s*`,
        "giu",
      ),
      opens: new RegExp(`^[¿"“„«(]*(?:(?:${and})\\s+)?(?:${opens})(?![\\p{L}\\p{M}])`, "iu"),
      wantsToKnow: new RegExp(`(?<!\\p{L})(?:${wantsToKnow})\\s(?:${known})(?![\\p{L}\\p{M}])`, "iu"),
      known: new RegExp(`^(?:${known}|${opens})(?![\\p{L}\\p{M}])`, "iu"),
    },
  ]),
)
