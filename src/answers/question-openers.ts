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

/** Before "ich" or "sie" they make a clause or an address of it, no question: "wenn ich", "die Sie", "für sie". */
const NO_GERMAN_VERB =
  "wenn|falls|sofern|soweit|da|weil|dass|daß|ob|obwohl|obgleich|bevor|ehe|nachdem|bis|damit|sobald|solange|sooft|während|als|seit|seitdem|indem|sodass|nur|auch|und|oder|aber|denn|sondern|doch|dann|so|der|die|das|den|dem|denen|dessen|deren|für|mit|ohne|an|bei|von|zu|auf|gegen|durch|um|über|unter|nach|vor|zwischen|hallo|hi|hey|moin|guten|danke|bitte|leider|heute|gestern|morgen|jetzt|also|ja|nein|ok|okay"
const GERMAN_VERB =
  `(?!(?:${NO_GERMAN_VERB})\\s)\\p{L}+ (?:ich|du|ihr|man|wir|sie|es)|` +
  "(?:ist|sind|hat|haben|kann|können|darf|dürfen|muss|müssen|gibt|wird|werden|kostet|kosten|gilt|gelten|dauert) (?:der|die|das|den|dem|es|eine?r?|kein\\p{L}*|mein\\p{L}*|ihr\\p{L}*|eur\\p{L}*|dies\\p{L}*)"
const GERMAN_WORD =
  "(?:was|wie|wieviel|wo|wohin|woher|wann|warum|wieso|weshalb|welche[rsnm]?|wer|wem|wen|womit|wofür)"
/** "Wann mein Paket kommt", "welche Größe ich brauche": who it is stands before the verb, in a clause of another question. */
const GERMAN_CLAUSE =
  "(?:(?:was|wann|warum|wieso|weshalb|wo|wohin|woher|wer|wem|wen|womit|wofür|wieviel)|wie(?: (?:viele?|lange|oft|teuer|hoch|groß|schnell|weit|spät|früh|gut|alt))?|welche[rsnm]?(?: \\p{L}+)?) (?:ich|du|er|sie|es|wir|ihr|man|der|die|das|mein\\p{L}*|dein\\p{L}*|unser\\p{L}*|eine?)(?!\\p{L})"

const NO_DUTCH_VERB =
  "als|omdat|dat|voordat|nadat|zodat|terwijl|tot|totdat|indien|of|want|maar|en|dan|die|toen|sinds|zodra|hoewel|in|op|met|van|voor|naar|bij|aan|om|te|uit|over|door|onder|tegen|zonder|na|per|hoi|hallo|dag|nu"
const DUTCH_WORD = "(?:wat|wanneer|waar|wie|waarom|welke?|hoe|hoeveel)"
const DUTCH_CLAUSE =
  "(?:wat|wanneer|waar|waarom|hoeveel|hoe(?: (?:lang|veel|vaak|duur|laat|groot|ver))?|welke?(?: \\p{L}+)?) (?:ik|je|jij|u|we|wij|ze|zij|hij|het|de|een|mijn|er|men|jullie)(?!\\p{L})"

/** Words that ask, and join clauses as well: "quand je clique", "como cliente", "quando pago". */
const FRENCH_WHEN =
  "quand(?! (?:je|j['’]|tu|il|elle|on|nous|vous|ils|elles|les?|la|l['’]|une?|mon|ma|mes|votre|vos)(?!\\p{L}))"
const FRENCH = `est-ce|qu['’]est-ce|quel(?:le)?s?|où|${FRENCH_WHEN}|comment|combien|pourquoi|puis-je|peut-on|y a-t-il|\\p{L}+-(?:vous|je|on|nous|t-(?:il|elle|on)|ils?|elles?)`
const SPANISH_WHEN =
  "cuándo|cuando (?:llegan?|abren?|cierran?|salen?|empieza|termina|es|son|puedo|se|va|van|estar[aá]|ser[aá])"
const SPANISH_HOW =
  "cómo|como (?:puedo|puede|podemos|se|hago|hacemos|funciona|pago|cancelo|cambio|devuelvo|es|está)"
const SPANISH = `qué|cu[aá]l(?:es)?|${SPANISH_WHEN}|cu[aá]nt[oa]s?|d[oó]nde|a d[oó]nde|${SPANISH_HOW}|por qué|quién|puedo|podría|pueden?|se puede|hay|tienen?|hacen|aceptan|envían|es posible`
const PORTUGUESE_WHEN =
  "quando (?:chega|abrem?|fecham?|sai|começa|termina|é|são|posso|se|vai|vão|vou|será|recebo|vocês)"
const PORTUGUESE_HOW =
  "como (?:posso|pode|podemos|se|faço|fazer|fazemos|funciona|pago|cancelo|troco|devolvo|é|está)"
const PORTUGUESE = `qual|quais|${PORTUGUESE_WHEN}|quant[oa]s?|onde|${PORTUGUESE_HOW}|por qu[eê]|o que|quem|posso|podem?|há|t[eê]m|vocês|fazem|aceitam|enviam|é possível|dá para`
const ITALIAN_WHEN =
  "quando (?:arriva(?:no)?|apr(?:e|ite|ono)|chiud(?:e|ete|ono)|parte|inizia|finisce|è|sono|posso|si|sarà|ricevo|riceverò)"
const ITALIAN_HOW =
  "come (?:posso|può|possiamo|si|faccio|facciamo|fare|funzionano?|pago|annullo|cambio|restituisco|è|sta)"
const ITALIAN = `qual[ei]?|qual['’]è|${ITALIAN_WHEN}|quant[oaie]|dove|${ITALIAN_HOW}|perché|chi|(?:che )?cosa|posso|potete|si può|c['’]è|ci sono|avete|fate|spedite|accettate|è possibile`
const TURKISH =
  ".*(?<!\\p{L})(?:ne|nedir|nasıl|nere\\p{L}*|kaç|neden|niçin|hangi|kim|m[ıiuü](?:y[ıiuü]m|y[ıiuü]z|s[ıiuü]n|s[ıiuü]n[ıiuü]z)?)(?!\\p{L})"

/** Of other languages only the question mark tells; Japanese and Chinese have no spaces to cut at. */
export const OPENERS: Partial<Record<Language, Openers>> = {
  en: {
    and: "and|plus|also|&",
    opens:
      `(?:${ENGLISH_VERB})|(?:is|are|do|does) ${ENGLISH_NOUN}|(?:what|where|who|how|when|why) ${ENGLISH_AUXILIARY}|(?:what|where|who|how|when)['’]?s|` +
      `how (?:much|many|long|often|far|soon|big|old|late|early|fast|to|about)|(?:what|which|how) \\p{L}+(?: \\p{L}+)? ${ENGLISH_AUXILIARY}|what (?:happens|about|if)`,
    wantsToKnow:
      "(?:like to|want to|wanna|need to|you|to) (?:please )?(?:know|ask|tell me|explain)|wonder(?:ing)?|tell me|let me know",
    known: "what|when|where|who|why|which|how|if|whether",
  },
  de: {
    and: "und|sowie|außerdem",
    opens: `(?!${GERMAN_CLAUSE})(?:${GERMAN_VERB}|${GERMAN_WORD})`,
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
    opens: `(?!${DUTCH_CLAUSE})(?:${DUTCH_WORD}|(?!(?:${NO_DUTCH_VERB})\\s)\\p{L}+ (?:ik|je|u|jullie|we|wij|er|het|men))`,
    wantsToKnow: "(?:weten|zeggen|vragen),?",
    known: `${DUTCH_WORD}|of`,
  },
  tr: { and: "ve|ayrıca", opens: TURKISH, wantsToKnow: NOTHING, known: NOTHING },
}
