import { type Smalltalk, smalltalk } from "../../kb/smalltalk.ts"
import type { Answer, Exchange } from "../core/answer.ts"
import { BOT_WORDS } from "../core/conversations/bot-words.ts"
import type { Language } from "../core/language.ts"
import type { AnswerDependencies, Asking } from "./asking.ts"
import { SURE } from "./intent/by-llm.ts"
import { type Classified, intentOfConsent } from "./intent/classify.ts"
import { type Consent, consentOf } from "./intent/consent.ts"
import type { Found as Entities } from "./intent/entities.ts"
import { plainText } from "./intent/plain-text.ts"
import { moodWords } from "./sentiment/mood-words.ts"
import { SMALLTALK_REPLIES } from "./smalltalk-replies.ts"
import { languageFor, personWanted, withoutSearch } from "./without-search.ts"

/**
 * The answer to what is no question: small talk, a wish for a person, and a yes or a no to what the bot said last.
 * Undefined where something is asked.
 *
 * @param plain what the message's words alone say it is
 */
export async function answerInKind(
  dependencies: AnswerDependencies,
  asking: Asking,
  plain: Classified | undefined,
  entities: Entities,
): Promise<Answer | undefined> {
  const consent = consentOf(asking.message)
  if (consent && asking.offered) return toOffer(consent, asking, entities)
  if (plain?.smalltalk && !(await hasArticleOn(plain.smalltalk, dependencies, asking)))
    return inKind(plain.smalltalk, asking, plain)
  if (plain) return undefined
  if (wasTold(asking) && isPuzzled(asking.message))
    return unhelped(await languageFor(asking), intentOfConsent("no", "help", entities))
  return consent && toCourtesy(consent, asking, entities)
}

/** A yes or a no to the offer of a person. */
async function toOffer(reply: Consent, asking: Asking, entities: Entities): Promise<Answer> {
  const intent = intentOfConsent(reply, "person", entities)
  if (reply === "yes") return personWanted(asking, intent)
  return withoutSearch(BOT_WORDS[await languageFor(asking)].declined, undefined, intent)
}

/** A yes or a no to what small talk was answered with: "Is there anything else I can help with?" */
async function toCourtesy(reply: Consent, asking: Asking, entities: Entities): Promise<Answer | undefined> {
  const before = smalltalk(asking.history.at(-1)?.question ?? "")?.kind
  // A doubt was answered with a person who might check it.
  if (before === "doubt") return toOffer(reply, asking, entities)
  if (before !== "thanks" && before !== "affirmation" && before !== "greeting") return undefined
  const replies = SMALLTALK_REPLIES[await languageFor(asking)]
  const intent = intentOfConsent(reply, "help", entities)
  return withoutSearch(reply === "yes" ? replies.opening : replies.done, undefined, intent)
}

/** In the language that its words are in; where that may be several, in that of the talk. */
async function inKind({ kind, languages }: Smalltalk, asking: Asking, intent: Classified): Promise<Answer> {
  if (kind === "human") return personWanted(asking, intent)
  const spoken = await languageFor(asking)
  const language = languages.includes(spoken) ? spoken : (languages[0] ?? spoken)
  const replies = SMALLTALK_REPLIES[language]
  if (kind === "unhelped" && asking.history.some(isQuestion)) return unhelped(language, intent)
  if (kind === "unhelped") return withoutSearch(replies.trouble, undefined, intent)
  return withoutSearch(replies[kind === "doubt" && !wasTold(asking) ? "chat" : kind], undefined, intent)
}

function unhelped(language: Language, intent: Classified): Answer {
  const said = SMALLTALK_REPLIES[language].unhelped
  return { ...withoutSearch(said, "low_confidence", { ...intent, name: "question" }), language }
}

/** The last word was an answer. */
function wasTold({ history, offered }: Asking): boolean {
  return !offered && history.slice(-1).some(isQuestion)
}

function isQuestion({ question }: Exchange): boolean {
  return smalltalk(question) === undefined && consentOf(question) === undefined
}

const PUZZLED =
  /^(?:(?:no|nope|nah|nein|nee|non|nao|hayir|what|huh|pardon|ha(?:e|eh)?|was|wie|was bitte|wie bitte|quoi|hein|comment|que|como|come|cosa|che|wat|ne|いいえ|え|不|什么|لا|ماذا|לא|מה|नहीं|क्या)(?: |$))+$/

/** Said to an answer, these are as good as "I don't understand": they say nothing that could be looked up. */
function isPuzzled(message: string): boolean {
  const said = plainText(message)
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu, " ")
    .trim()
  return said === "" ? message.includes("?") || message.includes("？") : PUZZLED.test(said)
}

const OWN_ARTICLES: ReadonlySet<Smalltalk["kind"]> = new Set(["bot", "opening", "unhelped"])

/** What the bot is and does is better said by an article that a company wrote on just that. */
async function hasArticleOn(
  { kind }: Smalltalk,
  { basesOf }: AnswerDependencies,
  { partnerId, message }: Asking,
): Promise<boolean> {
  if (!OWN_ARTICLES.has(kind)) return false
  return (await basesOf(partnerId)).some(({ index }) => index.isNamed(message))
}

/** Neither a question nor a complaint, beyond doubt: whoever is cross had better be offered a person. */
export function isChat({ name, confidence }: Classified, message: string): boolean {
  return name === "smalltalk" && confidence >= SURE && moodWords(message).negative === 0
}
