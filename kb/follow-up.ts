import { isFunctionWord } from "./function-words.ts"
import { normalised } from "./linear-algebra.ts"
import { words } from "./terms.ts"

/** How a message is to be looked up. */
export interface FollowUp {
  /** Whether it leans on what was asked before. */
  leans: boolean
  /** The text to search by words, and to embed as `vector` for `mixed`. */
  text: string
  /** Share of the earlier question's vector in the mix, 0..1; 0 for a question that stands alone. */
  earlierShare: number
  /** The earlier question it leans on; of a follow-up with what that leans on. */
  earlier: string | undefined
  /** What the article that is found is asked: the message's own words, where they say anything. */
  asked: string
  /** The words of a follow-up that name what it is about, "Germany" of "and to Germany?": they tell the place from that of the question before. */
  named: readonly string[]
  /** Those of the follow-ups that it goes on with: "and to Belgium?" before it. */
  namedBefore: readonly string[]
}

/** What the message itself asks must outweigh what it leans on. */
const EARLIER_SHARE = 0.4
/** Share of the contextual text where a place within an article is looked for: the earlier question has had its own. */
export const CONTEXT_SHARE = 0.3
/** A question with this many content words says what it is about. */
const STANDS_ALONE = 4

/** Questions that a message leans on, at most. */
const LONGEST_CHAIN = 3

/** Openings that join a message to the one before. */
const CONTINUES =
  /^(?:and|but|or|also|then|so|what about|how about|what if|and what|same (?:for|with)|ok(?:ay)?,? (?:and|but|so)|und|aber|auch|et|aussi|mais|y|tambi[eé]n|pero|e|anche|ma(?= (?:se|non|anche|in|per|con|senza|a|ai|al|alla|da|su|il|la|lo|i|gli|le|una?|è|quanto|quando|come|dove|cosa|che|posso|devo)(?!\p{L}))|tamb[eé]m|mas|ook|maar)(?![\p{L}-])/iu
/** Somebody tells which case of it theirs is: "I'm in Germany", "we are a Dutch company", "meine Tochter ist 5", "ich habe zwei Hunde". */
const OWN_CASE =
  /^(?:(?:i['’]?m|i am|we['’]?re|we are) (?:in|on|from|at|an?|the|\d+|\p{L}+(?=[\s.!]*$))|(?:i|we)(?:['’]ve| have)(?: got)? (?:\d+|two|three|four|five)|(?:my|our) (?:\p{L}+ )?\p{L}+ (?:is|are) \d+|ich bin (?:in|im|aus|bei|eine?|\d+|\p{L}+(?=[\s.!]*$))|wir sind (?:in|im|aus|bei|eine?)|(?:ich habe|wir haben) (?:\d+|zwei|drei|vier|fünf)|(?:meine?|unsere?) \p{L}+ (?:ist|sind) \d+|je suis (?:en|à|au|une?)|nous sommes (?:en|à|au|une?)|j['’]ai (?:\d+|deux|trois)|(?:soy|somos) (?:de|una?)|(?:estoy|estamos) en|tengo (?:\d+|dos|tres)|(?:sono|siamo) (?:di|in|una?)|(?:sou|somos) (?:de|uma?)|ik ben (?:in|uit|een)|wij zijn (?:in|uit|een))(?![^\s.!,])/iu
/** How somebody feels, or what they do just now, is no case: "I'm furious", "I'm on hold", "ich bin umgezogen". */
const OWN_MOOD =
  /^(?:(?:i['’]?m|i am|we['’]?re|we are) (?:on (?:hold|(?:the|my) (?:phone|line|way))|in (?:a (?:hurry|rush|queue)|tears|pain|trouble)|at (?:a loss|(?:my|the) (?:wits?|end))|(?:furious|annoyed|frustrated|irritated|disappointed|worried|waiting|looking|trying|having|getting|kidding|lost|stuck|angry|mad|livid|bored|pissed|done|sure|sorry|fine|ok|okay|good|great|tired|sick|sad|scared|upset|happy|unhappy|confused|shocked|desperate|hungry|curious|new|late|busy|back|here|there|ready|serious|locked|unable)(?=[\s.!]*$))|ich bin (?:(?:stink)?sauer|wütend|empört|müde|krank|traurig|ratlos|fertig|da|hier|neu|raus|(?:un)?zufrieden|sicher|bereit|ver\p{L}+|ent\p{L}+|\p{L}{0,3}ge\p{L}+(?:en|t)))(?!\p{L})/iu
/** In a word that names no group: "I'm vegetarian", and "I'm exhausted" too. */
const OWN_QUALITY = /^(?:i['’]?m|i am|we['’]?re|we are|ich bin) (?-i:\p{Ll}+)[\s.!]*$/iu
/** Such a case has hardly more words: "I'm in the middle of the checkout and the payment fails" tells something else. */
const LONGEST_OWN_CASE = 3
/** A word or two with a question mark, "Saturday?", ask the same of something else. */
const WORD_ASKED = /^[^\s?]+(?:\s[^\s?]+)?\s?\?+$/u
/** Openings that only a continuing message has, however long it goes on. */
const CONTINUES_ALWAYS =
  /^(?:what about|how about|and (?:what|how) about|same (?:for|with)|and (?:on|for|with|in|if|from))\b/i
/** Words that stand for something said before. */
const REFERS = new Set("it its that this those these them they one ones there he she him her".split(" "))
/** A case of what was asked, without a verb of its own: "in Germany?", "for students?"; "to cancel my order" and "para devolver un pedido" have one. */
const CASE =
  /^(?:on|for|in|with|without|from|to(?! \p{L}+ (?:my|the|an?|your|our|it)(?!\p{L}))|at|after|before|during|within|outside|für|mit|ohne|nach|aus|bei|ab|bis|vor|im|am|zum|zur|innerhalb|(?:pour|para|per)(?! \p{L}+[aei]re? (?:une?|una?|le|la|les|el|los|las|il|lo|gli|um|uma|os?|as?|mon|ma|mes|mis?|meu|minha)(?!\p{L}))|avec|sans|vers|depuis|dans|en|con|sin|desde|senza|com|sem|voor|met|zonder|naar)\s/iu
/** A case that is called by its name: "to Portugal", "in die Schweiz", "en Suisse", "with Flex"; not "in August" or "for Sunday". */
const PLACE =
  /^(?:en\s(?=(?:naar|in|met)\s))?(?:(?:to|nach|naar|vers)\s\p{L}|(?:in|into|from|for|with|en|au|aux|a|à|para|con|avec)\s(?:the\s|die\s|der\s|den\s|las?\s|los\s|el\s)?(?!(?-i:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]|Spring|Summer|Autumn|Winter|Sommer|Herbst|Frühling|Christmas|Easter|Weihnacht|Ostern|\p{L}+(?:days?|tage?s?)(?!\p{L})))(?-i:\p{Lu}\p{Ll}))/iu
/** A case with a verb behind it, as only German has: "Am Wochenende geöffnet?", "Im Ausland bestellen". */
const GERMAN_VERB_BEHIND = /\s\p{Lu}\p{L}+\s(?:\p{Ll}{3,}en|\p{Ll}{0,3}ge\p{Ll}+t)[\s?!.]*$/u
/** Longer ones may be questions: "In which countries do you sell?" */
const LONGEST_CASE = 4
/** Stand for the noun of the question before: "and a cheaper one?" */
const NOUN = new Set(["one", "ones"])
/** "it" and "that" that stand for nothing: "is it possible to", "that is why". */
const EMPTY_REFERENCE =
  /\b(?:is it (?:possible|ok|okay|safe|normal|necessary|true)|it(?:'s| is) (?:possible|not possible|necessary)|how (?:much|long) (?:is|does) it (?:cost|take) to|does it cost to|is there|are there|there (?:is|are)|this (?:week|month|year|morning|evening)|what (?:time|hour|day) (?:is it|it is)|what (?:time|hour|day) of day|late is it|so that|[a-z]+ that (?:got|is|are|was|were|has|have|i|you|does|did)|fact that|says? that|means? that)\b/gi
/**
 * What stands for something said before in other languages: at the end, where no noun follows whose article it might be.
 * "Was kostet das?", not "Was kostet das Zimmer?" or "Was gibt es?"
 */
const REFERS_AT_END =
  /^(?:[¿\p{L}'’]+\s){1,4}(?:das|(?<!(?:gibt|geht) )es|dort|davon|dafür|damit|cela|ça|eso|esto|isso|isto|questo|ciò|dat|dit)[\s?!.]*$/iu
/** What any thing can be asked: its price, how long it takes. They name none. */
const ASKS_ABOUT_IT = new Set(
  `cost costs price prices fee fees charge charged much many pay paid expensive free long take takes time times often fast quick soon far big
  work works apply applies change changes possible allowed valid online kostet kosten koste preis preise gebuhr gebuhren teuer viel viele zahlen
  bezahlen kostenlos lange lang dauert dauern oft schnell weit gross geht gilt gelten gultig moglich erlaubt andern wieviel
  coute coutent prix cher gratuit longtemps temps dure marche cuesta cuestan precio caro gratis tiempo tarda dura vale
  costa costano prezzo quanto tempo custa preco kost prijs duur lang duurt`.split(/\s+/),
)
/** Elliptic on their own. */
const BARE =
  /^¿?(?:why|how|when|where|how (?:much|long|so|come|many|often)|which one|for how long|since when|until when|why not|really|and then|what then|(?:bis |ab |seit )?wann|wo|wie (?:lange|viel|oft)|warum|wieso|quand|où|combien|pourquoi|cu[aá]ndo|d[oó]nde|cu[aá]nto|por qu[eéê]|quando|onde|quanto|dove|perch[eé]|wanneer|waar|waarom|hoe (?:lang|veel|vaak))\s?\??$/i

/**
 * Decides whether a message leans on an earlier question of its session ("and on my phone?") and how to look it up: the
 * earlier question's words are put before it, and its vector is mixed in. So are those that the earlier one leans on. A question that stands alone is left as it is.
 *
 * @param earlierQuestions the customer's earlier questions, oldest first, small talk left out
 */
export function followUp(message: string, earlierQuestions: readonly string[]): FollowUp {
  const chain = meant(earlierQuestions.filter((question) => contentWords(question).length > 0))
  if (chain.length === 0 || !leansOnEarlier(message)) {
    return standsAlone(message)
  }
  const earlier = chain.join(" ")
  const text = `${earlier} ${message}`
  const asked = saysWhatIsAsked(message) ? message : withLastAsked([...chain, message])
  const named = namedIn(message)
  const namedBefore = chain.slice(1).flatMap(namedIn)
  return { leans: true, text, earlierShare: EARLIER_SHARE, earlier, asked, named, namedBefore }
}

/** Of several questions about one thing only what the last one asks of it: "What does shipping cost? How long does it take?" is no price. */
function withLastAsked(chain: readonly string[]): string {
  const last = chain.findLastIndex((question) => words(question).some((word) => ASKS_ABOUT_IT.has(word)))
  return chain.map((question, i) => (i < last ? withoutWhatIsAsked(question) : question)).join(" ")
}

/** "How do I" asks for steps, "how long does it take" behind it for none. */
const ASKS_HOW = /^\W*(?:how (?:do|can|to|should|could) (?:i|we|you)?|wie|comment|c[oó]mo|hoe|come)\s/iu

function withoutWhatIsAsked(question: string): string {
  const parts = question.replace(ASKS_HOW, "").split(/\s+/)
  const asks = parts.map((part) => words(part).some((word) => ASKS_ABOUT_IT.has(word)))
  return parts
    .filter((part, i) => !asks[i] && !(asks[i + 1] && isFunctionWord(words(part)[0] ?? "")))
    .join(" ")
}

/** Else it is the question before with another word: "and a cheaper one?", "for students?" */
function saysWhatIsAsked(message: string): boolean {
  const text = message.trim()
  const rest = text.replace(CONTINUES, "").trim()
  if (isCase(text) || isOwnCase(text) || (isCase(rest) && !refers(rest))) return false
  if (contentWords(text).every((word) => ASKS_ABOUT_IT.has(word))) return false
  if (words(text).some((word) => NOUN.has(word))) return false
  return contentWords(text).length > 0
}

/**
 * Whether a follow-up names something else to ask the same of ("and the app?", "what about gift cards?"), rather than a case of what was
 * asked ("and in Germany?") or another question about it ("and how long does it take?").
 */
export function namesSomethingElse(message: string): boolean {
  const rest = message.trim().replace(CONTINUES, "").trim()
  if (BARE.test(rest) || CASE.test(rest) || isOwnCase(rest)) return false
  return namedIn(rest).length > 0
}

function namedIn(text: string): string[] {
  return contentWords(text).filter((word) => !ASKS_ABOUT_IT.has(word) && !REFERS.has(word))
}

/**
 * Whether a follow-up asks the same of another case in no more words than it takes: "and the app?", "and to Portugal?", "I'm vegetarian"; not
 * "how do I do that without the app?". Of a number, a day or a group ("for kids?", "I'm a student") more may be said than its word.
 */
export function namesAnotherCase(message: string): boolean {
  const text = message.trim()
  const rest = text.replace(CONTINUES, "").trim()
  if (PLACE.test(rest) || (isOwnCase(rest) && OWN_QUALITY.test(rest))) return !/\p{N}/u.test(rest)
  return CONTINUES.test(text) && namesSomethingElse(text)
}

/** Whether a message is a word or two with a question mark: "Saturday?", "Refunds?" */
export function asksInAWord(message: string): boolean {
  return WORD_ASKED.test(message.trim()) && !CONTINUES.test(message.trim())
}

function isOwnCase(text: string): boolean {
  return OWN_CASE.test(text) && !OWN_MOOD.test(text) && contentWords(text).length <= LONGEST_OWN_CASE
}

function isCase(text: string): boolean {
  return CASE.test(text) && words(text).length <= LONGEST_CASE && !GERMAN_VERB_BEHIND.test(text)
}

/** The last question with those that it leans on itself: "And Italy?" alone says nothing of shipping. */
function meant(questions: readonly string[]): readonly string[] {
  const recent = questions.slice(-LONGEST_CHAIN)
  const first = recent.findLastIndex((question) => !saysLittle(question))
  return recent.slice(Math.max(first, 0))
}

function saysLittle(question: string): boolean {
  if (!leansOnEarlier(question)) return false
  const isOfBefore = isOwnCase(question.trim()) || isCase(question.trim().replace(CONTINUES, "").trim())
  return isOfBefore || contentWords(question).length <= 1 || refers(question)
}

/** A question that is looked up as it is. */
export function standsAlone(text: string): FollowUp {
  return { leans: false, text, earlierShare: 0, earlier: undefined, asked: text, named: [], namedBefore: [] }
}

/** Mixes so much of another vector into one; length 1. */
export function mixed(vector: Float32Array, other: Float32Array, share: number): Float32Array {
  return normalised(vector.map((x, i) => (1 - share) * x + share * (other[i] ?? 0)))
}

function leansOnEarlier(message: string): boolean {
  const text = message.trim()
  const content = contentWords(text)
  if (BARE.test(text) || CONTINUES_ALWAYS.test(text) || REFERS_AT_END.test(text)) return true
  if (content.length >= STANDS_ALONE) return false
  if (CONTINUES.test(text) || isCase(text) || isOwnCase(text) || asksInAWord(text)) return true
  return refers(text) && content.length <= 2
}

/** Whether it has a word that stands for something said before: "and where do I find it?" */
export function refers(text: string): boolean {
  return (
    REFERS_AT_END.test(text) || words(text.replace(EMPTY_REFERENCE, " ")).some((word) => REFERS.has(word))
  )
}

function contentWords(text: string): string[] {
  return words(text).filter((word) => !isFunctionWord(word))
}
