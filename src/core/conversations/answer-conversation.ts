import type { Answer, Exchange } from "../answer.ts"
import type { Partner } from "../partner.ts"
import type { AnswerNote, Conversation, ConversationEvent } from "./conversation.ts"
import type { Decide, EventName } from "./log.ts"
import { waitForPerson } from "./request-person.ts"
import { BOT } from "./senders.ts"
import type { ConversationStore } from "./store.ts"
import { move } from "./transitions.ts"

/** Messages that a follow-up may lean on. */
const REMEMBERED = 20

/** What is asked of somebody who was not answered. */
const TICKET_PROMPT = "Would you like to create a support ticket?"

export interface AnswerPorts {
  store: Pick<ConversationStore, "messagesBefore">
  answer(input: AnswerInput): Promise<Answer>
  /**
   * In one transaction: what `decide` says, and the interaction for analytics where the answer was taken. False where
   * it was not.
   */
  recordAnswer(recorded: RecordedAnswer): Promise<boolean>
  /** Shows an answer as far as it is written, which is not stored; null withdraws it. */
  showWriting(conversation: Conversation, answerId: string, text: string | null): void
  /** Whether any agent is there who could answer. */
  hasAgents(partnerId: string): boolean
}

export interface AnswerInput {
  partnerId: string
  message: string
  history: readonly Exchange[]
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

/**
 * Answers a customer's message as the bot. The answer is refused as stale where a person took over meanwhile, and is
 * given once however often this runs: it bears the question's number.
 */
export async function answerConversation(
  ports: AnswerPorts,
  partner: Partner,
  conversation: Conversation,
  question: ConversationEvent,
): Promise<void> {
  const text = question.text ?? ""
  const answerId = answerName(question.seq)
  let shown: string | null = null
  const onText = (soFar: string | null): void => {
    if (soFar !== shown) ports.showWriting(conversation, answerId, soFar)
    shown = soFar
  }
  let taken = false
  try {
    const earlier = await ports.store.messagesBefore(conversation.id, question.seq, REMEMBERED)
    const history = exchanges(earlier)
    const answer = await ports.answer({ partnerId: partner.id, message: text, history, onText })
    const name: EventName = { sender: BOT, clientId: answerId }
    const decide = decisionOn(ports, partner, question, answer, shown === null ? undefined : answerId)
    taken = await ports.recordAnswer({ conversation, question: text, answer, decide, name })
  } finally {
    // What was shown is not going to be said.
    if (!taken) onText(null)
  }
}

/** What becomes of an answer, given who has the conversation when it is there. */
function decisionOn(
  ports: Pick<AnswerPorts, "hasAgents">,
  partner: Partner,
  question: ConversationEvent,
  answer: Answer,
  answerId: string | undefined,
): Decide {
  const clientId = answerName(question.seq)
  const wantsPerson = answer.escalation === "human_requested" && ports.hasAgents(partner.id)
  return (now, at) => {
    if (now.status === "closed" || now.handler !== "bot") return { events: [] }
    const waiting = wantsPerson
      ? waitForPerson(now, partner, { sender: question.sender, at, clientId })
      : undefined
    if (waiting) return waiting
    const moved = move(now, "answered", { sender: BOT, at })
    const message = {
      type: "message",
      sender: BOT,
      clientId,
      text: answer.text,
      data: { senderName: partner.name, answer: noteOf(answer), ...(answerId && { answerId }) },
    } as const
    return moved ? { events: [message, moved.event], change: moved.change } : { events: [message] }
  }
}

function answerName(questionSeq: number): string {
  return `answer:${questionSeq}`
}

/**
 * The customer's messages that the bot owes an answer, for a process that takes over from one that is gone. What was
 * said before a person spoke was said to them.
 *
 * @param messages the conversation's last ones, in order
 */
export function owedAnswers(messages: readonly ConversationEvent[]): ConversationEvent[] {
  const sinceAgent = messages.slice(messages.findLastIndex(({ sender }) => sender.kind === "agent") + 1)
  const given = new Set(sinceAgent.flatMap(({ sender, clientId }) => (sender.kind === "bot" ? clientId : [])))
  return sinceAgent.filter(({ sender, seq }) => sender.kind === "customer" && !given.has(answerName(seq)))
}

/** A thumb is asked for where the bot was sure, a ticket offered where it was not: never both (S4). */
function noteOf({ confidence, sources, escalation, composedBy }: Answer): AnswerNote {
  const shown = sources.map(({ title, url }) => ({ title, ...(url && { url }) }))
  if (escalation) {
    return {
      confidence,
      sources: [],
      feedback: false,
      escalation: { reason: escalation, prompt: TICKET_PROMPT },
    }
  }
  return { confidence, sources: shown, feedback: composedBy !== "smalltalk", escalation: null }
}

/** Messages as questions with their answers. */
function exchanges(messages: readonly ConversationEvent[]): Exchange[] {
  const found: Exchange[] = []
  let question: string | undefined
  for (const { sender, text = "" } of messages) {
    if (sender.kind === "customer") question = text
    else if (question !== undefined) {
      found.push({ question, answer: text })
      question = undefined
    }
  }
  return found
}
