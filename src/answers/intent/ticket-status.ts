import type { Language } from "../../core/language.ts"
import type { Asker } from "../../core/tickets/asker.ts"
import type { SupportTicket } from "../../core/tickets/ticket.ts"
import { languageOf } from "./language.ts"
import { SENTENCES } from "./sentences/all.ts"

/** What is said of somebody's tickets. */
export interface TicketWord {
  text: string
  /** What a retelling must hold; none where there is nothing to retell. */
  facts: readonly string[]
}

/** Tickets that are told of at once, and among which open ones are looked for. */
const MOST_TOLD = 5
const MOST_LOOKED_AT = 50

/**
 * What there is to say of the tickets that a customer asks for: the one that is named, else the open ones. Somebody else's
 * and nobody's are the same.
 *
 * @param names as the message has them
 */
export async function ticketStatus(
  asker: Asker,
  message: string,
  names: readonly string[],
  now: Date,
): Promise<TicketWord> {
  const language = languageOf(message, await asker.locale())
  if (names.length > 0) {
    const words = await Promise.all(
      names.map(async (name): Promise<TicketWord> => {
        const ticket = await asker.ticket(name)
        if (ticket) return one(asker, ticket, language, now)
        return { text: filled(SENTENCES[language].notYours, { id: name }), facts: [] }
      }),
    )
    const told = words.every(({ facts }) => facts.length > 0)
    return {
      text: words.map(({ text }) => text).join("\n\n"),
      facts: told ? words.flatMap(({ facts }) => facts) : [],
    }
  }
  const tickets = await asker.tickets(MOST_LOOKED_AT)
  const open = tickets.filter(({ status }) => status !== "closed")
  const [newest] = tickets
  const [only] = open
  const sentences = SENTENCES[language]
  if (!newest) return { text: sentences.none, facts: [] }
  if (!only) {
    const last = await one(asker, newest, language, now)
    return { text: `${sentences.noneOpen}\n\n${last.text}`, facts: last.facts }
  }
  if (open.length === 1) return one(asker, only, language, now)
  const lines = open.slice(0, MOST_TOLD).map((ticket) => {
    const { id, subject, status } = inWords(ticket, language)
    return `- ${filled(sentences.listed, { id, subject, status, ago: ago(ticket, language, now) })}`
  })
  // A list is as short as it can be said.
  return { text: [filled(sentences.several, { n: String(open.length) }), "", ...lines].join("\n"), facts: [] }
}

async function one(asker: Asker, ticket: SupportTicket, language: Language, now: Date): Promise<TicketWord> {
  const sentences = SENTENCES[language]
  const { id, subject, status, priority } = inWords(ticket, language)
  const name = ticket.assignee === undefined ? undefined : await asker.agentName(ticket.assignee)
  const when = ago(ticket, language, now)
  const text = [
    filled(sentences.ticket, { id, subject, status }),
    name === undefined
      ? filled(sentences.unassigned, { priority })
      : filled(sentences.assigned, { name: plainMarkdown(name), priority }),
    filled(sentences.updated, { ago: when }),
  ].join(language === "ja" || language === "zh" ? "" : " ")
  return { text, facts: [id, subject, status, priority, when, ...(name === undefined ? [] : [name])] }
}

function inWords({ reference, subject, status, priority }: SupportTicket, language: Language) {
  const { status: statuses, priority: priorities } = SENTENCES[language]
  return {
    id: reference,
    subject: plainMarkdown(subject),
    status: statuses[status],
    priority: priorities[priority],
  }
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3_600],
  ["day", 86_400],
  ["month", 30 * 86_400],
  ["year", 365 * 86_400],
]

/** "2 hours ago". */
function ago({ updatedAt }: SupportTicket, language: Language, now: Date): string {
  const seconds = Math.max(1, (now.getTime() - updatedAt.getTime()) / 1_000)
  const [unit, length] = STEPS.findLast(([, size]) => seconds >= size) ?? (["second", 1] as const)
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(seconds / length), unit)
}

/** What somebody wrote is no Markdown of ours. */
function plainMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&")
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
}
