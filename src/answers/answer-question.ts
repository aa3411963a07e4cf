import { DEFAULT_CALIBRATION } from "../../kb/default-calibration.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { type FollowUp, followUp, standsAlone } from "../../kb/follow-up.ts"
import { type Smalltalk, smalltalk } from "../../kb/smalltalk.ts"
import type { Answer, Exchange } from "../core/answer.ts"
import { BOT_WORDS } from "../core/conversations/bot-words.ts"
import type { Intent, IntentName } from "../core/intent.ts"
import type { Language } from "../core/language.ts"
import type { Asker } from "../core/tickets/asker.ts"
import type { LoadedBase } from "../knowledge/loaded-base.ts"
import { type Composed, composeAnswer } from "./compose.ts"
import { intentByLlm, SURE } from "./intent/by-llm.ts"
import { type Classified, intentByPattern, intentOfConsent } from "./intent/classify.ts"
import { type Consent, consentOf } from "./intent/consent.ts"
import { type Found as Entities, entitiesOf } from "./intent/entities.ts"
import { languageOf } from "./intent/language.ts"
import { SENTENCES } from "./intent/sentences/all.ts"
import { ticketStatus } from "./intent/ticket-status.ts"
import { type IntentSource, NOTHING_ADDED, understandIntent } from "./intent/understand.ts"
import type { Turn } from "./llm/prompt.ts"
import type { Llm } from "./llm.ts"
import { questionsIn } from "./questions-in.ts"
import { embedQuestion, retrievedPassages, searchBases } from "./search.ts"
import { moodWords } from "./sentiment/mood-words.ts"
import { SMALLTALK_REPLIES } from "./smalltalk-replies.ts"
import { bestOf, isAnswered, leastSure, materialOf, type Sought, soughtApart } from "./sought.ts"
import { unsureOf } from "./spoken-question.ts"
import { Stopwatch } from "./stopwatch.ts"

export interface AnswerDependencies {
  embedderOf(modelId: string): Embedder | undefined
  basesOf(partnerId: string): Promise<readonly LoadedBase[]>
  /** Writes the answer, where one is configured; what it cannot do, the passages' own sentences do. */
  llm?: Llm | undefined
  /** What intents are told by beside the shipped phrases. */
  intents?: IntentSource | undefined
}

export interface Asking {
  partnerId: string
  message: string
  /** The session so far, oldest first. */
  history: readonly Exchange[]
  /** Who asks, where the answer may be about them: their tickets are told, and what nobody can do here is said. */
  asker?: Asker
  /** A person was offered in the last word that was said to them. */
  offered?: boolean
  /** Told the answer while a language model writes it, as far as the passages support it; null withdraws it. */
  onText?: (text: string | null) => void
}

/** One message in, an answer or an escalation out: smalltalk, retrieve, gate, compose. */
export async function answerQuestion(dependencies: AnswerDependencies, asking: Asking): Promise<Answer> {
  const added = (await dependencies.intents?.ofPartner(asking.partnerId)) ?? NOTHING_ADDED
  const entities = entitiesOf(asking.message, added.orderPatterns)
  const consent = consentOf(asking.message)
  if (consent && asking.offered) return toOffer(consent, asking, entities)
  const plain = intentByPattern(asking.message, entities)
  if (plain?.smalltalk && !(await hasArticleOn(plain.smalltalk, dependencies, asking)))
    return inKind(plain.smalltalk, asking, plain)
  const toThat = plain || !consent ? undefined : await toCourtesy(consent, asking, entities)
  if (toThat) return toThat
  if (plain?.name === "ticket_status" && asking.asker)
    return aboutTickets(dependencies.llm, asking.asker, asking.message, plain)

  const watch = new Stopwatch()
  const lookup = await understand(dependencies.llm, asking)
  watch.lap("understand")
  const bases = await dependencies.basesOf(asking.partnerId)
  const embedded = await embedQuestion(lookup, bases, dependencies.embedderOf)
  watch.lap("embed")
  const guess =
    plain ??
    (await understandIntent(
      asking.message,
      entities,
      embedded.vectors,
      dependencies.embedderOf,
      dependencies.intents?.embedder(),
      added.examples,
    ))
  watch.lap("intent")
  const found = searchBases(bases, embedded)
  const lookUp = async (one: FollowUp) =>
    searchBases(bases, await embedQuestion(one, bases, dependencies.embedderOf))
  const apart = await soughtApart(wordsOf(lookup, asking), questionsOf(asking.history), found, lookUp)
  const sought = apart ?? [{ question: asking.message, asked: lookup.asked, found }]
  watch.lap("retrieve")
  const answered = sought.filter(isAnswered)
  const answers = answered.length > 0
  const { asker } = asking
  // What the knowledge base is sure of needs nobody to say what was meant.
  const intent =
    asker && dependencies.llm && !answers
      ? await intentByLlm(dependencies.llm, asking.message, turnsOf(asking.history), guess)
      : guess
  watch.lap("choose")
  if (asker && actsOn(intent, "ticket_status", answers))
    return {
      ...(await aboutTickets(dependencies.llm, asker, asking.message, intent)),
      timings: watch.laps(),
    }
  if (asker && actsOn(intent, "human", answers)) return personWanted(asking, intent)
  const isWhole = answered.length === sought.length
  const composed = answers
    ? await composeAnswer(dependencies.llm, {
        question: isWhole ? lookup.text : answered.map(({ question }) => question).join(" "),
        answered,
        history: asking.history,
        onText: asking.onText,
      })
    : undefined
  watch.lap("compose")
  const judgement = judged(sought, composed)
  const timings = watch.laps()
  if (composed && isWhole)
    return {
      ...judgement,
      text: composed.text,
      intent: shown(besideAnswer(intent, judgement.confidence)),
      timings,
    }
  const language = await languageFor(asking)
  if (composed) {
    const unsure = sought
      .filter((one) => !isAnswered(one))
      .map(({ question }) => unsureOf(question, language))
    return {
      ...judgement,
      text: [composed.text, ...unsure].join("\n\n"),
      language,
      intent: shown(besideAnswer(intent, judgement.confidence)),
      timings,
    }
  }
  if (asker && !lookup.leans && isChat(intent, asking.message))
    return { ...withoutSearch(SMALLTALK_REPLIES[language].chat, undefined, intent), timings }
  const wantsPerson = actsOn(intent, "human", false)
  const { person, unsure } = BOT_WORDS[language]
  const text = wantsPerson ? person : ((asker && sentenceFor(intent, language)) ?? unsure)
  const escalation = wantsPerson ? "human_requested" : judgement.escalation
  return { ...judgement, text, language, escalation, intent: shown(intent), timings }
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
  const { history, offered } = asking
  if (kind === "unhelped") {
    if (!history.some(isQuestion)) return withoutSearch(replies.trouble, undefined, intent)
    return { ...withoutSearch(replies.unhelped, "low_confidence", { ...intent, name: "question" }), language }
  }
  const wasTold = !offered && history.slice(-1).some(isQuestion)
  return withoutSearch(replies[kind === "doubt" && !wasTold ? "chat" : kind], undefined, intent)
}

function isQuestion({ question }: Exchange): boolean {
  return smalltalk(question) === undefined
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
function isChat({ name, confidence }: Classified, message: string): boolean {
  return name === "smalltalk" && confidence >= SURE && moodWords(message).negative === 0
}

async function personWanted(asking: Asking, intent: Classified): Promise<Answer> {
  const language = await languageFor(asking)
  return { ...withoutSearch(BOT_WORDS[language].person, "human_requested", intent), language }
}

/** That of the message; where it does not tell, that of the message before, or of the browser. */
async function languageFor({ message, history, asker }: Asking): Promise<Language> {
  const locale = await asker?.locale()
  const before = history.at(-1)
  return languageOf(message, before ? languageOf(before.question, locale) : locale)
}

/** From so sure on, what somebody wants counts for more than an answer that the knowledge base has. */
const CERTAIN = 0.9
/** From so sure on, it counts where the knowledge base has none. */
const LIKELY = 0.5

function actsOn({ name, confidence }: Classified, wanted: IntentName, answers: boolean): boolean {
  return name === wanted && confidence >= (answers ? CERTAIN : LIKELY)
}

/** Where the knowledge base answers, it was a question, unless something else is beyond doubt. */
function besideAnswer(intent: Classified, confidence: number): Classified {
  return intent.name === "question" || intent.confidence >= SURE
    ? intent
    : { ...intent, name: "question", confidence }
}

/** What is said where nothing was found: that a person can do what is wanted, where that is known. */
function sentenceFor(intent: Classified, language: Language): string | undefined {
  const { name } = intent
  if (name !== "booking" && name !== "account" && name !== "order") return undefined
  return actsOn(intent, name, false) ? SENTENCES[language][name] : undefined
}

/** What is stored of the customer's own tickets. */
async function aboutTickets(
  llm: Llm | undefined,
  asker: Asker,
  message: string,
  intent: Classified,
): Promise<Answer> {
  const { text, facts } = await ticketStatus(asker, message, intent.entities.ticketNumbers, new Date())
  const told = facts.length > 0 ? await llm?.tell(message, text, facts) : undefined
  return {
    ...withoutSearch(told ?? text, undefined, intent),
    composedBy: "tickets",
    degraded: llm !== undefined && facts.length > 0 && told === undefined,
  }
}

/** A follow-up gets its context; an LLM does that better, and the words before it do it always. */
export async function understand(
  llm: Llm | undefined,
  { message, history }: Pick<Asking, "message" | "history">,
): Promise<FollowUp> {
  const lookup = followUp(message, questionsOf(history))
  if (!lookup.leans || !llm) return lookup
  const rewritten = await llm.rewriteFollowUp(turnsOf(history), message)
  return rewritten ? standsAlone(rewritten) : lookup
}

/** The customer's earlier questions, one by one: what leans on them leans on the last of several. */
export function questionsOf(history: readonly Exchange[]): string[] {
  const said = history.map(({ question }) => question).filter((question) => !smalltalk(question))
  return said.flatMap(questionsIn)
}

/** What is asked: a follow-up that a language model has put into words stands for itself. */
function wordsOf({ leans, text }: FollowUp, { message }: Asking): string {
  return leans ? message : text
}

function turnsOf(history: readonly Exchange[]): Turn[] {
  return history.flatMap(({ question, answer }) => [
    { role: "user" as const, content: question },
    { role: "assistant" as const, content: answer },
  ])
}

function judged(
  sought: readonly Sought[],
  composed: Composed | undefined,
): Omit<Answer, "text" | "timings" | "intent"> {
  const answered = sought.filter(isAnswered)
  const decision = leastSure(sought)?.found?.decision
  const isFound = sought.some((one) => bestOf(one) !== undefined)
  const { sources, best } = materialOf(answered.length > 0 ? answered : sought)
  return {
    sources,
    ...(best > 1 && { quoted: best }),
    confidence: decision?.confidence ?? 0,
    threshold: decision?.threshold ?? DEFAULT_CALIBRATION.threshold,
    escalation:
      composed && answered.length === sought.length ? undefined : isFound ? "low_confidence" : "no_results",
    degraded: composed?.degraded ?? false,
    ...(composed?.fault && { fault: composed.fault }),
    composedBy: composed?.by ?? "gate",
    passages: sought.flatMap(({ found }) => (found ? retrievedPassages(found) : [])),
    contributions: decision?.contributions ?? [],
    tokens: composed?.tokens ?? { prompt: 0, completion: 0 },
  }
}

/** A reply that no document was asked for; it is as sure as its phrase is plain. */
function withoutSearch(text: string, escalation: Answer["escalation"], intent: Classified): Answer {
  return {
    text,
    sources: [],
    confidence: escalation ? 0 : 1,
    threshold: DEFAULT_CALIBRATION.threshold,
    escalation,
    degraded: false,
    composedBy: "smalltalk",
    passages: [],
    contributions: [],
    timings: {},
    tokens: { prompt: 0, completion: 0 },
    intent: shown(intent),
  }
}

/** What is told of an intent: how it was found out is for those who tune it. */
function shown({ name, confidence, entities }: Classified): Intent {
  return { name, confidence: Math.round(confidence * 1_000) / 1_000, entities }
}
