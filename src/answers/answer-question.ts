import { DEFAULT_CALIBRATION } from "../../kb/default-calibration.ts"
import type { FollowUp } from "../../kb/follow-up.ts"
import type { Answer } from "../core/answer.ts"
import { BOT_WORDS } from "../core/conversations/bot-words.ts"
import type { IntentName } from "../core/intent.ts"
import type { Language } from "../core/language.ts"
import { aboutTickets } from "./about-tickets.ts"
import { foundWithoutAmounts } from "./amounts.ts"
import { foundOnItsTopic, isNamedBy } from "./another-topic.ts"
import type { AnswerDependencies, Asking } from "./asking.ts"
import { type Composed, composeAnswer } from "./compose.ts"
import { questionsOf, turnsOf, understand, wordsOf } from "./in-context.ts"
import { answerInKind, isChat } from "./in-kind.ts"
import { isBorneOut } from "./intent/borne-out.ts"
import { intentByLlm, SURE } from "./intent/by-llm.ts"
import { type Classified, intentByPattern } from "./intent/classify.ts"
import { entitiesOf } from "./intent/entities.ts"
import { SENTENCES } from "./intent/sentences/all.ts"
import { NOTHING_ADDED, understandIntent } from "./intent/understand.ts"
import { foundWithoutOpposite } from "./opposite-title.ts"
import { ownCaseIn } from "./own-case/own-case.ts"
import { isNotWhereItIs } from "./own-order.ts"
import { isOfAnotherCase, saysAgain } from "./says-again.ts"
import { embedQuestion, type Found, searchBases } from "./search.ts"
import { SMALLTALK_REPLIES } from "./smalltalk-replies.ts"
import {
  type Answered,
  bestOf,
  isAnswered,
  isAnsweredBeside,
  leastSure,
  materialOf,
  passagesFor,
  type Sought,
  soughtApart,
} from "./sought.ts"
import { unsureOf } from "./spoken-question.ts"
import { Stopwatch } from "./stopwatch.ts"
import { topicTerms } from "./terms.ts"
import { languageFor, personWanted, shown, withoutSearch } from "./without-search.ts"

/** One message in, an answer or an escalation out: smalltalk, retrieve, gate, compose. */
export async function answerQuestion(dependencies: AnswerDependencies, asking: Asking): Promise<Answer> {
  const added = (await dependencies.intents?.ofPartner(asking.partnerId)) ?? NOTHING_ADDED
  const entities = entitiesOf(asking.message, added.orderPatterns)
  const plain = intentByPattern(asking.message, entities)
  const inKind = await answerInKind(dependencies, asking, plain, entities)
  if (inKind) return inKind
  if (plain?.name === "ticket_status" && asking.asker)
    return aboutTickets(dependencies.llm, asking.asker, asking.message, plain)

  const watch = new Stopwatch()
  const earlier = questionsOf(asking.history)
  const lookup = await understand(dependencies.llm, asking, earlier)
  watch.lap("understand")
  const bases = await dependencies.basesOf(asking.partnerId)
  const embedded = await embedQuestion(lookup, bases, dependencies.embedderOf)
  watch.lap("embed")
  const meant = () =>
    understandIntent(
      asking.message,
      entities,
      embedded.vectors,
      dependencies.embedderOf,
      dependencies.intents?.embedder(),
      added.examples,
    )
  const guess = plain ?? (await guessed(asking, lookup, await meant()))
  watch.lap("intent")
  const { found, sought, lookUp } = await lookedUp(dependencies, { asking, earlier, lookup }, bases, embedded)
  watch.lap("retrieve")
  const { asker } = asking
  const answers = sought.some(isAnswered)
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
  const turn = { asking, earlier, lookup, found, sought, lookUp, intent, watch }
  return answers ? answerFrom(turn, dependencies.llm) : unanswered(turn)
}

/** A message, and what came of looking it up. */
interface Turn {
  asking: Asking
  /** The questions before it, oldest first. */
  earlier: readonly string[]
  lookup: FollowUp
  /** For the message as a whole. */
  found: Found | undefined
  sought: readonly Sought[]
  lookUp(one: FollowUp): Promise<Found | undefined>
  intent: Classified
  watch: Stopwatch
}

async function lookedUp(
  { embedderOf }: AnswerDependencies,
  { asking, earlier, lookup }: Pick<Turn, "asking" | "earlier" | "lookup">,
  bases: Awaited<ReturnType<AnswerDependencies["basesOf"]>>,
  embedded: Awaited<ReturnType<typeof embedQuestion>>,
): Promise<Pick<Turn, "found" | "sought" | "lookUp">> {
  const { message } = asking
  const search = async (one: FollowUp) => searchBases(bases, await embedQuestion(one, bases, embedderOf))
  const lookUp = async (one: FollowUp) => foundWithoutAmounts(one, await search(one), search)
  const foundFirst = await foundWithoutAmounts(lookup, searchBases(bases, embedded), search)
  const onTopic = await foundOnItsTopic(message, lookup, foundFirst, search)
  const found = foundWithoutOpposite(message, onTopic)
  const apart = await soughtApart(wordsOf(lookup, asking), earlier, found, lookUp)
  const sought = apart ?? [{ question: message, asked: lookup.asked, named: lookup.named, found }]
  return { found, sought, lookUp }
}

async function answerFrom(turn: Turn, llm: AnswerDependencies["llm"]): Promise<Answer> {
  const { asking, earlier, lookup, found, sought, lookUp, intent, watch } = turn
  const { message, history } = asking
  const answered = sought.filter(isAnswered)
  const ownCase = ownCaseIn(message, lookup, earlier, answered, lookUp)
  if (await ownCase.isLeftOut()) return unsureAgain(turn)
  const isWhole = answered.length === sought.length
  const composed = await composeAnswer(llm, {
    question: isWhole ? lookup.text : answered.map(({ question }) => question).join(" "),
    answered,
    history,
    onText: asking.onText,
  })
  watch.lap("compose")
  if (saysAgain(composed.text, asking))
    return unsureAgain({ ...turn, intent: { ...intent, name: "question" } }, composed)
  if (isOfAnotherCase(composed.text, asking, lookup)) return unsureAgain(turn, composed)
  // What a model says of a case it has from the article.
  if (composed.by === "extract" && (await ownCase.isLeftOut(composed.text)))
    return unsureAgain(turn, composed)
  if (intent.name === "order" && isNotWhereItIs(message, composed.text)) return unsureAgain(turn, composed)
  const told = sought.filter((one) => isOfItsOwn(one, answered, composed.text))
  const judgement = judged(told, composed)
  const timings = watch.laps()
  return {
    ...judgement,
    ...(await toldInPart(composed.text, told, asking, found)),
    intent: shown(besideAnswer(intent, judgement.confidence)),
    timings,
  }
}

async function unanswered({ asking, lookup, found, sought, intent, watch }: Turn): Promise<Answer> {
  const { asker, message } = asking
  const judgement = judged(sought, undefined)
  const timings = watch.laps()
  const language = await languageFor(asking, found)
  if (asker && !lookup.leans && !isKnown(message, found) && isChat(intent, message))
    return { ...withoutSearch(SMALLTALK_REPLIES[language].chat, undefined, intent), timings }
  const wantsPerson = actsOn(intent, "human", false)
  const { person, unsure } = BOT_WORDS[language]
  const text = wantsPerson ? person : ((asker && sentenceFor(intent, language)) ?? unsure)
  const escalation = wantsPerson ? "human_requested" : judgement.escalation
  return { ...judgement, text, language, escalation, intent: shown(intent), timings }
}

/** Where the answer that was found is none to this. */
async function unsureAgain({ asking, found, intent, watch }: Turn, composed?: Composed): Promise<Answer> {
  const language = await languageFor(asking, found)
  const text = (asking.asker && sentenceFor(intent, language)) ?? BOT_WORDS[language].unsure
  const answer = { ...withoutSearch(text, "low_confidence", intent), language, timings: watch.laps() }
  return composed ? { ...answer, tokens: composed.tokens } : answer
}

/** Whether the best article is headed by what a message speaks of: then it is no chat, though it be a word or two. */
function isKnown(message: string, found: Found | undefined): boolean {
  const best = found && bestOf({ found })
  return best !== undefined && topicTerms(message).some((term) => isNamedBy(best, term))
}

/**
 * What goes on with a question is one, unless its words say what else is wanted. So is what is only like asking for a ticket where there
 * is none, for a person, or for something of their own: "ich will heiraten" is like "ich will einen Menschen", "I have taken too many
 * pills" like a word on an account.
 */
async function guessed(
  { message, asker }: Asking,
  { leans }: FollowUp,
  intent: Classified,
): Promise<Classified> {
  if (isBorneOut(intent, message, leans)) return intent
  const { name, confidence } = intent
  const isWithoutTicket = name === "ticket_status" && (await asker?.tickets(1))?.length === 0
  const isOfTheirs = name === "order" || name === "account" || name === "booking"
  const isNoRequest = leans || isOfTheirs || isWithoutTicket || (name === "human" && confidence < CERTAIN)
  return isNoRequest ? { ...intent, name: "question" } : intent
}

/** Whether a question has an answer of its own, or none: not one that stands in what is answered to another. */
function isOfItsOwn(one: Sought, answered: readonly Answered[], answer: string): boolean {
  return isAnswered(one) || !isAnsweredBeside(one, answered, answer)
}

/** What is answered, and of each question that is not, that it needs a person. */
async function toldInPart(
  answer: string,
  sought: readonly Sought[],
  asking: Asking,
  found: Found | undefined,
) {
  if (sought.every(isAnswered)) return { text: answer }
  const language = await languageFor(asking, found)
  const left = sought.filter((one) => !isAnswered(one)).map(({ question }) => unsureOf(question, language))
  return { text: [answer, ...left].join("\n\n"), language }
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
    passages: passagesFor(sought),
    contributions: decision?.contributions ?? [],
    tokens: composed?.tokens ?? { prompt: 0, completion: 0 },
  }
}
