import { agentName, agentNumber } from "../../core/conversations/senders.ts"
import type { CrmPlace } from "../../core/customer.ts"
import { customerRef } from "../../core/customers.ts"
import type { SupportTicket, TicketChange } from "../../core/tickets/ticket.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { DeskTicket, DeskTicketChange, DeskTicketDetail } from "./protocol.ts"

type Needs = Pick<DeskDependencies, "tickets" | "summaries" | "routing">

/** Tickets of one partner as the wire has them, in their order. */
export async function ticketReplies(
  { tickets, summaries, routing }: Needs,
  partnerId: string,
  found: readonly SupportTicket[],
): Promise<DeskTicket[]> {
  if (found.length === 0) return []
  const numbers = await tickets.conversationNumbers(
    found.flatMap(({ conversationId }) => conversationId ?? []),
  )
  const customers = await summaries.customers(found.flatMap(({ customerId }) => customerId ?? []))
  const agents = await agentNames(routing, partnerId)
  return found.map((ticket) => {
    const { conversationId, customerId, assignee, externalId } = ticket
    const customer = customerId === undefined ? undefined : customers.get(customerId)
    const { name, email, phone = null, crm } = ticket.requester
    return {
      number: ticket.number,
      reference: ticket.reference,
      uuid: ticket.uuid,
      subject: ticket.subject,
      status: ticket.status,
      priority: ticket.priority,
      requester: { name, email, phone, ...(crm && { crm: crmReply(crm) }) },
      customer: customer ? customerRef(customer) : null,
      conversation: (conversationId === undefined ? undefined : numbers.get(conversationId)) ?? null,
      assignee:
        assignee === undefined ? null : { number: assignee, name: agentName(assignee, agents.get(assignee)) },
      source: ticket.source,
      external: externalId === undefined ? null : { id: externalId, url: ticket.externalUrl ?? null },
      createdAt: ticket.createdAt.toISOString(),
      updatedAt: ticket.updatedAt.toISOString(),
      closedAt: ticket.closedAt?.toISOString() ?? null,
    }
  })
}

function crmReply({ agentId: id, ...place }: CrmPlace) {
  return { id, ...place }
}

export async function ticketReply(needs: Needs, ticket: SupportTicket): Promise<DeskTicket> {
  const [reply] = await ticketReplies(needs, ticket.partnerId, [ticket])
  if (!reply) throw new Error("A ticket has a reply.")
  return reply
}

/** A ticket with everything that happened to it. */
export async function ticketDetail(needs: Needs, ticket: SupportTicket): Promise<DeskTicketDetail> {
  const agents = await agentNames(needs.routing, ticket.partnerId)
  const history = (await needs.tickets.changesOf([ticket])).get(ticket.id) ?? []
  const files = await needs.tickets.filesOf(ticket)
  return {
    ticket: await ticketReply(needs, ticket),
    description: ticket.description,
    history: history.map((change) => {
      const attachments = files.filter(({ seq }) => seq === change.seq).map(({ seq, ...file }) => file)
      const reply = changeReply(ticket, change, agents)
      return attachments.length > 0 ? { ...reply, attachments } : reply
    }),
    transcript: await needs.tickets.transcriptOf(ticket),
  }
}

export async function agentNames(
  { agents }: Pick<DeskDependencies["routing"], "agents">,
  partnerId: string,
): Promise<ReadonlyMap<number, string>> {
  return new Map((await agents(partnerId)).map(({ number, name }) => [number, name]))
}

/** Of those who are no agents. */
const NAMES: Readonly<Record<string, string>> = {
  operator: "Operator",
  api: "Your server",
  freshdesk: "Freshdesk",
  mail: "Mail",
}

export function changeReply(
  { requester }: Pick<SupportTicket, "requester">,
  { seq, at, actor, actorName, kind, from, to, text, visibility }: TicketChange,
  agents: ReadonlyMap<number, string>,
): DeskTicketChange {
  const number = agentNumber(actor)
  const nameOf = (of: string | undefined) =>
    kind === "assignee" && of !== undefined ? agentName(Number(of), agents.get(Number(of))) : undefined
  const [fromName, toName] = [nameOf(from), nameOf(to)]
  const who = actor === "customer" ? requester.name : (actorName ?? NAMES[actor] ?? actor)
  const name = number === undefined ? who : agentName(number, agents.get(number))
  return {
    seq,
    at: at.toISOString(),
    actor: { id: actor, name },
    kind,
    from: from ?? null,
    to: to ?? null,
    ...(fromName !== undefined && { fromName }),
    ...(toName !== undefined && { toName }),
    ...(text !== undefined && { text }),
    ...(visibility !== undefined && { visibility }),
  }
}
