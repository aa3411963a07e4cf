import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import { commentOnTicket, LONGEST_COMMENT } from "../tickets/comment-on-ticket.ts"
import { LONGEST_DESCRIPTION, type OpenTicketPorts, openTicket } from "../tickets/open-ticket.ts"
import type { SupportTicket } from "../tickets/ticket.ts"
import { requesterActor, systemActor } from "../tickets/ticket-actor.ts"
import type { TicketPorts } from "../tickets/together.ts"
import { type IncomingMail, isFrom, type MailContent, type MailOutcome } from "./incoming-mail.ts"
import {
  formDoubt,
  type NewFile,
  noticeOf,
  outcomeOf,
  type ReadyMail,
  readyMail,
  unverifiedSentence,
} from "./mail-text.ts"

/** Left in a comment for what is said of the mail: whose it is, and the names of its files. */
const SAID_OF_IT = 4_000

export interface TicketMailPorts {
  /**
   * The verbs' ports; what they write is stored together with the mail's being taken, and with its files.
   *
   * @param confirms false: no mail tells the requester of a new ticket
   */
  alongside(
    outcome: MailOutcome,
    files: readonly NewFile[],
    confirms?: boolean,
  ): TicketPorts & Pick<OpenTicketPorts, "openTicket" | "ticketByKey" | "isAgent">
  /** Notes that the mail was taken, where nothing follows from it. */
  takeNote(outcome: MailOutcome): Promise<void>
  /** Names the mail: what comes of it is stored once. */
  clientId: string
  newId(): string
}

/**
 * What becomes of a mail to a ticket's address. Its requester's is a public comment, which opens a closed ticket again. Anybody
 * else's is for the agents alone, and opens it too: it may be the requester at another address.
 *
 * @throws {ChatdError} `not_found`, `too_large`
 */
export async function takeOntoTicket(
  ports: TicketMailPorts,
  partner: Partner,
  ticket: SupportTicket,
  customer: StoredCustomer | undefined,
  content: MailContent,
): Promise<MailOutcome> {
  const { clientId } = ports
  if (content.kind !== "written") {
    const text = noticeOf(content)
    const outcome = outcomeOf(content)
    if (text === undefined) await ports.takeNote(outcome)
    else {
      const notice = { clientId, text, visibility: "internal" } as const
      await commentOnTicket(ports.alongside(outcome, []), partner, ticket, notice, MAIL)
    }
    return outcome
  }
  const { mail } = content
  const known = isFrom(ticket.requester.email, mail.sender)
  const { newId } = ports
  const longest = LONGEST_COMMENT - SAID_OF_IT
  const ready = readyMail(mail, { longest, isKnown: known, isAnswer: true, newId })
  if (!ready) {
    await ports.takeNote("empty")
    return "empty"
  }
  const outcome = known ? "comment" : "note"
  const within = ports.alongside(outcome, ready.files)
  const text = withFiles(known ? "" : unverifiedSentence(mail.sender), mail, ready)
  const comment = { clientId, text, visibility: known ? "public" : "internal", opens: true } as const
  await commentOnTicket(within, partner, ticket, comment, known ? requesterActor(customer) : MAIL)
  return outcome
}

const MAIL = systemActor("mail")

/**
 * A ticket of a mail that answers nothing. Nobody vouches for its sender, so that it is no customer's, whoever's address it
 * bears. Where our own mail server says that the address is forged, agents read so, and nothing is sent to it.
 *
 * @param confirms false: nothing is sent in any case
 */
export async function openTicketByMail(
  ports: TicketMailPorts & Pick<OpenTicketPorts, "store" | "allow">,
  partner: Partner,
  mail: IncomingMail,
  confirms: boolean,
): Promise<MailOutcome> {
  const { newId } = ports
  const longest = LONGEST_DESCRIPTION - SAID_OF_IT
  const ready = readyMail(mail, { longest, isKnown: false, isAnswer: false, newId })
  if (!ready) {
    await ports.takeNote("empty")
    return "empty"
  }
  const { address, name, believed } = mail.sender
  const { store, allow, clientId } = ports
  await openTicket(
    { ...ports.alongside("ticket", ready.files, believed && confirms), store, allow },
    partner,
    {
      clientId,
      source: mail.form ? "form" : "mail",
      actor: MAIL,
      subject: mail.subject,
      description: withFiles(doubtOf(mail), mail, ready),
      requester: { name: name ?? address, email: address },
    },
  )
  return "ticket"
}

function doubtOf({ sender, form }: IncomingMail): string {
  if (form) return formDoubt(form, sender)
  return sender.believed ? "" : unverifiedSentence(sender)
}

/**
 * Comments are text alone: what came along is named under it.
 *
 * @param doubt what agents read first, where there is any
 */
function withFiles(doubt: string, { leftOut }: IncomingMail, { text, data }: ReadyMail): string {
  const names = (data.attachments ?? []).map(({ name, size }) => `📎 ${name} (${kilobytes(size)} KB)`)
  const missing = leftOut.map((name) => `📎 ${name} (not kept)`)
  const parts = [doubt, text, [...names, ...missing].join("\n")]
  return parts.filter((part) => part !== "").join("\n\n")
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024))
}
