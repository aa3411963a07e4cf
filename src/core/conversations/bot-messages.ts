import type { Answer, EscalationReason } from "../answer.ts"
import type { Intent } from "../intent.ts"
import type { Language } from "../language.ts"
import type { Partner } from "../partner.ts"
import type { Absence } from "../routing/who-answers.ts"
import { answersInPart, toldSources } from "../told-sources.ts"
import { answerName } from "./answer-names.ts"
import { absenceSentence, TICKET_PROMPT } from "./bot-sentences.ts"
import { botWordsIn } from "./bot-words.ts"
import type { AnswerNote, ConversationEvent } from "./conversation.ts"
import type { ExternalReply } from "./external-chatbot.ts"
import type { NewEvent } from "./log.ts"
import { BOT } from "./senders.ts"

/** What the bot answers, and for whom. */
export interface Asked {
  partner: Partner
  question: Pick<ConversationEvent, "seq">
}

/** The bot's message that answers the question. */
export function botWord(
  { partner, question }: Asked,
  text: string,
  answer: Pick<Answer, "intent"> = {},
): NewEvent & { type: "message" } {
  return {
    type: "message",
    sender: BOT,
    clientId: answerName(question.seq),
    text,
    data: { senderName: partner.name, ...intentOf(answer) },
  }
}

/** What the message that is answered was after, as the answer's data. */
export function intentOf({ intent }: Pick<Answer, "intent">): { intent?: Intent } {
  return intent ? { intent } : {}
}

/**
 * That nobody is there, with the handoff form.
 *
 * @param absence why nobody is; undefined: people answer nothing but tickets here
 */
export function absenceMessage(asked: Asked, absence: Absence | undefined, language: Language): NewEvent {
  const word = absentWord(asked.partner, absence, language)
  return formMessage(asked, word, absence?.reason ?? "human_requested", { language, absence })
}

/** The same as a sentence, for what is said in one message with more. */
export function absentWord(
  { settings }: Pick<Partner, "settings">,
  absence: Absence | undefined,
  language: Language,
): string {
  return absence ? absenceSentence(settings, absence, language) : botWordsIn(language).unsure
}

/**
 * A word that offers the handoff form.
 *
 * @param said what the partner's own chatbot replied, where the word is its
 */
export function formMessage(
  asked: Asked,
  text: string,
  reason: FormReason,
  { language, absence, said }: { language: Language; absence?: Absence | undefined; said?: ExternalReply },
): NewEvent {
  const opensAt = absence?.opensAt
  const escalation = {
    reason,
    prompt: TICKET_PROMPT,
    ...(opensAt !== undefined && { opensAt: new Date(opensAt).toISOString() }),
  }
  const answer: AnswerNote = {
    confidence: said?.confidence ?? 0,
    sources: said?.sources ?? [],
    feedback: false,
    escalation,
  }
  return { ...botWord(asked, text), data: { senderName: asked.partner.name, answer, language } }
}

type FormReason = EscalationReason | Absence["reason"] | "external_failed"

/** A thumb is asked for where the bot was sure, a ticket offered where it was not: never both (S4). */
export function noteOf(answer: Answer): AnswerNote {
  const { confidence, escalation, composedBy } = answer
  const shown = toldSources(answer).map(({ title, url }) => ({ title, ...(url && { url }) }))
  if (escalation) {
    return {
      confidence,
      sources: answersInPart(answer) ? shown : [],
      feedback: false,
      escalation: { reason: escalation, prompt: TICKET_PROMPT },
    }
  }
  return {
    confidence,
    sources: shown,
    feedback: composedBy !== "smalltalk" && composedBy !== "tickets",
    escalation: null,
  }
}
