import type { FreshdeskTicket } from "./freshdesk.ts"
import { bounded, escapeHtml } from "./html.ts"
import type { TranscriptLine } from "./transcript.ts"

/** A question for a person, with all that an agent needs to pick it up. */
export interface EscalatedQuestion {
  /** Names this ticket among all that will ever be. */
  key: string
  subject: string
  question: string
  /** What the bot made of it, where it was that which failed. */
  answer?: {
    reply: string
    /** 0 to 1. */
    confidence: number
    reason?: string
  }
  user: TicketUser
  history: readonly TranscriptLine[]
}

/** The CRM contract's `user_info`, or a conversation's customer. */
export interface TicketUser {
  agentId?: string
  customerId?: string
  name: string
  email: string
  phone?: string
  agency?: string
  office?: string
  company?: string
  division?: string
  userType?: string
}

/** Freshdesk takes more; what is longer than this nobody reads, and its e-mails would bounce. */
const LONGEST_DESCRIPTION = 60_000
/** As much as a ticket may say. */
const LONGEST_QUESTION = 20_000
const LONGEST_PART = 5_000

const LABELS: Readonly<Record<keyof TicketUser, string>> = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  agency: "Agency",
  office: "Office",
  company: "Company",
  division: "Division",
  userType: "User type",
  agentId: "CRM id",
  customerId: "Customer id",
}

/** The ticket for a question. Everything in its description that a person wrote is escaped. */
export function freshdeskTicket(asked: EscalatedQuestion): Omit<FreshdeskTicket, "priority" | "status"> {
  const { name, email, phone } = asked.user
  return {
    subject: asked.subject.trim() || "Support request",
    descriptionHtml: describe(asked),
    requester: { name: name.trim() || email, email, ...(phone ? { phone } : {}) },
    uniqueKey: asked.key,
  }
}

function describe({ question, answer, user, history }: EscalatedQuestion): string {
  const head = [
    section("Question", paragraph(question, LONGEST_QUESTION)),
    ...(answer ? answered(answer) : []),
    section("User", rows(user)),
  ].join("")
  if (history.length === 0) return head
  return head + section("Conversation", conversation(history, LONGEST_DESCRIPTION - head.length))
}

function answered({ reply, confidence, reason }: NonNullable<EscalatedQuestion["answer"]>): string[] {
  const certainty = `${Math.round(confidence * 100)} %${reason ? ` (${reason.replaceAll("_", " ")})` : ""}`
  return [section("What the bot replied", paragraph(reply)), section("Confidence", paragraph(certainty))]
}

/** The newest lines count most: what does not fit is left out at the beginning, and said so. */
function conversation(history: readonly TranscriptLine[], room: number): string {
  const lines: string[] = []
  let used = 0
  for (const { who, text, at } of history.toReversed()) {
    const line = `<p><b>${escapeHtml(who)}</b> <i>${escapeHtml(at)}</i><br>${escapeHtml(bounded(text, LONGEST_PART))}</p>`
    if (used + line.length > room) break
    used += line.length
    lines.unshift(line)
  }
  const left = history.length - lines.length
  return (left > 0 ? `<p><i>${left} earlier messages are left out.</i></p>` : "") + lines.join("")
}

function rows(user: TicketUser): string {
  const fields = Object.keys(LABELS) as (keyof TicketUser)[]
  const filled = fields.flatMap((field) => (user[field] ? [[LABELS[field], user[field]] as const] : []))
  return `<ul>${filled.map(([label, value]) => `<li><b>${label}:</b> ${escapeHtml(bounded(value, 300))}</li>`).join("")}</ul>`
}

function section(title: string, html: string): string {
  return `<h3>${title}</h3>${html}`
}

function paragraph(text: string, longest = LONGEST_PART): string {
  return `<p>${escapeHtml(bounded(text, longest))}</p>`
}
