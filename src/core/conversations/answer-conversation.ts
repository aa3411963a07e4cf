import type { Answer, Exchange } from "../answer.ts"
import type { StoredCustomer } from "../customers.ts"
import type { Language } from "../language.ts"
import type { Partner } from "../partner.ts"
import { type Absence, personWhereUnsure, whoAnswers, whoHelps } from "../routing/who-answers.ts"
import type { Asker } from "../tickets/asker.ts"
import { answerName, eventNameOf, owedAnswers, placeOf } from "./answer-names.ts"
import { absenceMessage, absentWord, botWord, formMessage, intentOf, noteOf } from "./bot-messages.ts"
import { absenceSentence } from "./bot-sentences.ts"
import { botWordsIn } from "./bot-words.ts"
import { type Conversation, type ConversationEvent, isBots, isWaiting } from "./conversation.ts"
import { exchanges, saidElsewhere } from "./exchanges.ts"
import {
  type AskExternal,
  type ExternalFault,
  type ExternalReply,
  externalAnswer,
} from "./external-chatbot.ts"
import type { ConversationLog, Decide, EventName, NewEvent } from "./log.ts"
import { absenceNameOf, nobodyComes } from "./nobody-comes.ts"
import { type PersonRequest, waitForPerson } from "./request-person.ts"
import { answerNoteOf } from "./said-by-bot.ts"
import { BOT } from "./senders.ts"
import { withoutSourceMarks } from "./source-marks.ts"
import { spokenLanguage, type TellLanguage } from "./spoken-language.ts"
import type { ConversationStore } from "./store.ts"
import { move } from "./transitions.ts"
import { findingsOf, lastFindings, NOTHING_TRIED } from "./why.ts"

/** Messages that a follow-up may lean on. */
const REMEMBERED = 20
/** Events among which answers that came after the question are looked for. */
const LOOKED_THROUGH = 100

export interface AnswerPorts {
  log: ConversationLog
  store: Pick<ConversationStore, "messagesBefore" | "eventsAfter">
  answer(input: AnswerInput): Promise<Answer>
  /** Asks the partner's own chatbot. */
  askExternal: AskExternal
  languageOf: TellLanguage
  customerById(id: number): Promise<StoredCustomer | undefined>
  /** Whose conversation it is, for an answer that is about them. */
  askerOf(conversation: Conversation): Asker
  /**
   * In one transaction: what `decide` says, and the interaction for analytics where the answer was taken. False where
   * it was not.
   */
  recordAnswer(recorded: RecordedAnswer): Promise<boolean>
  /** Shows an answer as far as it is written, which is not stored; null withdraws it. */
  showWriting(conversation: Conversation, answerId: string, text: string | null): void
  /** Whether the bot lost the conversation since this question was taken up, also where it has it again. */
  wasTaken(conversation: Conversation): boolean
  /** Whether any agent is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  now(): Date
}

export interface AnswerInput {
  partnerId: string
  message: string
  history: readonly Exchange[]
  /** Whose message it is. */
  customerId: number
  asker: Asker
  /** A person or a ticket was offered in the last word that was said to them: "yes" means that. */
  offered: boolean
  /** Told the answer while it is written, as far as it is borne out; null withdraws it. */
  onText?: (text: string | null) => void
}

export interface RecordedAnswer {
  conversation: Conversation
  question: string
  answer: Answer
  decide: Decide
  name: EventName
}

/** A question under way. */
interface Turn {
  ports: AnswerPorts
  partner: Partner
  conversation: Conversation
  question: ConversationEvent
  text: string
  /** What was said before it, each of the bot's answers behind what it answers. */
  earlier: readonly ConversationEvent[]
}

/**
 * Answers a customer's message that the bot has: by itself, by the partner's own chatbot, or by handing it to people, as
 * it is set by now. The answer is refused as stale where a person took over meanwhile, whatever they did then, and is given once however often
 * this runs: it bears the question's number. Who waits for a person already is told where nobody is there to come.
 */
export async function answerConversation(
  ports: AnswerPorts,
  partner: Partner,
  conversation: Conversation,
  question: ConversationEvent,
): Promise<void> {
  const earlier = await saidBefore(ports, conversation, question)
  const turn: Turn = { ports, partner, conversation, question, text: question.text ?? "", earlier }
  if (isWaiting(conversation)) return sayNobodyComes(turn)
  const { settings, id } = partner
  const staffed = settings.answering.mode === "agent" && (await ports.isStaffed(id))
  const who = whoAnswers(settings, ports.now().getTime(), staffed)
  if (who.by === "external") await answerExternally(turn)
  else if (who.by === "bot") await answerByBot(turn)
  else if (who.by === "form") await say(turn, absenceMessage(turn, who.absence, await languageOf(turn)))
  else await toPeople(turn, undefined, { reason: "settings", question: turn.text, ...NOTHING_TRIED })
}

/** With the answers to what was said before it that came only after it: the customer wrote on meanwhile. */
async function saidBefore(
  { store }: AnswerPorts,
  { id }: Conversation,
  { seq }: ConversationEvent,
): Promise<readonly ConversationEvent[]> {
  const before = await store.messagesBefore(id, seq, REMEMBERED)
  if (owedAnswers(before).length === 0) return before
  const after = await store.eventsAfter(id, seq, LOOKED_THROUGH)
  const late = after.filter((event) => event.type === "message" && placeOf(event) < seq)
  return [...before, ...late].sort((a, b) => placeOf(a) - placeOf(b)).slice(-REMEMBERED)
}

async function answerByBot(turn: Turn): Promise<void> {
  const { ports, partner, conversation, question, text, earlier } = turn
  const answerId = answerName(question.seq)
  let shown: string | null = null
  const onText = (soFar: string | null): void => {
    if (soFar !== shown) ports.showWriting(conversation, answerId, soFar)
    shown = soFar
  }
  let taken = false
  try {
    const history = [...saidElsewhere([...earlier, question]), ...exchanges(earlier)]
    const asker = ports.askerOf(conversation)
    const offered = offerIn(turn) !== undefined
    const { customerId } = conversation
    const asked = { partnerId: partner.id, customerId, message: text, history, asker, offered, onText }
    const answer = await ports.answer(asked)
    taken = await record(turn, answer, shown === null ? undefined : answerId)
  } finally {
    // What was shown is not going to be said.
    if (!taken) onText(null)
  }
}

async function answerExternally(turn: Turn): Promise<void> {
  const { ports, partner, conversation, question, earlier } = turn
  const customer = await ports.customerById(conversation.customerId)
  const asked = { partner, conversation, question, customer, earlier }
  const said = await ports.askExternal(asked)
  if ("fault" in said) await fallBack(turn, said)
  else if (said.handoff) await handOver(turn, said)
  else await record(turn, externalAnswer(said))
}

/** What is set for the case that the partner's own chatbot does not answer. */
async function fallBack(turn: Turn, { fault }: ExternalFault): Promise<void> {
  const { ports, partner, text } = turn
  const { fallback } = partner.settings.answering.external
  if (fallback === "bot") return answerByBot(turn)
  if (fallback === "form") {
    const language = await languageOf(turn)
    return say(turn, formMessage(turn, botWordsIn(language).unsure, "external_failed", { language }))
  }
  const help = whoHelps(partner.settings, ports.now().getTime(), await ports.isStaffed(partner.id))
  if (help.by === "person")
    return toPeople(turn, undefined, { reason: "external_failed", question: text, ...NOTHING_TRIED, fault })
  if (help.by === "bot") return answerByBot(turn)
  return say(turn, absenceMessage(turn, help.absence, await languageOf(turn)))
}

/** The partner's own chatbot wants a person for the customer; what it says about it is said. */
async function handOver(turn: Turn, said: ExternalReply): Promise<void> {
  const { ports, partner, text } = turn
  const { settings } = partner
  const help = whoHelps(settings, ports.now().getTime(), await ports.isStaffed(partner.id))
  if (help.by === "person")
    return toPeople(turn, said.reply, { reason: "asked", question: text, ...NOTHING_TRIED })
  const language = await languageOf(turn)
  const absent = absentWord(partner, help.absence, language)
  const word = said.reply ? `${said.reply}\n\n${absent}` : absent
  if (help.by === "bot") return say(turn, botWord(turn, word))
  const { absence } = help
  return say(turn, formMessage(turn, word, absence?.reason ?? "human_requested", { language, absence, said }))
}

/** Writes the bot's word, unless a person took over meanwhile. */
async function say(turn: Turn, message: NewEvent): Promise<void> {
  const { ports, conversation, question } = turn
  const decide: Decide = (now, at) => (isStillBots(turn, now) ? spoken(now, at, message) : { events: [] })
  await ports.log.append(conversation.id, decide, eventNameOf(question))
}

/** Somebody was there when the customer came into the queue; what is so since then is said once, and their place is kept. */
async function sayNobodyComes(turn: Turn): Promise<void> {
  const { ports, partner, conversation, question, earlier } = turn
  const help = whoHelps(partner.settings, ports.now().getTime(), await ports.isStaffed(partner.id))
  const message = await nobodyComes(turn, help, () => languageOf(turn))
  if (!message || earlier.findLast(({ sender }) => sender.kind !== "customer")?.text === message.text) return
  const decide: Decide = (now) => ({ events: isWaiting(now) ? [message] : [] })
  await ports.log.append(conversation.id, decide, absenceNameOf(question))
}

/** @param said what is said to it; undefined: that a person was asked */
async function toPeople(turn: Turn, said: string | undefined, why: PersonRequest["why"]): Promise<void> {
  const { ports, partner, conversation, question } = turn
  const word = said || botWordsIn(await languageOf(turn)).coming
  const clientId = answerName(question.seq)
  const decide: Decide = (now, at) => {
    const waiting = isStillBots(turn, now)
      ? waitForPerson(now, partner, { sender: question.sender, at, clientId, word, why })
      : undefined
    return waiting ?? { events: [] }
  }
  await ports.log.append(conversation.id, decide, eventNameOf(question))
}

async function record(turn: Turn, answer: Answer, answerId?: string): Promise<boolean> {
  const { ports, partner, conversation, question, text } = turn
  const staffed = answer.escalation !== undefined && (await ports.isStaffed(partner.id))
  const decide = decisionOn(turn, answer, staffed, answerId)
  return ports.recordAnswer({ conversation, question: text, answer, decide, name: eventNameOf(question) })
}

/** What becomes of an answer, given who has the conversation when it is there. */
function decisionOn(turn: Turn, answer: Answer, staffed: boolean, answerId: string | undefined): Decide {
  const { partner, question } = turn
  const clientId = answerName(question.seq)
  return (now, at) => {
    if (!isStillBots(turn, now)) return { events: [] }
    const handing = handingOver(turn, answer, at, staffed)
    if (handing === "person") {
      const about = intentOf(answer)
      const wish = { sender: question.sender, at, clientId, about, ...wordAndWhy(turn, answer) }
      const why = { ...wish.why, question: askedFor(turn, answer) }
      return waitForPerson(now, partner, { ...wish, why }) ?? { events: [] }
    }
    if (handing)
      return spoken(
        now,
        at,
        botWord(turn, absenceSentence(partner.settings, handing, answer.language), answer),
      )
    const { tried } = findingsOf(answer)
    return spoken(now, at, {
      ...botWord(turn, answer.text),
      data: {
        senderName: partner.name,
        ...intentOf(answer),
        answer: noteOf(answer),
        ...(tried.length > 0 && { tried }),
        ...(answerId && { answerId }),
        ...(answer.language && { language: answer.language }),
      },
    })
  }
}

/** `person`, where one takes over; why nobody does, where the bot is to say so and to go on alone. */
function handingOver(
  { partner: { settings } }: Turn,
  { escalation }: Answer,
  at: number,
  staffed: boolean,
): "person" | Absence | undefined {
  if (!escalation) return undefined
  if (escalation !== "human_requested") return personWhereUnsure(settings, at, staffed) ? "person" : undefined
  const help = whoHelps(settings, at, staffed)
  if (help.by === "person") return "person"
  return help.by === "bot" ? help.absence : undefined
}

function wordAndWhy({ earlier }: Turn, answer: Answer) {
  const { coming } = botWordsIn(answer.language)
  // What is answered already comes without its sources, as everything that is said to who waits.
  const said = withoutSourceMarks({ text: answer.text, data: { answer: noteOf(answer) } })
  return answer.escalation === "human_requested"
    ? { word: coming, why: { reason: "asked", ...lastFindings(earlier) } as const }
    : { word: `${said} ${coming}`, why: { reason: "not_sure", ...findingsOf(answer) } as const }
}

/** What the person is to see to: a "yes" says it of what was offered before. */
function askedFor(turn: Turn, { composedBy }: Answer): string {
  const { text, earlier } = turn
  const offer = composedBy === "smalltalk" ? offerIn(turn) : undefined
  const before = offer && earlier.findLast(({ sender, seq }) => sender.kind === "customer" && seq < offer.seq)
  return before?.text ?? text
}

/** The bot's word that offers a person or a ticket, if nobody has said anything to the customer since, and they had seen it. */
function offerIn({ earlier, question }: Turn): ConversationEvent | undefined {
  const last = earlier.findLast(({ sender, seq }) => sender.kind !== "customer" && seq < question.seq)
  return last && answerNoteOf(last)?.escalation ? last : undefined
}

function isStillBots({ ports }: Turn, now: Conversation): boolean {
  return isBots(now) && !ports.wasTaken(now)
}

function spoken(now: Conversation, at: number, message: NewEvent): ReturnType<Decide> {
  const moved = move(now, "answered", { sender: BOT, at })
  return moved ? { events: [message, moved.event], change: moved.change } : { events: [message] }
}

async function languageOf({ ports, conversation, text, earlier }: Turn): Promise<Language> {
  const locale = await ports.askerOf(conversation).locale()
  const before = earlier.filter(({ sender }) => sender.kind === "customer").map((event) => event.text ?? "")
  return spokenLanguage(ports.languageOf, [...before, text], locale)
}
