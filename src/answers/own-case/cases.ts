import { isFunctionWord } from "../../../kb/function-words.ts"
import { smalltalk } from "../../../kb/smalltalk.ts"
import type { Language } from "../../core/language.ts"
import { namesAnAge } from "../extract/ages.ts"
import { languageOf } from "../intent/language.ts"
import { OPENERS } from "../question-openers.ts"
import { moodWords } from "../sentiment/mood-words.ts"
import { contentTerms, words } from "../terms.ts"
import { isAside } from "./aside-words.ts"

/** A longer message is a report, of which no answer has every word. */
const LONGEST = 300
/** What is told in more words is a story, not a case. */
const LONGEST_CASE = 12

/** Who tells of themselves, or of who or what is theirs. */
const SELF =
  "i|i['’]?m|i['’]?ve|i['’]d|im|we|we['’]?re|we['’]?ve|my|our|he|she|he['’]?s|she['’]?s|the(?= (?:\\p{L}+ )?(?:is|was|are|were|has|have|had) )|ich|wir|mein\\p{L}{0,2}|unser\\p{L}{0,2}|er (?:ist|hat)|sie (?:ist|hat|sind|haben)|je|j['’]\\p{L}+|nous|mon|ma|mes|notre|nos|soy|estoy|tengo|somos|estamos|tenemos|vivo|vivimos|sono|ho|siamo|abbiamo|sou|estou|tenho|temos|moro|ik|wij|mijn|onze"
const TELLS = new RegExp(`^(?:${SELF})(?![\\p{L}’'])`, "iu")
/** Of whom it is told, and asked: "my dog", in "my dog has a fever, may he eat rice?" */
const OWNER =
  /^(?:my|our|mein\p{L}{0,2}|unser\p{L}{0,2}|mon|ma|mes|notre|mis?|mio|mia|meu|minha|mijn|onze)\s\p{L}+/iu
/** What somebody is doing with something is by the way; with what they do it is not: "I'm using Linux". */
const DOES =
  /^(?:i|we)(?:['’]?(?:m|re)| am| are)(?: (?:just|already|only|also|still|currently|finally))? \p{L}+ing(?=\s\p{L})/iu
/** Wants or cannot do something: what is asked, in other words. */
const WANTS =
  /^(?:i|we|my \p{L}+)(?:['’]d|['’]ll| would| will| want\p{L}*| wanna| need\p{L}*| have to| has to| must| can(?:no|['’])?t?| know| think| see| keep| wonder| wish| hope| guess| heard| read| was told| could\p{L}*| should| do ?n['’]?o?t(?! have(?! to)| own| speak)| did ?n['’]?o?t| forgot\p{L}*|['’]?m (?:going|about|trying|unable) to| am (?:going|about|trying|unable) to)(?!\p{L})|^(?:ich|wir) (?:will|wollen|möchten?|brauche\p{L}?|muss|müssen|kann|können|würden?|hätten?)(?!\p{L})|^(?:je|nous) (?:veux|voulons|voudrai\p{L}+|dois|devons|peux|pouvons)(?!\p{L})|^ik (?:wil|moet|kan|zou)(?!\p{L})/iu
/** Joins what somebody tells to what they ask. */
const JOINS = "and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar"
/** So does this, where how they are or what they have stands behind it: "if I am pregnant", but not "when I bought it", which is what is asked. */
const IF =
  "because|since|as|although|though|when|if|while|weil|da|wenn|falls|obwohl|car|parce que|si|quand|porque|se|perché|omdat|als"
const STATE =
  "(?:i|we|he|she|they|you|it)(?:['’]?(?:m|ve|re|s)| am| are| is| have| has| live| take) |(?:my|our) (?:\\p{L}+ ){1,2}(?:is|are|has|have) |(?:ich|wir|er|sie|mein\\p{L}{0,2} \\p{L}+)(?= .*(?<!\\p{L})(?:bin|sind|ist|habe|haben|hat)(?!\\p{L}))|je suis|j['’]ai|nous (?:sommes|avons)|soy|estoy|tengo|somos|estamos|tenemos|sono|ho|siamo|abbiamo|sou|estou|tenho|temos|ik (?:ben|heb)"
const IS_OR_HAS = new RegExp(`^(?:${STATE})`, "iu")
const CLAUSES = new RegExp(
  `\\s*[,;:.!?…()–—\\n]+(?:\\s+|$)|\\s+(?:${JOINS})\\s+(?=(?:${SELF})\\s)|\\s+(?:${IF})\\s+(?=${STATE})`,
  "giu",
)
const JOINED = new RegExp(`^(?:(?:${JOINS})\\s+|(?:${IF})\\s+(?=${STATE}))`, "iu")
/** Before the question stands where, when, or as what: "on Sundays, …", "with a pacemaker …". */
const LEADS =
  /^(?:on|from|with|without|as an?|as the|after|during|for|despite|behind|an|aus|mit|ohne|als|nach|bei|für|trotz|avec|sans|pour|après|chez|con|sin|para|tras|senza|per|dopo|com|sem|após|met|zonder|voor|bij|uit)\s/iu
/** "Hi, I'm Anna", "my name is Anna": that is no case. */
const NAMES_SELF =
  /^(?:(?:hi+|hello|hey|dear \p{L}+|good (?:morning|afternoon|evening|day)|hallo|moin|servus|guten (?:tag|morgen|abend)|bonjour|bonsoir|hola|ciao|buongiorno|olá|bom dia|goedemorgen|goedendag)[\s,.!]+(?:(?:i['’]?m|i am|this is|(?:hier ist|hier|ich bin)|c['’]est|je suis|soy|sono|sou|ik ben)\s+(?:(?:mr|mrs|ms|herr|frau|m|mme)\.?\s+)?[\p{L}-]+(?:\s(?:from|von|de|da|van)\s[\p{L}-]+)?)|(?:my name is|mein name ist|ich heiße|je m['’]appelle|me llamo|mi chiamo|me chamo|mijn naam is|ik heet)(?:\s[\p{L}-]+){1,2})(?=[\s]*(?:[,.;!:\n]|$))/iu

const WHOM = "(?:i|we|one|he|she|it|they|(?:my|our|an?|the) (?:\\p{L}+ )?\\p{L}+|\\p{L}+s)(?!\\p{L})"
/** Whether somebody may, can or should, or has a right to something: that may go only for some. How something is done, when and where mostly goes for all. */
const MAY = new RegExp(
  `^(?:(?:can|could|may|might|should|shall|must|how (?:much|many|often|long) (?:may|should)|what (?:may|should)) ${WHOM}|(?:am|are) (?:i|we) (?:\\p{L}+ )?(?:allowed|eligible|entitled|able|covered|insured)|(?:is|are|does|do|will)(?= .*(?<!\\p{L})(?:ok|okay|safe|fine|allowed|dangerous|harmful|bad|suitable|valid|free|included?|cover(?:ed|s)?|insured?|pays?|appl(?:y|ies))(?!\\p{L}))|(?:kann|könnte|darf|dürfte|soll|sollte|muss|können|dürfen|sollen|müssen|(?:wie (?:viel|oft|lange)|was) (?:darf|soll|sollte)) (?:ich|wir|man|er|sie|mein\\p{L}{0,2} \\p{L}+)(?!\\p{L})|(?:bin ich|sind wir) (?:\\p{L}+ )?(?:versichert|berechtigt)|(?:zahlt|deckt|übernimmt|(?:gilt|ist|sind)(?= .*(?<!\\p{L})(?:auch|erlaubt|gefährlich|sicher|schädlich|ok|geeignet|gültig|frei|kostenlos|versichert|enthalten|inbegriffen)(?!\\p{L})))|(?:puis[- ]je|peut[- ]on|est-ce que (?:je peux|nous pouvons)|dois[- ]je|(?:je peux|mon \\p{L}+ peut))|(?:puedo|podemos|debo|puede mi|es seguro)|(?:posso|possiamo|devo|può (?:il|la) mi[oa])|(?:podemos|pode (?:o|a) (?:meu|minha))|(?:kan|mag|mogen|moet|kunnen) (?:ik|wij|we|mijn \\p{L}+))(?!\\p{L})`,
  "iu",
)
/** What somebody has done, or has had done, with something of theirs: "I have bought a lamp". */
const HAS_DONE =
  /^(?:(?:i|we|he|she|they)(?:['’]ve|['’]s| have| has)(?: (?:just|already|only|never|also|even|still|finally|recently))? (?:\p{L}+ed|got(?:ten)?|bought|paid|sent|lost|found|made|done|taken|given|gone|come|seen|read|written|put|cut|broken|chosen|spent|sold|left|forgotten|begun|known|had)|(?:ich|wir|er|sie) (?:habe?|haben|hat) .*(?<!\p{L})\p{L}*(?:ge\p{L}+(?:t|en)|(?:be|ver|er|ent)\p{L}+(?:t|en)|iert)$|(?:j['’]ai|nous avons) (?:\p{L}+ )?\p{L}+(?:é|ert|is|it|u)e?s?|(?:ho|abbiamo) (?:\p{L}+ )?\p{L}+(?:[aiu]t|s)o|ik heb .*(?<!\p{L})\p{L}*ge\p{L}+)(?!\p{L})/iu
/** As what, with or without what, of whom it is said: up to what is no longer part of it. */
const SIDE =
  /(?<!\p{L})(?:as (?:an? )|with(?:out)? |who(?: is| are| has| have|['’]s) |if (?:he|she|they|you)(?: is| are| has| have|['’]\p{L}+) |after (?:an? |my )|during |despite |while |on (?=(?:\p{L}+ )?(?:mon|tues|wednes|thurs|fri|satur|sun|week|holi|christmas|easter|new year))|mit |ohne |(?<!\p{L}(?:er|hr) )als (?:eine?r? )?|trotz |en tant qu(?:e |['’])|avec |sans |con |sin |senza |com |sem |met |zonder )((?:[\p{L}\p{N}’'-]+\s?){1,5})/giu
/** Where what goes with such a word is what is asked for: "help with my bill", "pay with a card". */
const GOES_WITH =
  /(?:help|problem|issue|trouble|wrong|happens?|happen(?:ed|ing)|deal|do|start|begin|compare|work|along|shar\p{L}*|communicat\p{L}*|search\p{L}*|link\p{L}*|transfer\p{L}*|connect\p{L}*|integrat\p{L}*|sync\p{L}*|pay|paying|log ?in|sign ?in|come|comes|included|bezahlen|zahlen|hilfe|probleme?|payer|pagar|pagare|betalen)\s(?:\p{L}+\s){0,2}$/iu

export interface Case {
  text: string
  /** What tells it: nothing where it is said by the way. */
  terms: readonly string[]
}

export interface Told {
  cases: readonly Case[]
  /** What is asked without them. */
  question: string
}

/** Whether a message asks nothing but tells: "my dog is diabetic". */
export function onlyTells(message: string): boolean {
  const clauses = clausesOf(message.trim(), languageOf(message, undefined))
  return clauses.length > 0 && clauses.every(({ isTold }) => isTold)
}

/**
 * What somebody says of their case beside a question of what they may: "pregnant" in "I am pregnant, may I have an x-ray?", nothing in "I'm in a hurry, …".
 *
 * @param goesOn whether the case is all that they say, and the question one from before: then any question counts
 */
export function toldIn(message: string, goesOn = false): Told {
  const nothing = { cases: [], question: message }
  if (message.length > LONGEST) return nothing
  const language = languageOf(message, undefined)
  const clauses = clausesOf(message.trim().replace(NAMES_SELF, ""), language)
  const asked = clauses.filter(({ isTold }) => !isTold).map(({ text }) => text)
  if (topicOf(asked.join(" "), language).length === 0) return nothing
  if (!goesOn && !asked.some((text) => MAY.test(text))) return nothing
  const sides = asked.flatMap(sidesOf)
  const aged = asked.filter(namesAnAge).map((text) => ({ text, terms: [] }))
  const asksOf = new Set(asked.flatMap(contentTerms)).difference(new Set(sides.flatMap(contentTerms)))
  const told = clauses.filter(({ isTold }) => isTold).map(({ text }) => text)
  const states = told.filter((text) => (IS_OR_HAS.test(text) && !HAS_DONE.test(text)) || LEADS.test(text))
  const cases = [...states, ...sides]
    .filter((text) => words(text).length <= LONGEST_CASE)
    .map((text) => ({
      text,
      terms: topicOf(text.replace(DOES, " "), language).filter((term) => !asksOf.has(term)),
    }))
  const plain = sides.reduce((rest, side) => rest.replace(side, " "), asked.join(", "))
  const owners = told.flatMap((text) => OWNER.exec(text)?.[0] ?? [])
  return { cases: [...cases, ...aged], question: [...owners, plain].join(", ") }
}

interface Clause {
  text: string
  isTold: boolean
}

/** "My dog is a puppy": the first such word is no question's. */
const FIRST_VERB =
  /^.*?(?<!\p{L})(?:am|is|are|was|were|has|have|had|['’](?:m|s|re|ve)|bin|ist|sind|habe?|hat|haben|war)(?!\p{L})/iu

function clausesOf(message: string, language: Language): Clause[] {
  const opens = OPENERS[language]?.opens ?? "(?!)"
  const asks = new RegExp(`(?<=[\\p{L}\\p{N}’'%]\\s)(?:${opens})(?!\\p{L})`, "iu")
  return message
    .split(CLAUSES)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !smalltalk(part))
    .flatMap((part) => {
      const text = part.replace(JOINED, "")
      const isTold = (TELLS.test(text) && !WANTS.test(text)) || LEADS.test(part)
      if (!isTold) return { text, isTold }
      const from = FIRST_VERB.exec(text)?.[0].length ?? 0
      const found = asks.exec(text.slice(from))
      if (!found) return { text, isTold }
      const at = from + found.index
      return [
        { text: text.slice(0, at), isTold },
        { text: text.slice(at), isTold: false },
      ]
    })
}

function sidesOf(asked: string): string[] {
  if (!MAY.test(asked)) return []
  return [...asked.matchAll(SIDE)].flatMap(({ index, 1: what = "" }) =>
    GOES_WITH.test(asked.slice(0, index)) || PAYS.test(what) ? [] : upToAVerb(what),
  )
}

const PAYS = /(?<!\p{L})(?:be)?zahlen(?!\p{L})/iu
const ENDS =
  /(?<!\p{L})(?:and|or|but|to|in|on|at|for|of|from|by|i|we|you|he|she|they|it|is|are|was|can|may|do|does|have|has|get|und|oder|in|im|auf|für|ich|wir|sie|man|et|ou|y|o|e|en|of)(?!\p{L})/iu

function upToAVerb(text: string): string {
  return text.split(ENDS)[0] ?? ""
}

/** What it is about: neither what is said by the way nor how somebody feels. */
function topicOf(text: string, language: Language): string[] {
  const empty = new Set(
    words(text)
      .filter((word) => isFunctionWord(word) || isMood(word))
      .flatMap(contentTerms),
  )
  return contentTerms(text).filter((term) => !empty.has(term) && !isAside(term, language))
}

function isMood(word: string): boolean {
  const { negative, positive } = moodWords(word)
  return negative + positive > 0
}
