import { createHash, createHmac } from "node:crypto"
import type { Config } from "../../config/schema.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import { ChatdError } from "../../core/errors.ts"
import type { IncomingMail, MailContent, MailOutcome, MailSender } from "../../core/mail/incoming-mail.ts"
import { type MailedConversation, takeIntoConversation } from "../../core/mail/take-into-conversation.ts"
import { openTicketByMail, takeOntoTicket } from "../../core/mail/take-onto-ticket.ts"
import type { Partner } from "../../core/partner.ts"
import type { SupportTicket } from "../../core/tickets/ticket.ts"
import type { FormMail } from "../../integrations/mail/incoming/form-mail.ts"
import { type MailHead, readHead } from "../../integrations/mail/incoming/mail-head.ts"
import { type MailBody, readMail } from "../../integrations/mail/incoming/read-mail.ts"
import { isReplyAddressOf, readReplyAddress } from "../../integrations/mail/reply-address.ts"
import type { Logger } from "../../log.ts"
import type { OnCommitted } from "../../storage/conversations/batching-log.ts"
import type { TicketJobs } from "../../storage/core-ports.ts"
import type { Database } from "../../storage/database.ts"
import { conversationMailPorts, ticketMailPorts } from "../../storage/mail-ports.ts"
import { conversationById } from "../../storage/repositories/conversations.ts"
import { customerById } from "../../storage/repositories/customers.ts"
import {
  type MailPlace,
  type MailRecord,
  recordMail,
  takenSince,
  ticketsSince,
} from "../../storage/repositories/mail-received.ts"
import { ticketById } from "../../storage/repositories/tickets.ts"

export interface MailIntake {
  database: Database
  log: Pick<Logger, "info" | "warn">
  settings: Config["imap"]
  /** `imap.form_senders`, in lower case. */
  formSenders: ReadonlySet<string>
  /** Of `REPLY_SECRET`. */
  secret: string
  store: Pick<ConversationStore, "messagesBefore">
  partnerById(id: string): Promise<Partner | undefined>
  onCommitted: OnCommitted
  tickets: Pick<TicketJobs, "jobsForChange" | "wake">
}

/** A mail that lies in the mailbox. */
export interface WaitingMail {
  place: MailPlace
  size: number
  header: string
  receivedAt: Date
  /** The whole of it; undefined where it has gone. */
  source(): Promise<Buffer | undefined>
}

const MEGABYTE = 1_048_576
const HOUR_MS = 3_600_000
/** Tickets of one sender of which each is confirmed. More are no person's: a machine that does not say so answers the confirmations. */
const CONFIRMED_WITHIN = [
  { ms: HOUR_MS, tickets: 5 },
  { ms: 24 * HOUR_MS, tickets: 20 },
]
const MOST_FILES = 10
const MOST_FILE_BYTES = 10 * MEGABYTE

/** It was moved or deleted since it was found. */
class MailGone extends Error {}

/**
 * Makes of a mail what it is meant for, once, however often it is read. One that has gone meanwhile was not read: it may come
 * back, under another number.
 *
 * @param since what came before was not meant for us, unless its address says so
 */
export async function takeMail(intake: MailIntake, mail: WaitingMail, since: Date): Promise<MailOutcome> {
  try {
    return await take(intake, mail, since)
  } catch (error) {
    if (error instanceof MailGone) return "ignored"
    throw error
  }
}

async function take(intake: MailIntake, mail: WaitingMail, since: Date): Promise<MailOutcome> {
  const { settings } = intake
  const head = readHead(mail.header, {
    authservId: settings.authserv_id,
    ownAddress: settings.address ?? "",
    formSenders: intake.formSenders,
  })
  const isReadable = mail.size <= settings.max_mail_mb * MEGABYTE
  const body = remembered(async () => {
    const source = await mail.source()
    if (!source) throw new MailGone()
    return readMail(source, head.subject, { files: MOST_FILES, bytes: MOST_FILE_BYTES })
  })
  let target = await targetOf(intake, head.replyAddresses)
  // What could not be delivered comes back to whom it is from, and brings the address along.
  if (!target && head.isReport && isReadable)
    target = await targetOf(intake, (await body()).bounce?.replyAddresses ?? [])
  const place: Place = { ...mail, isReadable, record: recordOf(intake, mail, head, target) }
  if (target) return takeTo(intake, target, head, place, body)
  const isNew = settings.new === "ticket" && isSince(mail.receivedAt, since)
  const partner = isNew && settings.partner ? await intake.partnerById(settings.partner) : undefined
  if (!partner) return "ignored"
  const becomesNothing = head.from === undefined || (head.automatic !== undefined && !head.form)
  const outcome = becomesNothing ? "ignored" : await takeNew(intake, partner, head, place, body)
  tellOfLoss(intake, mail.place, head, outcome)
  return outcome
}

/** What an operator can mend: a customer who is not answered, and does not know it. */
function tellOfLoss(
  { log, settings }: MailIntake,
  { mailbox, uid }: MailPlace,
  head: MailHead,
  outcome: MailOutcome,
): void {
  if (head.from === undefined && head.automatic === undefined)
    log.info({ mailbox, uid }, "a mail was left in the mailbox: its From is of nobody, or of several")
  if (!head.from || !looksLikeForm(head, settings.address ?? "")) return
  log.warn(
    { mailbox, uid, outcome },
    "a mail from an address of our own domain asks to be answered to somebody else: where a form of a website writes such mails, name that address in imap.form_senders",
  )
}

function looksLikeForm({ from, form, answersTo, isForged }: MailHead, ownAddress: string): boolean {
  if (from === undefined || form || isForged) return false
  const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1).toLowerCase()
  return (
    domainOf(from) === domainOf(ownAddress) &&
    answersTo.some(({ address }) => domainOf(address) !== domainOf(ownAddress))
  )
}

/** Mailboxes tell when a mail came in whole seconds (INTERNALDATE, RFC 3501 2.3.3). */
function isSince(receivedAt: Date, since: Date): boolean {
  return receivedAt.getTime() >= Math.floor(since.getTime() / 1000) * 1000
}

type Target =
  | { kind: "conversation"; mailed: MailedConversation }
  | { kind: "ticket"; partner: Partner; ticket: SupportTicket }

interface Place {
  size: number
  isReadable: boolean
  record: MailRecord
}

type Body = () => Promise<MailBody>

/** What the first address is for that we gave out ourselves. */
async function targetOf(intake: MailIntake, addresses: readonly string[]): Promise<Target | undefined> {
  for (const address of addresses) {
    const claim = readReplyAddress(address, intake.secret)
    const found =
      claim?.kind === "conversation"
        ? await conversationAt(intake, claim.id)
        : claim && (await ticketAt(intake, claim.id))
    if (claim && found && isReplyAddressOf(claim, found.is, intake.secret)) return found.target
  }
  return undefined
}

async function conversationAt(intake: MailIntake, id: number) {
  const { db } = intake.database
  const conversation = await conversationById(db, id)
  if (!conversation) return undefined
  const { partnerId, publicId: ref, customerId } = conversation
  const partner = await intake.partnerById(partnerId)
  const customer = await customerById(db, customerId)
  if (!partner || !customer) return undefined
  const target: Target = { kind: "conversation", mailed: { partner, conversation, customer } }
  return { target, is: { kind: "conversation", partnerId, id, ref } as const }
}

async function ticketAt(intake: MailIntake, id: number) {
  const ticket = await ticketById(intake.database.db, id)
  if (!ticket) return undefined
  const { partnerId, uuid: ref } = ticket
  const partner = await intake.partnerById(partnerId)
  if (!partner) return undefined
  const target: Target = { kind: "ticket", partner, ticket }
  return { target, is: { kind: "ticket", partnerId, id, ref } as const }
}

async function takeTo(
  intake: MailIntake,
  target: Target,
  head: MailHead,
  place: Place,
  body: Body,
): Promise<MailOutcome> {
  const { database, onCommitted, tickets } = intake
  const { record } = place
  const content = await contentOf(intake, head, place, body)
  const partnerId = target.kind === "ticket" ? target.partner.id : target.mailed.partner.id
  if (content === undefined) {
    await recordMail(database.db, record, partnerId, "limited", new Date())
    return "limited"
  }
  try {
    if (target.kind === "conversation")
      return await takeIntoConversation(
        conversationMailPorts(database, onCommitted, record),
        target.mailed,
        content,
      )
    const { partner, ticket } = target
    const customer =
      ticket.customerId === undefined ? undefined : await customerById(database.db, ticket.customerId)
    const ports = ticketMailPorts(database, onCommitted, tickets, record, partnerId)
    return await takeOntoTicket(ports, partner, ticket, customer, content)
  } catch (error) {
    // It is full, or has gone: it will be so the next time as well.
    if (!(error instanceof ChatdError) || !FINAL.has(error.code)) throw error
    await recordMail(database.db, record, partnerId, "refused", new Date())
    return "refused"
  }
}

const FINAL: ReadonlySet<string> = new Set(["too_large", "not_found", "conflict", "invalid_input"])

async function takeNew(
  intake: MailIntake,
  partner: Partner,
  head: MailHead,
  { record, isReadable }: Place,
  body: Body,
): Promise<MailOutcome> {
  const { database, onCommitted, tickets, store } = intake
  const read = isReadable && !(await isOneTooMany(intake, record)) ? await body() : undefined
  if (!read) {
    await recordMail(database.db, record, partner.id, "limited", new Date())
    return "limited"
  }
  const ports = ticketMailPorts(database, onCommitted, tickets, record, partner.id)
  const { form } = head
  const isAnswerable = !head.answersOurs && (!form || form.customer !== undefined)
  const confirms = isAnswerable && (await isConfirmed(intake, record))
  const mail = form ? formMailOf(head, form, read) : mailOf(head, read)
  return openTicketByMail({ ...ports, store, allow: () => {} }, partner, mail, confirms)
}

async function isConfirmed({ database }: MailIntake, { sender }: MailRecord): Promise<boolean> {
  const now = Date.now()
  for (const { ms, tickets } of CONFIRMED_WITHIN)
    if ((await ticketsSince(database.db, sender, new Date(now - ms))) >= tickets) return false
  return true
}

/** Undefined: one of so many that nobody is told of each. */
async function contentOf(
  intake: MailIntake,
  head: MailHead,
  { size, isReadable, record }: Place,
  body: Body,
): Promise<MailContent | undefined> {
  const sender = senderOf(head)
  if (head.automatic !== undefined) {
    const bounce = head.isReport && isReadable ? (await body()).bounce : undefined
    if (bounce) return { kind: "bounce", recipient: bounce.recipient, reason: bounce.reason }
    const isOfUse = head.saysSomething && isReadable && !(await isOneTooMany(intake, record))
    const said = isOfUse ? (await body()).text : undefined
    if (said) return { kind: "by_machine", sender, text: said }
    return { kind: "automatic", what: head.automatic }
  }
  const most = intake.settings.max_per_hour
  const taken = most === 0 ? 0 : await takenOf(intake, record)
  if (most > 0 && taken >= most) return taken === most ? { kind: "too_many", sender } : undefined
  if (!isReadable) return { kind: "too_large", sender, subject: head.subject, bytes: size }
  return { kind: "written", mail: mailOf(head, await body()) }
}

function takenOf({ database }: MailIntake, { sender }: MailRecord): Promise<number> {
  return takenSince(database.db, sender, new Date(Date.now() - HOUR_MS))
}

async function isOneTooMany(intake: MailIntake, record: MailRecord): Promise<boolean> {
  const most = intake.settings.max_per_hour
  return most > 0 && (await takenOf(intake, record)) >= most
}

function mailOf(head: MailHead, { text, original, files, leftOut }: MailBody): IncomingMail {
  return { sender: senderOf(head), subject: head.subject, text, original, files, leftOut }
}

/** What a form writes has no quoted part, whatever it looks like: each field is the customer's. */
function formMailOf(head: MailHead, { sender, customer }: FormMail, body: MailBody): IncomingMail {
  const { address, name } = customer ?? { address: sender, name: head.fromName }
  return {
    ...mailOf(head, body),
    sender: { address, name: name || undefined, believed: !head.isForged },
    form: { address: sender, namesCustomer: customer !== undefined },
    text: body.original ?? body.text,
    original: undefined,
  }
}

function senderOf({ from, fromName, isForged }: MailHead): MailSender {
  return {
    address: from ?? "an unknown address",
    name: fromName,
    believed: from !== undefined && !isForged,
  }
}

/** A mail is the same where its Message-ID, its sender and what it is for are: servers deliver some twice. */
function recordOf(
  { secret }: MailIntake,
  { place, header }: WaitingMail,
  { messageId, from, form, isForged }: MailHead,
  target: Target | undefined,
): MailRecord {
  const filledIn = target ? undefined : form
  const sender = (filledIn?.customer?.address ?? from)?.toLowerCase() ?? ""
  const goal =
    target?.kind === "ticket"
      ? `ticket ${target.ticket.id}`
      : `conversation ${target?.mailed.conversation.id}`
  // Whoever may have typed or forged an address uses up nothing of what its owner may send.
  const proof = isForged ? "forger" : filledIn ? "form" : "sender"
  const identity = JSON.stringify([messageId ?? header, sender, target ? goal : "new"])
  return {
    ...place,
    key: createHash("sha256").update(identity).digest("hex"),
    sender: createHmac("sha256", secret).update(`${proof}\n${sender}`).digest("hex").slice(0, 32),
  }
}

function remembered<T>(read: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | undefined
  return () => (first ??= read())
}
