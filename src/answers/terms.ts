import { isFunctionWord } from "../../kb/function-words.ts"
import { withoutRaisedMarks } from "../../kb/terms.ts"

const STOPWORDS = new Set(
  `a about after again all also am an and any are as at be because been before being between both but by can
  could did do does doing don down during each few for from further get give gives go had has have having he her here hers him
  his how i if in into is it its itself just know let like ll make me more most my need no nor not now of off on
  once only or other our out over own please re s same she should so some such t tell than that the their them
  then there these they this those through to too under until up us use very want was way we were what when
  where which while who whom why will with would you your yours`.split(/\s+/),
)

const SCRIPTS_WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Every word of `text`, lower case and without accents, in order; "E-11" is "e11". */
export function words(text: string): string[] {
  const plain = withoutRaisedMarks(text)
    .normalize("NFKD")
    .replace(/[\p{M}’']|(?<=(?<![\p{L}\p{N}])\p{L})-(?=\d)/gu, "")
    .toLowerCase()
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (SCRIPTS_WITHOUT_SPACES.test(word) ? bigrams(word) : word || []))
}

/** The stems that carry the meaning of `text`: its words without stop words, in order, repeats included. */
export function contentTerms(text: string): string[] {
  return words(withShortNames(text))
    .filter((word) => !STOPWORDS.has(word))
    .map(stem)
}

/** Countries that are called by several names: who asks for "the USA" is told what stands of the United States. */
const SHORT_NAMES: readonly [RegExp, string][] = [
  [/\bunited states(?: of america)?\b|\bu\.s\.(?:a\.?)?(?!\p{L})|\bthe us\b/giu, " usa "],
  [/\bUS\b/g, " usa "],
  [/\b(?:united kingdom|great britain|u\.k\.)(?!\p{L})/giu, " uk "],
  [/\beuropean union\b/gi, " eu "],
]

function withShortNames(text: string): string {
  return SHORT_NAMES.reduce((named, [names, short]) => named.replace(names, short), text)
}

/** Asks for a number, and is in no answer: "How many requests may I make?" is not about what is said of too many. */
const HOW_MANY = /\bhow (?:many|much|long|often)\b/gi

/** Asks for a price, and is in no row of a table that has it: "What does Fibre 600 cost?" is not about what "costs" more with it. */
const COSTS =
  /(?<!\p{L})(?:costs?|kosten|kostet|co[uû]te(?:nt)?|cuestan?|costa(?:no)?|custam?|kost)(?!\p{L})/giu

/** What a question is about in any language, or all its terms where that is nothing: "ein" in "Wie lange gilt ein Gutschein?" is not. */
export function topicTerms(question: string): string[] {
  const topics = contentTerms(
    words(withShortNames(question.replace(HOW_MANY, " ").replace(COSTS, " ")))
      .filter((word) => !isFunctionWord(word))
      .join(" "),
  )
  return topics.length > 0 ? topics : contentTerms(question)
}

/** "What to do?" names nothing that is to be done, nor does "was tun?" */
const DOES = new Set("tun machen faire hacer fazer fare doen".split(" "))

/** Does a question name what a title is about, and nothing else? "refund" does of "Refund policy". */
export function namesTitle(question: string, title: string): boolean {
  const named = words(question).filter((word) => !isFunctionWord(word) && !DOES.has(word))
  const [asked, own] = [contentTerms(named.join(" ")), contentTerms(title)]
  return asked.includes(own[0] ?? "") && asked.every((term) => own.includes(term))
}

const SHORTEST_PART = 5

/** Is a term part of one of these, or the beginning? "Gutschein" of "Geschenkgutscheine", "deliver" of "delivery"; not "order" of "border". */
export function hasFormOf(terms: ReadonlySet<string>, term: string): boolean {
  if (term.length < SHORTEST_PART) return false
  return [...terms].some((other) => {
    if (other.length <= term.length) return false
    return other.startsWith(term) || (other.endsWith(term) && other.length >= term.length + 4)
  })
}

/** Whether a term is one of these, as it stands or within another. */
export function hasTermOrForm(terms: ReadonlySet<string>, term: string): boolean {
  return terms.has(term) || hasFormOf(terms, term)
}

const PARTICLES = new Set(["up", "in", "out", "off", "on", "down", "over"])

/** The stems of what `text` writes as two words and others write as one: "back up" and "backup", "log in" and "login". */
export function joinedTerms(text: string): string[] {
  const all = words(text)
  return all.flatMap((word, i) => (PARTICLES.has(all[i + 1] ?? "") ? stem(`${word}${all[i + 1]}`) : []))
}

function bigrams(run: string): string[] {
  const letters = [...run]
  if (letters.length < 2) return letters
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
}

/**
 * Joins the forms of a word (cancel, cancelled, cancellation) without a dictionary. It over-joins now and
 * then; both sides of every comparison pass through it, so that costs a little precision and no misses.
 */
function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word
  return word
    .replace(/(?<=..)ies$/, "y")
    .replace(/(?<=s|x|z|ch|sh)es$|(?<=[^su])s$/, "")
    .replace(/(?<=...)(ations?|ated?|ating|ators?|ment|ing|ions?|ed|ers?|ly|e)$/, "")
    .replace(/(?<=..)(.)\1$/, "$1")
    .replace(/(?<=...)i$/, "y")
}
