import { bounded, escapeHtml } from "../html.ts"
import type { TranscriptLine } from "../transcript.ts"
import { type Mail, oneLine } from "./message.ts"

export interface TicketConfirmation {
  name: string
  email: string
  ticketId: string
  question: string
  transcript: readonly TranscriptLine[]
  messageId: string
}

const MOST_LINES = 100
const LONGEST_TEXT = 4000

/** The e-mail that confirms a support ticket, with a copy of the conversation; says what the chat says. */
export function ticketConfirmation({
  name,
  email,
  ticketId,
  question,
  transcript,
  messageId,
}: TicketConfirmation): Mail {
  const id = oneLine(ticketId)
  const first = firstName(name)
  const opening = `Hi${first ? ` ${first}` : ""}, I've created support ticket #${id} for you. This is your copy, sent to ${email} for your reference.`
  const closing = "A support agent will reach out to you shortly with more details."
  const lines = transcript
    .slice(-MOST_LINES)
    .map((line) => ({ ...line, text: bounded(line.text, LONGEST_TEXT) }))
  return {
    to: email,
    subject: `Support ticket #${id}: ${bounded(oneLine(question), 80)}`,
    text: asText(opening, closing, bounded(question, LONGEST_TEXT), lines),
    html: asHtml(opening, closing, bounded(question, LONGEST_TEXT), lines),
    messageId,
  }
}

function firstName(name: string): string {
  return oneLine(name).split(" ")[0]?.slice(0, 60) ?? ""
}

function asText(
  opening: string,
  closing: string,
  question: string,
  lines: readonly TranscriptLine[],
): string {
  const conversation = lines.map(({ who, text, at }) => `${oneLine(who)}, ${when(at)}:\n${text}`)
  const copy = lines.length > 0 ? ["Your conversation:", ...conversation] : []
  return [opening, closing, `Your question:\n${question}`, ...copy].join("\n\n").replace(/\r\n?/g, "\n")
}

function asHtml(
  opening: string,
  closing: string,
  question: string,
  lines: readonly TranscriptLine[],
): string {
  const conversation = lines.map(
    ({ who, text, at }) =>
      `<p><b>${escapeHtml(oneLine(who))}</b>, ${escapeHtml(when(at))}<br>${escapeHtml(text)}</p>`,
  )
  const copy = lines.length > 0 ? `<h3>Your conversation</h3>${conversation.join("\n")}` : ""
  const body = `<p>${escapeHtml(opening)}</p>\n<p>${escapeHtml(closing)}</p>\n<h3>Your question</h3><p>${escapeHtml(question)}</p>\n${copy}`
  return `<!doctype html><html><body style="font-family:sans-serif">${body}</body></html>`
}

/** `2024-02-09 10:30 UTC`; what is no time stays as it is. */
function when(at: string): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime())
    ? oneLine(at).slice(0, 40)
    : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`
}
