import { agentNumber } from "../../core/conversations/senders.ts"
import type { Partner } from "../../core/partner.ts"
import { type Confirmation, confirmationOf } from "../../core/tickets/confirmation.ts"
import type { TicketChange } from "../../core/tickets/ticket.ts"
import type { Mail } from "../../integrations/mail/message.ts"
import { ticketConfirmation } from "../../integrations/mail/ticket-confirmation.ts"
import { ticketCommentMail, ticketStatusMail, ticketTeamMail } from "../../integrations/mail/ticket-mails.ts"
import type { TranscriptLine } from "../../integrations/transcript.ts"
import { agentByNumber } from "../../storage/repositories/agents.ts"
import { conversationById, pageOf } from "../../storage/repositories/conversations.ts"
import { customerById } from "../../storage/repositories/customers.ts"
import type { Job } from "../../storage/repositories/outbox.ts"
import { partnerById } from "../../storage/repositories/partners.ts"
import { changesOf } from "../../storage/repositories/ticket-changes.ts"
import { confirmationPorts, type StoredTicket, ticketByUuid } from "../../storage/repositories/tickets.ts"
import type { ChangePayload, TicketPayload } from "./jobs-for-change.ts"
import type { MailRoom } from "./mail-room.ts"
import { nothing, type ToSend } from "./to-send.ts"

/** The number that its requester was told, or will be. */
function numberOf(ticket: StoredTicket): string {
  return ticket.referenceIsSettled ? ticket.reference : (ticket.externalId ?? ticket.reference)
}

/** To the requester, with the number of their new ticket. */
export async function confirmationMail(room: MailRoom, job: Job): Promise<ToSend> {
  const found = await ticketOf(room, job)
  if (!found) return nothing("The ticket is gone.")
  const { ticket, partner } = found
  const confirmation = await confirmationOf(confirmationPorts(room.db), ticket)
  if (confirmation === "none")
    return nothing("Hundreds of tickets came within an hour, and nobody vouches for the address.")
  const answersTo = await answersToTicket(room, ticket)
  return room.addressed(
    ticketConfirmation({
      ...ticket.requester,
      ticketId: numberOf(ticket),
      subject: ticket.subject,
      question: ticket.description,
      priority: ticket.priority,
      transcript: transcriptOf(ticket),
      withoutCopy: confirmation === "bare",
      messageId: room.messageId(job.dedupeKey),
      letter: await room.letter("ticket_confirmation", partner, [await localeOf(room, ticket)]),
      timeZone: partner.settings.hours.timeZone,
      link: await linkOf(room, ticket),
      answerable: answersTo !== undefined,
    }),
    partner,
    threadOf(ticket),
    answersTo,
  )
}

/** To those who help, with all that is known of a new ticket. */
export async function teamMail(room: MailRoom, job: Job): Promise<ToSend> {
  const found = await ticketOf(room, job)
  if (!found) return nothing("The ticket is gone.")
  const { ticket, partner } = found
  const { team } = partner.settings.mail
  if (team.length === 0) return nothing("mail.team names nobody.")
  const page = ticket.conversationId === undefined ? undefined : await pageOf(room.db, ticket.conversationId)
  return room.addressed(
    ticketTeamMail({
      to: team,
      ticketId: numberOf(ticket),
      subject: ticket.subject,
      question: ticket.description,
      priority: ticket.priority,
      requester: ticket.requester,
      belongsTo: placeOf(ticket),
      transcript: transcriptOf(ticket),
      timeZone: partner.settings.hours.timeZone,
      page,
      link: ticket.externalUrl,
      messageId: room.messageId(job.dedupeKey),
      letter: await room.letter("ticket_team", partner, []),
    }),
    partner,
    `team-${threadOf(ticket)}`,
    undefined,
  )
}

function placeOf({ requester: { crm } }: StoredTicket): string | undefined {
  if (!crm) return undefined
  const { agency, office, company, division, userType } = crm
  return [agency, office, company, division, userType].filter(Boolean).join(", ")
}

/** To the requester: another status. */
export async function statusMail(room: MailRoom, job: Job): Promise<ToSend> {
  const found = await changeOf(room, job)
  if (!found) return nothing("The ticket is gone.")
  const { change, ...of } = found
  const status = change.to
  if (status !== "open" && status !== "in_progress" && status !== "closed")
    return nothing(`${status ?? ""} is no status.`)
  const confirmation = await confirmationOf(confirmationPorts(room.db), of.ticket)
  if (confirmation === "none")
    return nothing("Its opening was not confirmed either: nobody vouches for the address.")
  const about = { ...of, confirmation }
  return toRequester(room, job, "ticket_status", about, (news) => ticketStatusMail({ ...news, status }))
}

/** To the requester: what somebody said about their ticket. */
export async function commentMail(room: MailRoom, job: Job): Promise<ToSend> {
  const found = await changeOf(room, job)
  if (!found) return nothing("The ticket is gone.")
  const { change, ...of } = found
  if (change.visibility !== "public") return nothing("The comment is internal.")
  const number = agentNumber(change.actor)
  const author = number === undefined ? undefined : await agentByNumber(room.db, of.partner.id, number)
  const agent = author?.name ?? of.partner.name
  const comment = change.text ?? ""
  const about = { ...of, confirmation: await confirmationOf(confirmationPorts(room.db), of.ticket) }
  return toRequester(room, job, "ticket_comment", about, (news) =>
    ticketCommentMail({ ...news, agent, comment }),
  )
}

interface TicketOfPartner {
  ticket: StoredTicket
  partner: Partner
}

async function toRequester(
  room: MailRoom,
  job: Job,
  mail: "ticket_status" | "ticket_comment",
  { ticket, partner, confirmation }: TicketOfPartner & { confirmation: Confirmation },
  render: (news: Parameters<typeof ticketStatusMail>[0]) => Mail,
): Promise<Mail> {
  const answersTo = await answersToTicket(room, ticket)
  const letter = await room.letter(mail, partner, [await localeOf(room, ticket)])
  const { requester } = ticket
  // What its confirmation does not bear does not come later.
  const isWhole = confirmation === "whole"
  const rendered = render({
    ticketId: numberOf(ticket),
    subject: isWhole ? ticket.subject : letter.company,
    question: ticket.description,
    priority: ticket.priority,
    status: ticket.status,
    email: requester.email,
    letter: { ...letter, reader: isWhole ? requester : { ...requester, name: "" } },
    link: await linkOf(room, ticket),
    answerable: answersTo !== undefined,
    messageId: room.messageId(job.dedupeKey),
  })
  return room.addressed(rendered, partner, threadOf(ticket), answersTo)
}

async function ticketOf({ db }: MailRoom, { payload }: Job): Promise<TicketOfPartner | undefined> {
  const ticket = await ticketByUuid(db, (payload as TicketPayload).ticket)
  const partner = ticket && (await partnerById(db, ticket.partnerId))
  return ticket && partner && { ticket, partner }
}

async function changeOf(
  room: MailRoom,
  job: Job,
): Promise<(TicketOfPartner & { change: TicketChange }) | undefined> {
  const found = await ticketOf(room, job)
  const changes = found ? await changesOf(room.db, found.ticket.id) : []
  const change = changes.find(({ seq }) => seq === (job.payload as ChangePayload).change)
  return found && change && { ...found, change }
}

function threadOf({ uuid }: StoredTicket): string {
  return `ticket:${uuid}`
}

function answersToTicket(room: MailRoom, { id, partnerId, uuid }: StoredTicket): Promise<string | undefined> {
  return room.answersTo({ kind: "ticket", partnerId, id, ref: uuid })
}

/** The language tag of whoever asked, where they were in a chat. */
async function localeOf({ db }: MailRoom, { customerId }: StoredTicket): Promise<string | undefined> {
  return customerId === undefined ? undefined : (await customerById(db, customerId))?.locale
}

async function linkOf(room: MailRoom, { conversationId }: StoredTicket): Promise<string | undefined> {
  if (conversationId === undefined) return undefined
  const conversation = await conversationById(room.db, conversationId)
  return conversation && room.links.conversation(conversation)
}

function transcriptOf({ transcript, requester }: StoredTicket): (TranscriptLine & { own: boolean })[] {
  const who = { user: requester.name, assistant: "Assistant" }
  return transcript.map(({ role, name, content, timestamp }) => ({
    who: name ?? who[role],
    own: role === "user",
    text: content,
    at: timestamp,
  }))
}
