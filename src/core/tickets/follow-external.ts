import { factName } from "../conversations/log.ts"
import type { Partner } from "../partner.ts"
import { storableText } from "../storable-text.ts"
import { changeTicket } from "./change-ticket.ts"
import { commentOnTicket, LONGEST_COMMENT } from "./comment-on-ticket.ts"
import type { SupportTicket, TicketPriority, TicketStatus, Visibility } from "./ticket.ts"
import { requesterActor, systemActor } from "./ticket-actor.ts"
import type { TicketPorts } from "./together.ts"

/** What was said about a ticket's copy in another system. */
export interface ExternalComment {
  /** Its number there. */
  id: string
  /** The requester, or somebody of the team, whose name may not be known. */
  author: { kind: "requester" } | { kind: "team"; name: string | undefined }
  text: string
  visibility: Visibility
}

/** How a ticket's copy in another system is. */
export interface ExternalTicket {
  /** What the other system is called, as changes say: `freshdesk`. */
  system: string
  /** Undefined where what we say of them is still on its way there. */
  led: { status: TicketStatus; priority: TicketPriority } | undefined
  /** In their order; those that came from us are not among them. */
  comments: readonly ExternalComment[]
}

/**
 * Takes over what became of a ticket in another system. What was taken over before changes nothing.
 *
 * @returns the ticket as it is then
 * @throws {ChatdError} as `changeTicket` and `commentOnTicket` do
 */
export async function followExternal(
  ports: TicketPorts,
  partner: Pick<Partner, "id">,
  ticket: SupportTicket,
  { system, led, comments }: ExternalTicket,
): Promise<SupportTicket> {
  let now = ticket
  for (const { id, author, text, visibility } of comments) {
    const said = storableText(text).slice(0, LONGEST_COMMENT).toWellFormed()
    if (said.trim() === "") continue
    const comment = { clientId: externalName(system, id), text: said, visibility }
    const actor = author.kind === "requester" ? requesterOf(ticket) : systemActor(system, author.name)
    now = (await commentOnTicket(ports, partner, now, comment, actor)).ticket
  }
  return led ? changeTicket(ports, partner, now, led, systemActor(system)) : now
}

function requesterOf({ requester: { customerId } }: SupportTicket) {
  return requesterActor(customerId === undefined ? undefined : { externalId: customerId })
}

/** What a comment of another system's is called here: nobody who comes by one of our doors can give one such a name. */
export function externalName(system: string, id: string): string {
  return factName(`${system}:${id}`)
}

/** Whether a comment of that name was taken over from the system. */
export function isExternal(clientId: string | undefined, system: string): boolean {
  return clientId?.startsWith(externalName(system, "")) ?? false
}
