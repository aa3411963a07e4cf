import { shownText } from "../conversations/post-message.ts"
import type { Partner } from "../partner.ts"
import { nameTaken, requireOwner, writeAndTell } from "./change-ticket.ts"
import type { SupportTicket, TicketChange, Visibility } from "./ticket.ts"
import { changeActor, type TicketActor } from "./ticket-actor.ts"
import type { TicketPorts } from "./together.ts"

/** Longer than a message may be: mails are comments too. */
export const LONGEST_COMMENT = 20_000

export interface NewComment {
  /** Its author's own name for it: a retry is stored once. */
  clientId: string
  text: string
  /** What is public is the requester's to read. */
  visibility: Visibility
  /** Whether it opens a closed ticket again, as what its customer says does in any case. */
  opens?: boolean
}

/**
 * Stores what somebody says about a ticket. What its customer says is public, and opens a closed ticket again.
 *
 * @returns the ticket as it is then, and the comment: the first one of that name
 * @throws {ChatdError} `invalid_input` naming `text`, `not_found`, `too_large`, `conflict` where the `clientId` named
 *   a change
 */
export async function commentOnTicket(
  ports: TicketPorts,
  partner: Pick<Partner, "id">,
  ticket: SupportTicket,
  { clientId, text: given, visibility: wished, opens = false }: NewComment,
  actor: TicketActor,
): Promise<{ ticket: SupportTicket; comment: TicketChange; fresh: boolean }> {
  requireOwner(partner, ticket)
  const text = shownText(given, LONGEST_COMMENT)
  const isCustomer = actor.id === "customer"
  const visibility = isCustomer ? "public" : wished
  const commented = await ports.together(ticket, async (within) => {
    const first = await within.changeNamed(actor.id, clientId)
    if (first && first.kind !== "comment") throw nameTaken()
    if (first) return { ticket: within.ticket, comment: first, fresh: false }
    const reopens = (isCustomer || opens) && within.ticket.status === "closed"
    const { lastChange } = within.ticket
    const after = await writeAndTell(within, actor, [
      { kind: "comment", text, visibility, clientId },
      ...(reopens ? [{ kind: "status", from: "closed", to: "open" } as const] : []),
    ])
    const comment: TicketChange = {
      seq: lastChange + 1,
      at: within.at,
      ...changeActor(actor),
      kind: "comment",
      text,
      visibility,
    }
    return { ticket: after, comment, fresh: true }
  })
  ports.wake()
  return commented
}
