import { bounded } from "../html.ts"
import type { TranscriptLine } from "../transcript.ts"
import { type Mail, oneLine } from "./message.ts"
import { buttonPart, linesPart, quotePart } from "./templates/layout.ts"
import { type Letter, placeOf, renderMail } from "./templates/render.ts"
import { wordsOf } from "./templates/words.ts"

export interface TicketConfirmation {
  name: string
  email: string
  ticketId: string
  /** The question's first words where it is not said. */
  subject?: string
  question: string
  priority?: "low" | "medium" | "high" | "urgent"
  transcript: readonly TranscriptLine[]
  /** Nothing that its requester wrote stands in it: it may go to a stranger. */
  withoutCopy?: boolean
  messageId: string
  /** English, for nobody in particular, where it is not said. */
  letter?: Omit<Letter, "reader">
  timeZone?: string
  /** Where the conversation can be gone on with. */
  link?: string | undefined
  /** Whether an answer to the mail arrives. */
  answerable?: boolean
}

const MOST_LINES = 100
export const LONGEST_TEXT = 4000
const LONGEST_SUBJECT = 80
const PLAIN: Omit<Letter, "reader"> = { language: "en", company: "chatd", color: "#3a7bd5" }

/** The e-mail that confirms a support ticket, with a copy of the conversation; says what the chat says. */
export function ticketConfirmation(confirmation: TicketConfirmation): Mail {
  const { email, question, subject = question, transcript, withoutCopy = false, link } = confirmation
  const { timeZone = "UTC", messageId } = confirmation
  const sender = confirmation.letter ?? PLAIN
  const letter = { ...sender, reader: { name: withoutCopy ? "" : confirmation.name, email } }
  const place = placeOf(letter)
  const words = wordsOf(letter.language)
  const copy = {
    subject: bounded(oneLine(subject), LONGEST_SUBJECT),
    question: quotePart(place, bounded(question, LONGEST_TEXT), words.question),
    transcript: linesPart(place, boundedLines(transcript), { heading: words.conversation, timeZone }),
  }
  return {
    to: email,
    ...renderMail("ticket_confirmation", letter, {
      ticket: oneLine(confirmation.ticketId),
      priority: words.priorities[confirmation.priority ?? "medium"],
      ...(withoutCopy ? { subject: oneLine(sender.company) } : copy),
      link: link === undefined ? undefined : buttonPart(place, link, words.openConversation),
      reply_hint: confirmation.answerable ? words.replyHint : undefined,
    }),
    messageId,
  }
}

/** As much of a conversation as a mail holds: its newest. */
export function boundedLines(lines: readonly TranscriptLine[]): TranscriptLine[] {
  return lines.slice(-MOST_LINES).map((line) => ({ ...line, text: bounded(line.text, LONGEST_TEXT) }))
}
