import type { Language } from "../../core/language.ts"
import { isNegated } from "./negation.ts"

interface Exception {
  language: Language
  no: string
  /** What is excepted, as `what`. */
  said: RegExp
}

/** @param joined what a further thing that is excepted looks like: "und dienstags", but not "und kostet" */
function exception(
  [language, no]: [Language, string],
  [except, and, article]: [string, string, string],
  [notBehind, joined]: [string, string],
): Exception {
  const what = `(?:(?:${article})\\s*)*\\p{L}+(?:\\s(?:${and})\\s(?:${joined}))*`
  const pattern = `,?(?:^|(?<!\\p{L}))(?:${except})\\s(?!(?:${notBehind})(?!\\p{L}))(?<what>${what}),?\\s*`
  return { language, no, said: new RegExp(pattern, "iu") }
}

/** The words for "except" before what is left out, wherever in its sentence it stands; "except when" is none of them. */
const EXCEPTIONS: readonly Exception[] = [
  exception(
    ["de", "nicht"],
    ["außer|ausgenommen", "und|oder", "an|am|im|in|den|dem|der|die"],
    [
      "wenn|dass|falls|sofern|man|haus|betrieb|kraft|acht|frage|dienst|atem",
      "(?:an |am )?\\p{L}+(?:s|tag|tagen)(?!\\p{L})",
    ],
  ),
  exception(
    ["fr", "pas"],
    ["sauf|hormis|excepté", "et|ou", "l['’]|les?|la|aux?|en|pendant"],
    ["si|quand|lorsque|que|en cas", "(?:les?|la|aux?) \\p{L}+"],
  ),
  exception(
    ["es", "no"],
    ["excepto|menos|salvo", "y|e|o", "los?|las?|el|en"],
    ["si|cuando|que|de", "(?:los?|las?|el) \\p{L}+"],
  ),
  exception(
    ["pt", "não"],
    ["exceto|salvo", "e|ou", "às?|aos?|os?|as?|em|nas?|nos?"],
    ["se|quando|que", "(?:às?|aos?|os?|as?) \\p{L}+"],
  ),
  exception(
    ["it", "non"],
    ["tranne|eccetto|salvo", "e|ed|o", "l['’]|il|lo|la|gli|le|i|di|nei|nel"],
    ["se|quando|che", "(?:il|lo|la|gli|le|i) \\p{L}+"],
  ),
  exception(
    ["nl", "niet"],
    ["behalve", "en|of", "op|de|het|in"],
    ["als|wanneer|dat|indien", "(?:op )?\\p{L}+dag(?:en)?(?!\\p{L})"],
  ),
]

/** The sentence with a no of what is excepted at its end: "täglich außer montags geöffnet" is "täglich geöffnet, nicht montags". */
export function exceptedAtEnd(sentence: string): string {
  for (const { language, no, said } of EXCEPTIONS) {
    const found = said.exec(sentence)
    const what = found?.groups?.what
    if (!found || what === undefined) continue
    const rest = `${sentence.slice(0, found.index)} ${sentence.slice(found.index + found[0].length)}`
    const [, text = "", end = ""] = /^(.*?)([.!?\s]*)$/s.exec(rest.trim()) ?? []
    if (text.trim() !== "" && !isNegated(text, language)) return `${text}, ${no} ${what}${end}`
  }
  return sentence
}
