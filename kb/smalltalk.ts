import { COURTESIES } from "./smalltalk-phrases.ts"

/** What a message is if it is no question for the knowledge base. `human`: an escalation is asked for. */
export type SmalltalkKind = "greeting" | "thanks" | "goodbye" | "bot" | "human" | "affirmation"

/**
 * Whole phrases only, several languages (en, de, fr, es, it, pt, nl), and {@link COURTESIES} of more. Written as patterns over
 * the plain text: lower case, no accents, no punctuation, a space around each picture.
 */
const PHRASES: Record<SmalltalkKind, readonly string[]> = {
  greeting: [
    "(?:hi+|hey+|hello+|helo|hallo|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening)",
    "(?:guten (?:morgen|tag|abend)|moin|servus|gruss gott|bonjour|bonsoir|salut|hola|buenos dias|buenas (?:tardes|noches)|buenas|ciao|buongiorno|buonasera|salve|ola|bom dia|boa (?:tarde|noite)|hoi|goede(?:morgen|middag|navond)|goedendag)",
    "(?:how are you doing|how are you|how s it going|hows it going|how do you do|whats up|what s up|sup|nice to meet you|wie geht s|wie gehts|comment ca va|ca va|que tal|como estas|come stai|tudo bem)(?: today)?",
    "(?:is )?(?:anybody|anyone|somebody|someone) (?:there|here)",
  ],
  thanks: [
    "(?:ok |okay |great |perfect |cool |awesome )?(?:thanks|thank you|thankyou|thx|thnx|tnx|ty|tysm|cheers|much appreciated|appreciate it|i appreciate it)(?: (?:a lot|so much|very much|a bunch|a million|again|for (?:your|the) (?:help|time|support|answer)|for everything|for helping(?: me)?))*",
    "(?:many thanks|thats all|that s all|that is all|that helped|that was helpful|problem solved)",
    "(?:danke (?:schon|sehr|dir|ihnen)|dankeschon|danke|vielen dank|merci (?:beaucoup|bien)|merci|muchas gracias|gracias|grazie mille|grazie|obrigad[oa]|muito obrigad[oa]|bedankt|dank je|dank u)",
  ],
  goodbye: [
    "(?:bye bye|bye+|good ?bye|see you|see ya|cya|see you (?:later|soon|around)|farewell|take care|have a (?:good|nice|great) (?:day|one|evening|weekend|night)|good ?night|later|talk to you later|ttyl)",
    "(?:tschuss|tschuess|auf wiedersehen|ciao ciao|au revoir|adios|hasta luego|hasta la vista|arrivederci|tchau|ate logo|tot ziens|doei)",
  ],
  bot: [
    "(?:are|r) (?:you|u) (?:(?:a|an|the) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person|human being|real|program|man|woman|real or not)(?: or (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person|human being))?",
    "(?:am i|are we) (?:talking|speaking|chatting) (?:to|with) (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person)(?: or (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person))?",
    "(?:is this|are you) (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|ai|human|person|automated)",
    "(?:who|what) are you",
    "(?:bist du|sind sie) (?:ein|eine) (?:bot|roboter|mensch|maschine|ki)|es tu un (?:robot|bot|humain)|eres un (?:robot|bot|humano)|sei un (?:robot|bot)",
  ],
  human: [
    "(?:(?:can|could|may|shall) (?:i|you|we)(?: please)? |i (?:want|need|wish|have|d like|would like|wanna) (?:to )?|id like (?:to )?|let me |please |just )*(?:talk|speak|chat|connect|transfer|put|pass|switch|hand|get|escalate|forward)(?: me| us| this)?(?: (?:to|with|through|over|in touch))*(?: (?:a|an|the|your|some|another))?(?: (?:real|live|actual|human))*(?: support| service| customer| customer service| customer support)? (?:human|person|agent|customer service|customer support|someone|somebody|representative|rep|operator|advisor|adviser|manager|supervisor|staff|colleague|team|being|employee|people|specialist|real one)(?: (?:being|agent|real|human|please|now|instead))*",
    "(?:i (?:want|need|d like|would like) |give me |get me |id like )?(?:a |an |the )?(?:(?:real|live|actual) )?(?:human|person|agent|live agent|live chat|human being|human agent|customer service|customer support|representative|operator|real person|support agent)(?: please| now| pls)*",
    "(?:(?:can|could|may) (?:i|you|we)(?: please)? |i (?:want|need|wish|d like|would like|wanna) (?:to )?|id like (?:to )?|let me |please )*(?:create|open|raise|file|submit|log)(?: me| us)?(?: (?:a|an|the|another))?(?: new)?(?: support)? ticket(?: (?:for (?:me|us|this|it)|please|now))*",
    "(?:i (?:want|need|d like|would like) |give me |id like )(?:a |another )?(?:new )?(?:support )?ticket(?: please| now)*",
    "(?:bitte )?(?:ich mochte |ich will |konnen sie |kannst du )?(?:bitte )?(?:ein |neues )*(?:support )?ticket (?:erstellen|eroffnen|anlegen|aufmachen)(?: bitte)?|(?:je veux |je voudrais )?(?:creer|ouvrir|creez|ouvrez) un ticket|(?:quiero |quisiera )?(?:crear|abrir|cree|abra) un ti(?:cket|quete?)|(?:voglio |vorrei )?(?:creare|aprire|crea|apri) un ticket|(?:quero )?(?:criar|abrir|crie|abra) um (?:ticket|chamado)|(?:ik wil )?een (?:support ?)?ticket (?:aanmaken|openen)",
    "(?:mit )?(?:einem |einen )?(?:menschen|mitarbeiter|berater) (?:sprechen|verbinden)|(?:ich mochte )?(?:mit )?(?:einem |einen )(?:menschen|mitarbeiter)(?: sprechen)?(?: bitte)?|(?:je veux |je voudrais )?parler (?:a|avec) (?:un |une )?(?:humain|conseiller|agent|personne)|(?:quiero |quisiera |puedo )?hablar con (?:un |una )?(?:humano|persona|agente|asesor)|(?:voglio |vorrei )?parlare con (?:un |una )?(?:umano|operatore|persona)|(?:quero )?falar com (?:um |uma )?(?:humano|atendente|pessoa)",
  ],
  affirmation: [
    "(?:ok|okay|k|kk|okey|alright|all right|got it|i see|sure|great|perfect|cool|nice|awesome|understood|makes sense|fine|good|super|wunderbar|vale|d accord)",
  ],
}

const PATTERNS = (Object.keys(PHRASES) as SmalltalkKind[]).map((kind) => ({
  kind,
  pattern: new RegExp(`^(?:${[...courtesies(kind), ...PHRASES[kind]].join("|")})`, "u"),
}))

/** As messages are compared, and the longer before the shorter that it begins with. */
function courtesies(kind: SmalltalkKind): string[] {
  const said = kind in COURTESIES ? COURTESIES[kind as keyof typeof COURTESIES] : []
  const phrases = said.flatMap((phrases) => phrases.split("|").map(plain))
  return phrases.sort((a, b) => b.length - a.length)
}

/** Longer messages are never mere small talk, in characters. */
const LONGEST = 120

/** Words that may stand around a phrase without making a question of it. */
const FILLER =
  /^(?:there|all|everyone|everybody|team|guys|folks|sir|madam|mate|friend|dear|please|pls|plz|then|now|again|so|oh|well|um+|ah+|and|but|for now|bot|buddy|too|just|support|today|yes|yeah|yep)(?= |$)/

/** A request for a human outranks the rest, and content outranks courtesy. */
const PRECEDENCE: readonly SmalltalkKind[] = ["human", "bot", "thanks", "goodbye", "greeting", "affirmation"]

/**
 * The kind of a message that consists of nothing but small talk; undefined if any word is left over, so that "hi, how do
 * I reset my password" stays a question.
 */
export function smalltalk(message: string): SmalltalkKind | undefined {
  if (message.length > LONGEST) return undefined
  const kinds = new Set<SmalltalkKind>()
  let rest = plain(message)
  while (rest !== "") {
    const eaten = longestPhrase(rest)
    if (eaten) kinds.add(eaten.kind)
    const length = eaten?.length ?? FILLER.exec(rest)?.[0].length
    if (length === undefined) return undefined
    rest = rest.slice(length).trimStart()
  }
  return PRECEDENCE.find((kind) => kinds.has(kind))
}

function longestPhrase(text: string): { kind: SmalltalkKind; length: number } | undefined {
  let longest: { kind: SmalltalkKind; length: number } | undefined
  for (const { kind, pattern } of PATTERNS) {
    const length = pattern.exec(text)?.[0].length ?? 0
    const whole = length > 0 && (text[length] === undefined || text[length] === " ")
    if (whole && length > (longest?.length ?? 0)) longest = { kind, length }
  }
  return longest
}

function plain(message: string): string {
  return message
    .normalize("NFKD")
    .replace(/[\p{M}\p{Emoji_Modifier}]+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ı/g, "i")
    .replace(/\p{Extended_Pictographic}/gu, " $& ")
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, " ")
    .trim()
}
