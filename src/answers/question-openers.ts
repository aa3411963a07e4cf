import type { Language } from "../core/language.ts"

/** How a language puts one question behind another, as alternatives of patterns over lower case. */
interface Openers {
  /** Words between two questions. */
  and: string
  /** The beginning of what can only be a question: not of "shirts and trousers", nor of "log in and pay". */
  opens: string
  /** Behind it stands what somebody wants to know, which asks as well. */
  wantsToKnow: string
  /** The beginning of one more such. */
  known: string
}

const NOTHING = "(?!)"

const ENGLISH_SUBJECT = "i|you|u|we|they|the|my|your|these|those|any|all|kids|children|guests|people"
const ENGLISH_THING = "it|he|she|this|that|the|my|your|a|an|anyone|anybody|someone|somebody|everyone"
const ENGLISH_VERB =
  `(?:do|are|were) (?:${ENGLISH_SUBJECT}|there)|(?:does|did|is|was) (?:${ENGLISH_THING}|${ENGLISH_SUBJECT}|there)|` +
  "am i|have (?:i|you|we|they)|has (?:it|he|she|anyone|my|the)|" +
  `(?:can|could|may|will|would|should|must|shall) (?:${ENGLISH_SUBJECT}|${ENGLISH_THING}|there)`
/** "Is parking free", not "is still free", "is accepted here" or "do it there". */
const ENGLISH_NOUN =
  "(?!(?:it|that|this|so|more|things?|anything|something|nothing|not|still|also|really|only|always|never|already|very|too|just|now|in|on|at|for|to|from|with|by|of|as)(?!\\p{L})|\\p{L}+(?:ed|ly|able|ible)(?!\\p{L}))\\p{L}+ \\p{L}+"
const ENGLISH_AUXILIARY =
  "(?:do|does|did|is|are|was|were|am|can|could|may|will|would|should|must|has|have)(?:n['’]?t)?"

const GERMAN_VERB =
  "\\p{L}+ (?:ich|du|ihr|man|wir|sie|es)|(?:ist|sind|hat|haben|kann|können|darf|dürfen|muss|müssen|gibt|wird|werden|kostet|kosten|gilt|gelten|dauert) (?:der|die|das|den|dem|es|eine?r?|kein\\p{L}*|mein\\p{L}*|ihr\\p{L}*|eur\\p{L}*|dies\\p{L}*)"
const GERMAN_WORD =
  "(?:was|wie|wieviel|wo|wohin|woher|wann|warum|wieso|weshalb|welche[rsnm]?|wer|wem|wen|womit|wofür)"
const DUTCH_WORD = "(?:wat|wanneer|waar|wie|waarom|welke?|hoe|hoeveel)"

const FRENCH =
  "est-ce|qu['’]est-ce|quel(?:le)?s?|où|quand|comment|combien|pourquoi|puis-je|peut-on|y a-t-il|\\p{L}+-(?:vous|je|on|nous|t-(?:il|elle|on)|ils?|elles?)"
const SPANISH =
  "qué|cu[aá]l(?:es)?|cu[aá]ndo|cu[aá]nt[oa]s?|d[oó]nde|a d[oó]nde|c[oó]mo|por qué|quién|puedo|podría|pueden?|se puede|hay|tienen?|hacen|aceptan|envían|es posible"
const PORTUGUESE =
  "qual|quais|quando|quant[oa]s?|onde|como|por qu[eê]|o que|quem|posso|podem?|há|t[eê]m|vocês|fazem|aceitam|enviam|é possível|dá para"
const ITALIAN =
  "qual[ei]?|qual['’]è|quando|quant[oaie]|dove|come|perché|chi|(?:che )?cosa|posso|potete|si può|c['’]è|ci sono|avete|fate|spedite|accettate|è possibile"
const TURKISH =
  ".*(?<!\\p{L})(?:ne|nedir|nasıl|nere\\p{L}*|kaç|neden|niçin|hangi|kim|m[ıiuü](?:y[ıiuü]m|y[ıiuü]z|s[ıiuü]n|s[ıiuü]n[ıiuü]z)?)(?!\\p{L})"

/** Of other languages only the question mark tells; Japanese and Chinese have no spaces to cut at. */
export const OPENERS: Partial<Record<Language, Openers>> = {
  en: {
    and: "and|plus|also|&",
    opens:
      `(?:${ENGLISH_VERB})|(?:is|are|do|does) ${ENGLISH_NOUN}|(?:what|where|who|how|when|why) ${ENGLISH_AUXILIARY}|(?:what|where|who|how|when)['’]?s|` +
      `how (?:much|many|long|often|far|soon|big|old|late|early|fast|to|about)|(?:what|which) \\p{L}+(?: \\p{L}+)? ${ENGLISH_AUXILIARY}|what (?:happens|about|if)`,
    wantsToKnow:
      "(?:like to|want to|wanna|need to|you|to) (?:please )?(?:know|ask|tell me|explain)|wonder(?:ing)?|tell me|let me know",
    known: "what|when|where|who|why|which|how|if|whether",
  },
  de: {
    and: "und|sowie|außerdem",
    opens: `(?:${GERMAN_VERB})|${GERMAN_WORD}`,
    wantsToKnow: "(?:wissen|sagen|fragen|erfahren|erklären),?",
    known: `${GERMAN_WORD}|ob`,
  },
  fr: {
    and: "et|et aussi|ainsi que",
    opens: FRENCH,
    wantsToKnow: "(?:savoir|dire|demander)",
    known: `${FRENCH}|si|s['’]il`,
  },
  es: {
    and: "y|e|y también",
    opens: SPANISH,
    wantsToKnow: "(?:saber|decirme|preguntar)",
    known: `${SPANISH}|si`,
  },
  pt: {
    and: "e|e também",
    opens: PORTUGUESE,
    wantsToKnow: "(?:saber|dizer|perguntar)",
    known: `${PORTUGUESE}|se`,
  },
  it: {
    and: "e|ed|e anche",
    opens: ITALIAN,
    wantsToKnow: "(?:sapere|dirmi|chiedere)",
    known: `${ITALIAN}|se`,
  },
  nl: {
    and: "en|en ook",
    opens: `${DUTCH_WORD}|\\p{L}+ (?:ik|je|u|jullie|we|wij|er|het|men)`,
    wantsToKnow: "(?:weten|zeggen|vragen),?",
    known: `${DUTCH_WORD}|of`,
  },
  tr: { and: "ve|ayrıca", opens: TURKISH, wantsToKnow: NOTHING, known: NOTHING },
}
