import type { Conversation } from "../conversations/conversation.ts"
import { shownText } from "../conversations/post-message.ts"
import type { ConversationStore } from "../conversations/store.ts"
import { transcriptLines } from "../conversations/transcript.ts"
import type { StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"
import type { Partner } from "../partner.ts"
import { shownSubject } from "./change-ticket.ts"
import type {
  NewTicket,
  Requester,
  SupportTicket,
  TicketPriority,
  TicketSource,
  TranscriptEntry,
} from "./ticket.ts"
import type { TicketActor } from "./ticket-actor.ts"

/** Messages that a ticket takes along. */
const MOST_MESSAGES = 500
/** In characters. */
export const LONGEST_DESCRIPTION = 20_000

/** What somebody wants. */
export interface TicketRequest {
  /** Its author's own name for it: a retry makes no second ticket. */
  clientId: string
  source: Exclude<TicketSource, "failure" | "handoff">
  actor: TicketActor
  /** Made of the description where it is absent. */
  subject?: string | undefined
  description: string
  priority?: TicketPriority | undefined
  assignee?: number | undefined
  /** Where a name or an address is missing, what is known of the customer serves. */
  requester: { name?: string | undefined; email?: string | undefined; phone?: string | undefined }
  customer?: StoredCustomer | undefined
  /** The customer's; what was said in it goes along. */
  conversation?: Conversation | undefined
}

export interface OpenTicketPorts {
  store: Pick<ConversationStore, "messagesBefore">
  ticketByKey(partnerId: string, key: string): Promise<SupportTicket | undefined>
  /** Whether the partner has such an agent, whose account is open. */
  isAgent(partnerId: string, number: number): Promise<boolean>
  /**
   * Asked before a new ticket; a retry costs nobody anything.
   *
   * @throws {ChatdError} `rate_limited` where it is one too many
   */
  allow(recipient: string): void
  /** In one transaction: the ticket, what must follow, and its conversation's event; or the ticket that the key made before. */
  openTicket(ticket: NewTicket, actor: TicketActor): Promise<{ ticket: SupportTicket; fresh: boolean }>
  wake(): void
}

/**
 * Opens a ticket for whoever asks for one: a customer in the chat, an agent, a mail, the chatbot's contract. What a CRM's
 * failure and a conversation's form become is stored by the same port.
 *
 * @throws {ChatdError} `invalid_input` naming `description`, `subject`, `assignee`, `name` or `email`
 * @throws {ChatdError} `rate_limited`
 */
export async function openTicket(
  ports: OpenTicketPorts,
  partner: Partner,
  request: TicketRequest,
): Promise<{ ticket: SupportTicket; fresh: boolean }> {
  const { customer, conversation, actor } = request
  const description = shownText(request.description, LONGEST_DESCRIPTION, "description")
  const subject = request.subject === undefined ? undefined : shownSubject(request.subject)
  const requester = requesterOf(request)
  const key = openKey(request)
  const first = await ports.ticketByKey(partner.id, key)
  if (first) return { ticket: first, fresh: false }
  if (request.assignee !== undefined && !(await ports.isAgent(partner.id, request.assignee)))
    throw new ChatdError("invalid_input", `There is no agent ${request.assignee} who could have it.`, {
      field: "assignee",
    })
  ports.allow(requester.email)
  const transcript = conversation ? await transcriptOf(ports.store, partner, conversation, requester) : []
  const opened = await ports.openTicket(
    {
      partnerId: partner.id,
      key,
      source: request.source,
      actor: actor.id,
      subject,
      description,
      requester,
      customerId: customer?.id,
      conversationId: conversation?.id,
      priority: request.priority ?? "medium",
      assignee: request.assignee,
      transcript,
      toldAtOnce: true,
    },
    actor,
  )
  ports.wake()
  return opened
}

/** What was said so far, to go with a ticket. */
export async function transcriptOf(
  store: Pick<ConversationStore, "messagesBefore">,
  partner: Partner,
  conversation: Conversation,
  requester: Requester,
): Promise<TranscriptEntry[]> {
  const messages = await store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_MESSAGES)
  const { name, customerId: externalId = "" } = requester
  return transcriptLines(partner, { name, externalId }, messages).map(({ own, who, text, at }) => ({
    role: own ? "user" : "assistant",
    name: who,
    content: text,
    timestamp: at,
  }))
}

/** @throws {ChatdError} `invalid_input` naming what is neither given nor known */
export function requiredOf(field: "name" | "email", value: string | undefined): string {
  if (value) return value
  throw new ChatdError("invalid_input", `${field} is required: it is not known yet.`, { field })
}

function requesterOf({ requester, customer }: TicketRequest): Requester {
  const phone = requester.phone ?? customer?.phone
  return {
    name: requiredOf("name", requester.name ?? customer?.name),
    email: requiredOf("email", requester.email ?? customer?.email),
    ...(phone && { phone }),
    ...(customer && { customerId: customer.externalId }),
  }
}

/** Nobody's own names meet another's. */
function openKey({ source, actor, customer, clientId }: TicketRequest): string {
  const who = actor.id === "customer" && customer ? `customer-${customer.id}` : actor.id
  return `${source}:${who}:${clientId}`
}
