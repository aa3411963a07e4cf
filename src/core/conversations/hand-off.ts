import type { CustomerDetails, StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import { type ConfirmationPorts, confirmationOf } from "../tickets/confirmation.ts"
import { requiredOf, transcriptOf } from "../tickets/open-ticket.ts"
import type { NewTicket, SupportTicket, TicketPriority, TicketSource } from "../tickets/ticket.ts"
import { requesterActor } from "../tickets/ticket-actor.ts"
import { ticketEvent } from "../tickets/ticket-event.ts"
import { wishedAbout } from "../tickets/wished-about.ts"
import { type BotWords, botWordsIn, filled } from "./bot-words.ts"
import type { Conversation } from "./conversation.ts"
import { questionBefore } from "./question-before.ts"
import { botMessage } from "./senders.ts"
import type { LanguageFor } from "./spoken-language.ts"
import type { ConversationStore } from "./store.ts"
import type { Together } from "./together.ts"

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
  /** Through which door it came; the conversation's form unless told. */
  source?: Extract<TicketSource, "handoff" | "chatbot"> | undefined
  /** The ticket's, where it was told before there was one. */
  uuid?: string | undefined
}

export interface HandoffPorts {
  store: Pick<ConversationStore, "messagesBefore">
  languageFor: LanguageFor
  /** Whether the requester gets a copy by mail. */
  mail: boolean
  /** The ticket that this form became, if it did. */
  ticketByKey(partnerId: string, key: string): Promise<SupportTicket | undefined>
  /**
   * Asked before a new ticket; a retry costs nobody anything.
   *
   * @throws {ChatdError} `rate_limited` where it is one too many
   */
  allow(recipient: string): void
  together: Together<
    {
      /** The ticket with everything that must follow from it; or the one that this form became before. */
      openTicket(ticket: NewTicket, at: Date): Promise<{ ticket: SupportTicket; fresh: boolean }>
      updateCustomer(customer: StoredCustomer, details: CustomerDetails, at: Date): Promise<StoredCustomer>
    } & ConfirmationPorts
  >
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
  const name = requiredOf("name", form.name ?? customer.name)
  const email = requiredOf("email", form.email ?? customer.email)
  const phone = form.phone ?? customer.phone
  const requester = { name, email, ...(phone && { phone }), customerId: customer.externalId }
  const key = `conversation:${conversation.id}:${form.clientId}`
  const first = await ports.ticketByKey(partner.id, key)
  if (first) return first.reference
  ports.allow(email)
  const transcript = await transcriptOf(ports.store, partner, conversation, requester)
  // What was filled in under a name of the ticket's own is compared with it when it is sent again.
  const asked = form.source ? undefined : await questionBefore(ports.store, conversation, form.message)
  const words = botWordsIn(await ports.languageFor(conversation.id, form.message))
  const at = ports.now()
  const actor = requesterActor(customer)
  const ticketId = await ports.together(conversation.id, async (within) => {
    // Before the ticket takes the partner's next number: a new conversation holds the customer, then the partner, and so
    // must this, or each could wait for the other.
    const now = await within.customerById(customer.id)
    if (now) await within.updateCustomer(now, missing(now, { name, email, ...(phone && { phone }) }), at)
    const { ticket, fresh } = await within.openTicket(
      {
        partnerId: partner.id,
        key,
        uuid: form.uuid,
        source: form.source ?? "handoff",
        actor: actor.id,
        ...wishedAbout(asked, form.message),
        requester,
        customerId: customer.id,
        conversationId: conversation.id,
        priority: form.priority,
        transcript,
        toldAtOnce: true,
      },
      at,
    )
    const { reference } = ticket
    const made = ticketEvent(ticket, { kind: "created" }, actor)
    if (!fresh || !made) return reference
    const mailed = ports.mail && (await confirmationOf(within, ticket)) !== "none"
    const told = ticketCreatedMessage(words, { name, email, ticketId: reference, mailed })
    await within.log.append(conversation.id, () => ({ events: [made, botMessage(partner, told)] }))
    return reference
  })
  ports.wake()
  return ticketId
}

/** The confirmation, in English in the integration guide's words (S4); what was not mailed is not said to have been. */
export function ticketCreatedMessage(
  { ticketMade, ticketMailed }: Pick<BotWords, "ticketMade" | "ticketMailed">,
  { name, email, ticketId, mailed }: { name: string; email: string; ticketId: string; mailed: boolean },
): string {
  const first = name.trim().split(/\s+/)[0]?.slice(0, 60)
  if (!first) return filled(ticketMade.replace(" {name}", ""), { id: ticketId })
  return filled(mailed ? ticketMailed : ticketMade, { name: first, id: ticketId, email })
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
