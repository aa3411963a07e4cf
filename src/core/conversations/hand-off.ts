import type { CustomerDetails, StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"
import { ownReference, type TranscriptEntry } from "../escalation.ts"
import type { Partner } from "../partner.ts"
import type { Conversation, Priority } from "./conversation.ts"
import { botMessage, customerSender } from "./senders.ts"
import type { ConversationStore } from "./store.ts"
import type { Together } from "./together.ts"
import { transcriptLines } from "./transcript.ts"

/** Messages that a ticket takes along. */
const MOST_MESSAGES = 500

export type TicketPriority = Priority

/** What the visitor filled in. */
export interface HandoffForm {
  /** The client's own name for it: a retry makes no second ticket. */
  clientId: string
  /** Where it is missing, what is known of the customer serves; the same for the address. */
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  message: string
  priority: TicketPriority
}

export interface ConversationTicket {
  partnerId: string
  conversationId: number
  clientId: string
  question: string
  requester: { name: string; email: string; phone?: string; customerId: string }
  priority: TicketPriority
  transcript: TranscriptEntry[]
}

export interface HandoffPorts {
  store: Pick<ConversationStore, "messagesBefore">
  /** Whether the requester gets a copy by mail. */
  mail: boolean
  /** Number of the ticket that this form became, if it did. */
  ticketNumber(conversationId: number, clientId: string): Promise<number | undefined>
  /**
   * Asked before a new ticket; a retry costs nobody anything.
   *
   * @throws {ChatdError} `rate_limited` where it is one too many
   */
  allow(recipient: string): void
  together: Together<{
    /** The ticket with everything that must follow from it; or the one that this `clientId` made before. */
    openTicket(ticket: ConversationTicket, at: Date): Promise<{ number: number; fresh: boolean }>
    customerById(id: number): Promise<StoredCustomer | undefined>
    updateCustomer(customer: StoredCustomer, details: CustomerDetails, at: Date): Promise<StoredCustomer>
  }>
  /** What was stored is to be delivered. */
  wake(): void
  now(): Date
}

/**
 * Makes a ticket of a conversation that a person should see: ticket, deliveries, the conversation's event and the bot's
 * word on it are stored together. It is taken after the session's end as well: a form may be written for longer than a
 * session lasts. The number is our own, told at once.
 *
 * @returns the number to show
 * @throws {ChatdError} `invalid_input` naming `name` or `email` where neither the form nor the customer has one
 * @throws {ChatdError} `rate_limited`
 */
export async function handOff(
  ports: HandoffPorts,
  partner: Partner,
  customer: StoredCustomer,
  conversation: Conversation,
  form: HandoffForm,
): Promise<string> {
  const name = required("name", form.name ?? customer.name)
  const email = required("email", form.email ?? customer.email)
  const phone = form.phone ?? customer.phone
  const first = await ports.ticketNumber(conversation.id, form.clientId)
  if (first !== undefined) return ownReference(first)
  ports.allow(email)
  const messages = await ports.store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_MESSAGES)
  const at = ports.now()
  const ticketId = await ports.together(conversation.id, async (within) => {
    // Before the ticket takes the partner's next number: a new conversation holds the customer, then the partner, and so
    // must this, or each could wait for the other.
    const now = await within.customerById(customer.id)
    if (now) await within.updateCustomer(now, missing(now, { name, email, ...(phone && { phone }) }), at)
    const { number, fresh } = await within.openTicket(
      {
        partnerId: partner.id,
        conversationId: conversation.id,
        clientId: form.clientId,
        question: form.message,
        requester: { name, email, ...(phone && { phone }), customerId: customer.externalId },
        priority: form.priority,
        transcript: transcriptLines(partner, { ...customer, name }, messages).map(entryOf),
      },
      at,
    )
    const reference = ownReference(number)
    if (!fresh) return reference
    const told = ticketCreatedMessage({ name, email, ticketId: reference, mailed: ports.mail })
    const ticket = {
      type: "ticket",
      sender: customerSender(customer),
      data: { ticketId: reference },
    } as const
    await within.log.append(conversation.id, () => ({ events: [ticket, botMessage(partner, told)] }))
    return reference
  })
  ports.wake()
  return ticketId
}

/** The confirmation in the integration guide's words (S4); what was not mailed is not said to have been. */
export function ticketCreatedMessage(ticket: {
  name: string
  email: string
  ticketId: string
  mailed: boolean
}): string {
  const first = ticket.name.trim().split(/\s+/)[0]?.slice(0, 60)
  const copy = ticket.mailed ? ` and emailed a copy to ${ticket.email} for your reference` : ""
  return `Hi${first ? ` ${first}` : ""}, I've created support ticket #${ticket.ticketId} for you${copy}. A support agent will reach out to you shortly with more details.`
}

function required(field: "name" | "email", value: string | undefined): string {
  if (value) return value
  throw new ChatdError("invalid_input", `${field} is required: it is not known yet.`, { field })
}

function entryOf({ own, who, text, at }: ReturnType<typeof transcriptLines>[number]): TranscriptEntry {
  return { role: own ? "user" : "assistant", name: who, content: text, timestamp: at }
}

/** What the customer has already is not replaced: a form proves nothing. */
function missing(customer: StoredCustomer, details: CustomerDetails): CustomerDetails {
  const { name, email, phone } = details
  return {
    ...(!customer.name && name && { name }),
    ...(!customer.email && email && { email }),
    ...(!customer.phone && phone && { phone }),
  }
}
