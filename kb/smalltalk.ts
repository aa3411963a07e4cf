/** What a message that asks nothing of the documents is. */
export type SmalltalkKind = "greeting" | "wellbeing" | "thanks" | "farewell" | "praise" | "identity" | "human"

export interface Smalltalk {
  kind: SmalltalkKind
  /** ISO 639-1 of the phrase. */
  language: string
}

/** May stand before or after any phrase without making it a question. */
const FILLER =
  "(?:there|everyone|all|team|guys|bot|chatbot|dear|again|please|now|so|very|much|a lot|really|ok|okay|well|oh|ah|um)"

const PERSON =
  "(?:a |an |the |some |your )?(?:real |live |actual |human )*(?:person|human|human being|agent|someone|somebody|representative|rep|operator|advisor|adviser|member of staff|staff member|support agent|customer service|customer support)"

/** A whole message of a kind, in lower case and without punctuation. */
const PHRASES: readonly [SmalltalkKind, string, string][] = [
  [
    "greeting",
    "en",
    "h+i+|hi ya|hiya|he+l+o+|he+y+|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|morning",
  ],
  ["greeting", "de", "hallo|guten (?:morgen|tag|abend)|moin|servus|grüß gott"],
  ["greeting", "fr", "bonjour|salut|bonsoir|coucou"],
  ["greeting", "es", "hola|buen(?:os|as) (?:d[ií]as|tardes|noches)"],
  ["greeting", "pt", "ol[aá]|oi|bo[am] (?:dia|tarde|noite)"],
  ["greeting", "it", "ciao|salve|buon ?giorno|buona ?sera"],
  ["greeting", "nl", "hoi|goede(?:morgen|middag|navond)"],
  [
    "wellbeing",
    "en",
    "how (?:are|r) (?:you|u|things)(?: doing)?(?: today)?|how s it going|how is it going|what s up|whats up|sup",
  ],
  [
    "thanks",
    "en",
    "thanks?|thank (?:you|u)|thx|tysm|ty|cheers|many thanks|much appreciated|i appreciate it|thanks?(?: you)? for (?:your|the) (?:help|time)",
  ],
  ["thanks", "de", "danke|danke schön|dankeschön|vielen dank|danke sehr"],
  ["thanks", "fr", "merci|merci beaucoup"],
  ["thanks", "es", "(?:muchas )?gracias"],
  ["thanks", "pt", "obrigad[oa]|muito obrigad[oa]"],
  ["thanks", "it", "grazie|grazie mille"],
  ["thanks", "nl", "dank je(?: wel)?|dankjewel|bedankt"],
  [
    "farewell",
    "en",
    "(?:good ?)?bye(?: bye)?|see (?:you|ya)(?: later| soon)?|have a (?:nice|good|great) (?:day|one|evening|weekend)|take care|good night|that s all|that is all|thats all",
  ],
  ["farewell", "de", "tschüss?|auf wiedersehen|bis bald"],
  ["farewell", "fr", "au revoir|à bientôt"],
  ["farewell", "es", "adi[oó]s|hasta luego"],
  ["farewell", "pt", "tchau|adeus"],
  ["farewell", "it", "arrivederci|addio"],
  ["farewell", "nl", "tot ziens|doei"],
  [
    "praise",
    "en",
    "ok(?:ay)?|k|great|perfect|cool|nice|awesome|wonderful|excellent|got it|i see|understood|sounds good|makes sense|that (?:works|worked|helps|helped)|(?:very )?helpful|good (?:bot|job)|well done|you re (?:great|the best|awesome)|it works",
  ],
  [
    "identity",
    "en",
    "(?:are|r) (?:you|u) (?:a |an )?(?:real |actual )?(?:ro)?(?:bot|person|human|machine|ai|computer)(?: or (?:a |an )?(?:real )?(?:bot|human|person))?|is this (?:a |an )?(?:ro)?bot|am i (?:talking|speaking|chatting) (?:to|with) (?:a |an )?(?:real )?(?:ro)?(?:bot|person|human|machine|ai)|who are you|what are you|what s your name|what is your name|what can you do|what do you do",
  ],
  [
    "human",
    "en",
    `(?:${PERSON}|(?:(?:can|could|may) i|i (?:want|need|wish|would like|d like|wanna|gotta|have|must)|let me|please let me)(?: to)? (?:please )?(?:talk|speak|chat|be connected|get connected|be transferred|get|have|reach)(?: to| with)? ${PERSON}|(?:please )?(?:connect|transfer|put|get|give|pass)(?: me)?(?: through| over)?(?: to| with)? ${PERSON}|(?:talk|speak|chat)(?:ing)? (?:to|with) ${PERSON}|i (?:want|need) ${PERSON}|(?:can|could) you (?:connect|transfer) me(?: to| with)? ${PERSON}|(?:is|are) there ${PERSON}(?: i can (?:talk|speak) (?:to|with))?|human(?: please)?)`,
  ],
  [
    "human",
    "de",
    "(?:ich (?:möchte|will) )?(?:mit )?(?:einem |einen )?(?:echten )?(?:menschen|mitarbeiter)(?: sprechen)?",
  ],
  [
    "human",
    "fr",
    "(?:je (?:veux|voudrais) )?parler (?:à|avec) (?:une personne|un humain|un agent|quelqu un)",
  ],
  ["human", "es", "(?:quiero |quisiera )?hablar con (?:una persona|un humano|un agente|alguien)"],
]

const MATCHERS = PHRASES.map(([kind, language, phrase]) => ({
  kind,
  language,
  whole: new RegExp(`^(?:${FILLER} )*(?:${phrase})(?: ${FILLER})*$`, "u"),
}))

/** Longer messages are never mere smalltalk; it also bounds what the expressions look at. */
const LONGEST = 100

/**
 * Recognises a message that is nothing but smalltalk, or that asks for a person. "Hi, how do I reset my password?" is
 * a question and gives undefined. Several phrases in a row ("hi, how are you?", "great, thanks!") are one; the last
 * says what kind.
 */
export function recogniseSmalltalk(message: string): Smalltalk | undefined {
  if (message.length > LONGEST) return undefined
  const parts = message
    .toLowerCase()
    .split(/[.!?,;\n]+/)
    .map((part) => part.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim())
    .filter((part) => part !== "")
  const found = parts.map((part) => MATCHERS.find(({ whole }) => whole.test(part)))
  if (found.length === 0 || found.some((one) => one === undefined)) return undefined
  const decisive = found.find((one) => one?.kind === "human") ?? found.at(-1)
  return decisive && { kind: decisive.kind, language: decisive.language }
}
