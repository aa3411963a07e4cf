import { COURTESIES, EVERYWHERE } from "./smalltalk-phrases.ts"

/** What a message is if it is no question for the knowledge base. `human`: an escalation is asked for. */
export type SmalltalkKind = "human" | keyof Omit<typeof COURTESIES.en, "beside">
export type SpokenLanguage = keyof typeof COURTESIES

export interface Smalltalk {
  kind: SmalltalkKind
  /** In which it is said so, as far as its words tell; none where they are said everywhere. */
  languages: readonly SpokenLanguage[]
}

/**
 * Whole phrases that vary too much to be listed. Written as patterns over the plain text: lower case, no accents, no
 * punctuation, a space around each picture. All but those of `human` are English.
 */
const VARIED: Partial<Record<SmalltalkKind, readonly string[]>> = {
  greeting: [
    "(?:hi+|hey+|hello+|helo|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening)",
    "(?:how are you doing|how are you|how s it going|hows it going|how do you do|whats up|what s up|sup|nice to meet you)(?: today)?",
    "(?:is )?(?:anybody|anyone|somebody|someone) (?:there|here)",
  ],
  thanks: [
    "(?:ok |okay |great |perfect |cool |awesome )?(?:thanks|thank you|thank u|thank ya|thankyou|thanku|thanx|thnx|thnks|thnaks|thansk|tahnks|thx|tnx|ty|tysm|cheers|much appreciated|appreciate it|i appreciate it)(?: (?:a lot|so much|very much|a bunch|a million|again|for (?:your|ur|the) (?:help|time|support|answer|reply|response|info|information|quick (?:help|answer|reply|response))|for everything|for helping(?: me)?))*",
    "(?:many thanks|that helped|that was helpful|problem solved)",
  ],
  done: ["(?:thats all|that s all|that is all)"],
  goodbye: [
    "(?:bye bye|bye+|good ?bye|see you|see ya|cya|see you (?:later|soon|around)|farewell|take care|have a (?:good|nice|great) (?:day|one|evening|weekend|night)|good ?night|later|talk to you later|ttyl)",
  ],
  bot: [
    "(?:are|r) (?:you|u) (?:(?:a|an|the) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person|human being|real|program|man|woman|real or not)(?: or (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person|human being))?",
    "(?:am i|are we) (?:talking|speaking|chatting) (?:to|with) (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person)(?: or (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|machine|computer|ai|human|person))?",
    "(?:is this|are you) (?:(?:a|an) )?(?:(?:real|actual|live) )?(?:bot|robot|chatbot|ai|human|person|automated)",
    "(?:who|what) are you",
  ],
  human: [
    "(?:(?:can|could|may|shall) (?:i|you|we)(?: please)? |i (?:want|need|wish|have|d like|would like|wanna) (?:to )?|id like (?:to )?|let me |please |just )*(?:talk|speak|chat|connect|transfer|put|pass|switch|hand|get|escalate|forward)(?: me| us| this)?(?: (?:to|with|through|over|in touch))*(?: (?:a|an|the|your|some|another))?(?: (?:real|live|actual|human))*(?: support| service| customer| customer service| customer support)? (?:human|person|agent|customer service|customer support|someone|somebody|representative|rep|operator|advisor|adviser|manager|supervisor|staff|colleague|team|being|employee|people|specialist|real one)(?: (?:being|agent|real|human|please|now|instead))*",
    "(?:i (?:want|need|d like|would like) |give me |get me |id like )?(?:a |an |the )?(?:(?:real|live|actual) )?(?:human|person|agent|live agent|live chat|human being|human agent|customer service|customer support|representative|operator|real person|support agent)(?: please| now| pls)*",
    "(?:(?:can|could|may) (?:i|you|we)(?: please)? |i (?:want|need|wish|d like|would like|wanna) (?:to )?|id like (?:to )?|let me |please )*(?:create|open|raise|file|submit|log)(?: me| us)?(?: (?:a|an|the|another))?(?: new)?(?: support)? ticket(?: (?:for (?:me|us|this|it)|please|now))*",
    "(?:i (?:want|need|d like|would like) |give me |id like )(?:a |another )?(?:new )?(?:support )?ticket(?: please| now)*",
    "(?:bitte )?(?:ich mochte |ich will |konnen sie |kannst du )?(?:bitte )?(?:ein |neues )*(?:support )?ticket (?:erstellen|eroffnen|anlegen|aufmachen)(?: bitte)?|(?:je veux |je voudrais )?(?:creer|ouvrir|creez|ouvrez) un ticket|(?:quiero |quisiera )?(?:crear|abrir|cree|abra) un ti(?:cket|quete?)|(?:voglio |vorrei )?(?:creare|aprire|crea|apri) un ticket|(?:quero )?(?:criar|abrir|crie|abra) um (?:ticket|chamado)|(?:ik wil )?een (?:support ?)?ticket (?:aanmaken|openen)",
    "(?:mit )?(?:einem |einen )?(?:menschen|mitarbeiter|berater) (?:sprechen|verbinden)|(?:ich mochte )?(?:mit )?(?:einem |einen )(?:menschen|mitarbeiter)(?: sprechen)?(?: bitte)?|(?:je veux |je voudrais )?parler (?:a|avec) (?:un |une )?(?:humain|conseiller|agent|personne)|(?:quiero |quisiera |puedo )?hablar con (?:un |una )?(?:humano|persona|agente|asesor)|(?:voglio |vorrei )?parlare con (?:un |una )?(?:umano|operatore|persona)|(?:quero )?falar com (?:um |uma )?(?:humano|atendente|pessoa)",
    "(?:(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)(?: please)? |please |pls |just |i want (?:you|someone|somebody) to )*(?:call|phone|ring) (?:me|us)(?: back| up)?|(?:i (?:want|need|d like|would like) )?a call ?back",
    "(?:bitte )?(?:(?:konnen|konnten|wurden) sie |kannst du |kann |konnte )?(?:mich |uns )(?:bitte )?(?:jemand )?(?:zuruckrufen|anrufen)|(?:bitte )?(?:rufen sie|rufe?|ruft) (?:mich |uns )(?:bitte )?(?:an|zuruck)|(?:bitte )?(?:um )?(?:einen )?ruckruf",
    "(?:pouvez vous |pourriez vous |veuillez |merci de )(?:me |nous )r?appeler|r?appelez moi|(?:me |nos )?(?:puede|pueden|puedes|podria|podrian) (?:llamar|llamarme)|llam(?:e|en)?a?me|(?:mi )?(?:puo|puoi|potete|potrebbe) (?:ri)?chiamar(?:e|mi)|mi (?:ri)?chiam[ia](?:te)?|(?:ri)?chiamatemi|(?:pode|podem|poderia) (?:me ligar|ligar me)|liguem? me|(?:(?:kunt|wilt) u |kunnen jullie |(?:kun|wil) je )(?:mij |me )(?:even )?(?:terug)?bellen|bel (?:me|mij)(?: (?:terug|op|even))*",
    "(?:i (?:do not|don t|dont) want (?:a |an |to talk to (?:a |an )?)?|no (?:more )?)(?:ai|bots?|chatbots?|robots?|machines?)|(?:ich (?:will|mochte) )?keine?n? (?:ki|bots?|chatbots?|roboter|maschine)|(?:pas de|sans|je ne veux pas (?:de|d un)) (?:robot|bot|ia|chatbot)|(?:sin|no quiero(?: un)?|nada de) (?:robots?|bots?|ia|chatbots?)|(?:niente|senza|non voglio(?: un)?) (?:robot|bot|ia|chatbot)|(?:sem|nao quero(?: um)?) (?:robos?|bots?|ia|chatbots?)|(?:ik wil )?geen (?:robot|bot|ai|chatbot|computer)|een (?:mens|medewerker)(?: graag)?",
  ],
  affirmation: [
    "(?:ok|okay|k|kk|okey|alright|all right|got it|i see|sure|great|perfect|cool|nice|awesome|understood|makes sense|fine|good)",
  ],
}

const PATTERNS = Object.entries(VARIED).map(([kind, phrases]) => ({
  kind: kind as SmalltalkKind,
  pattern: new RegExp(`^(?:${phrases.join("|")})(?= |$)`, "u"),
}))

/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const BETWEEN_UNSPACED = new RegExp(`(?<=${UNSPACED.source}) (?=${UNSPACED.source})`, "gu")

/** Said wherever English is, and elsewhere too: they tell no language. */
const INTERNATIONAL = /^(?:hi+|hey+|hello|ok|okay|okey|k|kk|super|perfect|cool|top|bye|test)$/

interface Listed {
  kind: SmalltalkKind | "beside"
  languages: SpokenLanguage[]
}

let known: { phrases: ReadonlyMap<string, Listed>; longest: number } | undefined

/** Made plain when the first message is looked at, since it takes milliseconds of every start. */
function listed(): { phrases: ReadonlyMap<string, Listed>; longest: number } {
  if (!known) {
    const phrases = listedPhrases()
    known = { phrases, longest: Math.max(...[...phrases.keys()].map((phrase) => phrase.length)) }
  }
  return known
}

/** As messages are compared. A phrase that is something else in another language is what the first of them says. */
function listedPhrases(): Map<string, Listed> {
  const phrases = new Map<string, Listed>()
  const add = (said: Partial<Record<Listed["kind"], string>>, language?: SpokenLanguage) => {
    for (const [kind, text] of Object.entries(said))
      for (const phrase of text.split("|").map(plain).filter(Boolean)) {
        const entry = phrases.get(phrase) ?? { kind: kind as Listed["kind"], languages: [] }
        if (language && !entry.languages.includes(language)) entry.languages.push(language)
        phrases.set(phrase, entry)
      }
  }
  add(EVERYWHERE)
  for (const [language, said] of Object.entries(COURTESIES)) add(said, language as SpokenLanguage)
  return phrases
}

/** Longer messages are never mere small talk, in characters. */
const LONGEST = 120

/** Words that may stand around a phrase without making a question of it. */
const FILLER =
  /^(?:there|all|everyone|everybody|team|guys|folks|sir|madam|mate|friend|my friend|dear|sorry|gr8|lol|ha(?:ha)+|please|pls|plz|then|now|again|so|oh|well|um+|ah+|and|but|for now|bot|buddy|too|just|support|today|yes|yeah|yep)(?= |$)/

/** A request for a human outranks the rest, and content outranks courtesy; a thanks in parting is a goodbye. */
const PRECEDENCE: readonly SmalltalkKind[] = [
  "human",
  "bot",
  "unhelped",
  "opening",
  "done",
  "goodbye",
  "thanks",
  "greeting",
  "doubt",
  "affirmation",
]

/**
 * What a message is that consists of nothing but small talk; undefined if any word is left over, so that "hi, how do
 * I reset my password" stays a question.
 */
export function smalltalk(message: string): Smalltalk | undefined {
  if (message.length > LONGEST) return undefined
  const kinds = new Set<SmalltalkKind>()
  const votes = new Map<SpokenLanguage, number>()
  let rest = plain(message)
  while (rest !== "") {
    const eaten = longestPhrase(rest)
    if (!eaten) return undefined
    if (eaten.kind !== "beside") {
      kinds.add(eaten.kind)
      for (const language of eaten.languages) votes.set(language, (votes.get(language) ?? 0) + 1)
    }
    rest = rest.slice(eaten.length).trimStart()
  }
  const kind = PRECEDENCE.find((kind) => kinds.has(kind))
  const most = Math.max(...votes.values())
  return kind && { kind, languages: [...votes].filter(([, n]) => n === most).map(([language]) => language) }
}

function longestPhrase(text: string): (Listed & { length: number }) | undefined {
  let longest = longestListed(text)
  for (const { kind, pattern } of PATTERNS) {
    const phrase = pattern.exec(text)?.[0] ?? ""
    if (phrase.length <= (longest?.length ?? 0)) continue
    longest = { kind, languages: kind === "human" ? [] : ["en"], length: phrase.length }
  }
  if (longest && INTERNATIONAL.test(text.slice(0, longest.length))) return { ...longest, languages: [] }
  const filler = FILLER.exec(text)?.[0].length
  return longest ?? (filler ? { kind: "beside", languages: [], length: filler } : undefined)
}

function longestListed(text: string): (Listed & { length: number }) | undefined {
  const { phrases, longest } = listed()
  for (let length = Math.min(text.length, longest); length > 0; length--) {
    const found = endsWord(text, length) ? phrases.get(text.slice(0, length)) : undefined
    if (found) return { ...found, length }
  }
  return undefined
}

function endsWord(text: string, length: number): boolean {
  const next = text[length]
  return next === undefined || next === " " || UNSPACED.test(next) || UNSPACED.test(text[length - 1] ?? "")
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
    .replace(BETWEEN_UNSPACED, "")
    .trim()
}
