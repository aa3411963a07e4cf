import { bounded } from "../html.ts"
import type { TranscriptLine } from "../transcript.ts"
import { type Mail, oneLine } from "./message.ts"
import { buttonPart, linesPart, linkPart, quotePart, rowsPart } from "./templates/layout.ts"
import { type Letter, placeOf, renderMail } from "./templates/render.ts"
import { withoutTurns } from "./templates/template.ts"
import { wordsOf } from "./templates/words.ts"
import { boundedLines, LONGEST_TEXT } from "./ticket-confirmation.ts"

const LONGEST_SUBJECT = 80
/** A comment may be a mail itself. */
const LONGEST_COMMENT = 20_000

/** What all mails about a ticket know. */
export interface TicketFacts {
  /** The number that its requester was told. */
  ticketId: string
  /** The question's first words where it is not said. */
  subject?: string
  question: string
  priority: "low" | "medium" | "high" | "urgent"
}

export interface TeamMail extends TicketFacts {
  to: readonly string[]
  requester: { name: string; email: string; phone?: string }
  /** Where a CRM's user belongs. */
  belongsTo?: string | undefined
  transcript: readonly TranscriptLine[]
  timeZone: string
  /** Where the customer was. */
  page: string | undefined
  /** Where the ticket can be seen. */
  link: string | undefined
  messageId: string
  letter: Omit<Letter, "reader">
}

/** To those who help: everything that is known of a new ticket. An answer to it goes to the customer. */
export function ticketTeamMail(team: TeamMail): Mail {
  const { requester, belongsTo, letter, page, link } = team
  const words = wordsOf(letter.language)
  const place = placeOf(letter)
  const { labels } = words
  const name = withoutTurns(oneLine(requester.name))
  return {
    to: team.to,
    replyTo: { name, address: requester.email },
    ...renderMail(
      "ticket_team",
      { ...letter, reader: requester },
      {
        ...shared(team, letter),
        phone: requester.phone,
        page: page === undefined ? undefined : linkPart(place, page),
        link: link === undefined ? undefined : buttonPart(place, link, words.openTicket),
        details: rowsPart(place, [
          [labels.ticket, `#${oneLine(team.ticketId)}`],
          [labels.name, belongsTo ? `${name} (${withoutTurns(oneLine(belongsTo))})` : name],
          [labels.email, requester.email],
          [labels.phone, requester.phone],
          [labels.priority, words.priorities[team.priority]],
          [labels.page, page],
        ]),
        question: quotePart(place, bounded(team.question, LONGEST_TEXT)),
        transcript: linesPart(place, boundedLines(team.transcript), {
          heading: words.teamConversation,
          timeZone: team.timeZone,
        }),
      },
    ),
    messageId: team.messageId,
  }
}

export interface TicketNews extends TicketFacts {
  email: string
  messageId: string
  letter: Letter
  /** Where the conversation can be gone on with. */
  link: string | undefined
  /** Whether an answer to the mail arrives. */
  answerable: boolean
  status: "open" | "in_progress" | "closed"
}

/** To the customer: their ticket has another status. */
export function ticketStatusMail(news: TicketNews): Mail {
  return {
    to: news.email,
    ...renderMail("ticket_status", news.letter, newsValues(news)),
    messageId: news.messageId,
  }
}

/** To the customer: somebody said something about their ticket. */
export function ticketCommentMail(news: TicketNews & { agent: string; comment: string }): Mail {
  const own = {
    ...newsValues(news),
    agent: oneLine(news.agent),
    comment: quotePart(placeOf(news.letter), bounded(news.comment, LONGEST_COMMENT)),
  }
  return { to: news.email, ...renderMail("ticket_comment", news.letter, own), messageId: news.messageId }
}

function newsValues({ letter, link, answerable, status, ...facts }: TicketNews) {
  const words = wordsOf(letter.language)
  return {
    ...shared(facts, letter),
    status: words.statuses[status],
    link: link === undefined ? undefined : buttonPart(placeOf(letter), link, words.openConversation),
    reply_hint: answerable ? words.replyHint : undefined,
  }
}

function shared(
  { ticketId, question, subject = question, priority }: TicketFacts,
  { language }: Pick<Letter, "language">,
) {
  return {
    ticket: oneLine(ticketId),
    subject: bounded(oneLine(subject), LONGEST_SUBJECT),
    priority: wordsOf(language).priorities[priority],
  }
}
