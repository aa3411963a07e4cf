import { exceptedAtEnd } from "./excepted.ts"
import { exceptedFromNo } from "./negation.ts"

/**
 * Words that say no of what another one says, and that other one with a no before it: "closed" is "not open". What is
 * left out means other things as often (a closed ticket, a sealed envelope).
 */
const OPPOSITES: readonly [RegExp, string][] = [
  // English; an adjective before its noun is none of them, nor what only tells when or which.
  [
    /(?<=\b(?:be|am|is|are|was|were|remains?|stays?)(?:n['’]t)? (?:not |never |also |always |usually |only |currently |temporarily )?)(?<!\b(?:that|which|once|when|if|after|until|while|whether) (?:\S+ ){0,4})closed\b/gi,
    "not open",
  ],
  [
    /(?<=^|[:–—-]\s?)closed(?=\s*$|\s*[.,;)]|\s(?:on|at|from|for|during|over|between|until|all)\b)/gim,
    "not open",
  ],
  [/(?<=\b(?:and|but) )closed(?= (?:on|at|from|during|over|between)\b)/gi, "not open"],
  [/\b(?:forbidden|prohibited|banned)\b/gi, "not allowed"],
  [/\bpermitted\b/gi, "allowed"],
  [/\bexcluded\b/gi, "not included"],
  [/(?<=\b(?:be|is|are|was|were) )disabled\b/gi, "not enabled"],
  [/\bunavailable\b/gi, "not available"],
  [/\bnon-?refundable\b/gi, "not refundable"],
  [/(?<=\b(?:be|is|are) )optional(?=\s*(?:[.,;)]|$))/gim, "not required"],
  [/\b(?:mandatory|compulsory|obligatory)\b/gi, "required"],
  [/(?<=\bnot (?:open|allowed|included|enabled|available|refundable|required))(?= (?:and|but) )/gi, ","],
  // German; with an ending it stands before its noun. "… und sonntags geschlossen" says it of Sundays alone.
  [/\s(?:und|aber)\s((?:\S+\s){1,4}?)geschlossen(?!\p{L})/giu, ", nicht $1geöffnet"],
  [/(?<!\p{L})geschlossen(?!\p{L})/giu, "nicht geöffnet"],
  [/(?<!\p{L})offen(?!\p{L})/giu, "geöffnet"],
  [/(?<!\p{L})(?:verboten|untersagt|unzulässig)(?!\p{L})/giu, "nicht erlaubt"],
  [/(?<!\p{L})(?:gestattet|zulässig)(?!\p{L})/giu, "erlaubt"],
  [/(?<!\p{L})deaktiviert(?!\p{L})/giu, "nicht aktiviert"],
  // French, Spanish, Portuguese, Italian, Dutch.
  [/(?<!\p{L})fermé(e?s?)(?!\p{L})/giu, "pas ouvert$1"],
  [/(?<!\p{L})interdit(e?s?)(?!\p{L})/giu, "pas autorisé$1"],
  [/(?<!\p{L})cerrad([oa]s?)(?!\p{L})/giu, "no abiert$1"],
  [/(?<!\p{L})prohibid([oa]s?)(?!\p{L})/giu, "no permitid$1"],
  [/(?<!\p{L})fechad([oa]s?)(?!\p{L})/giu, "não abert$1"],
  [/(?<!\p{L})proibid([oa]s?)(?!\p{L})/giu, "não permitid$1"],
  [/(?<!\p{L})chius([oaie])(?!\p{L})/giu, "non apert$1"],
  [/(?<!\p{L})vietat([oaie])(?!\p{L})/giu, "non consentit$1"],
  [/\s(?:en|maar)\s((?:\S+\s){1,4}?)gesloten(?!\p{L})/giu, ", niet $1open"],
  [/(?<!\p{L})gesloten(?!\p{L})/giu, "niet open"],
  [/(?<!\p{L})verboden(?!\p{L})/giu, "niet toegestaan"],
]

const NO = "nicht|nie|niemals|niet|nooit|pas|jamais|no|nunca|não|non|mai"
/** A no before what an opposite has become; in English two of them are none in any case. */
const DENIED = new RegExp(
  `(?<!\\p{L})(?:${NO})\\s(?:(?!(?:und|oder|et|ou|y|o|e|ed|en|of)\\s)[^\\s,;:.]+\\s){0,3}?(?:nicht|niet|pas|no|não|non)\\s` +
    "(?=geöffnet|erlaubt|aktiviert|ouvert|autorisé|abiert|permitid|abert|apert|consentit|open|toegestaan)",
  "giu",
)
const NOS = new RegExp(`(?<!\\p{L})(?:${NO})\\s`, "giu")

/** "…, im Garten jedoch nicht": said first, the no is one of the garden alone. */
const NO_AT_END =
  /,\s((?:[^\s,;]+\s){1,4}?)(?:(?:jedoch|aber|allerdings|hingegen|dagegen|echter|evenwel)\s)?(nicht|niet)(?=\s*(?:[.;!]|$))/giu

const EXCEPT = /\s+except (?:for |on )?(?!if\b|when\b|that\b|where\b|as\b|for\b)/gi

/** The sentence with a "not" where it says the same by an opposite, so that one no is compared with another. */
export function withoutOpposites(sentence: string): string {
  const plain = OPPOSITES.reduce(
    (text, [word, instead]) => text.replace(word, instead),
    sentence.replace(NO_AT_END, ", $2 $1"),
  )
  const said = plain.replace(DENIED, (denied) => denied.replace(NOS, ""))
  const english = exceptedFromNo(said, "en") === undefined ? said.replace(EXCEPT, ", not ") : said
  return exceptedAtEnd(english)
}
