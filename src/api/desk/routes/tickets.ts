import { Elysia } from "elysia"
import { requireOfPartner } from "../../../core/conversations/store.ts"
import { customerOfRef, type StoredCustomer } from "../../../core/customers.ts"
import { ChatdError } from "../../../core/errors.ts"
import { requireCustomer } from "../../../core/find-customers.ts"
import { changeTicket } from "../../../core/tickets/change-ticket.ts"
import { commentOnTicket } from "../../../core/tickets/comment-on-ticket.ts"
import { findTicket } from "../../../core/tickets/find-ticket.ts"
import { openTicket } from "../../../core/tickets/open-ticket.ts"
import { agentActor, OPERATOR_ACTOR, type TicketActor } from "../../../core/tickets/ticket-actor.ts"
import type { TicketFilter } from "../../../core/tickets/ticket-filter.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskCaller } from "../caller.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { DeskTicket, DeskTicketChange, DeskTicketDetail } from "../protocol.ts"
import { exportTickets } from "../ticket-export.ts"
import { agentNames, changeReply, ticketDetail, ticketReplies, ticketReply } from "../ticket-reply.ts"
import {
  changeTicketSchema,
  newTicketSchema,
  ticketCommentSchema,
  ticketExportSchema,
  ticketListSchema,
} from "../ticket-schemas.ts"
import { calls } from "./call.ts"

/** Words of a search; more say nothing more. */
const MOST_WORDS = 10

export function ticketRoutes(dependencies: DeskDependencies) {
  const { tickets, store, data, watch, customerById } = dependencies
  const { bodyOf, enter } = calls(dependencies)
  const enterTicket = async (request: Request, name: string) => {
    const caller = await enter(request)
    return { caller, ticket: await findTicket(tickets, caller.partner.id, name) }
  }

  return new Elysia({ name: "desk-tickets", strictPath: true })
    .get(
      "/api/desk/tickets",
      async ({ request, query }): Promise<{ tickets: DeskTicket[]; more: boolean }> => {
        const caller = await enter(request)
        const { before, limit, ...asked } = validate(ticketListSchema, query)
        const filter = await filterOf(dependencies, caller, asked)
        if (!filter) return { tickets: [], more: false }
        const { id } = caller.partner
        const found = await tickets.listTickets(id, { ...filter, before, limit: limit + 1 })
        return {
          tickets: await ticketReplies(dependencies, id, found.slice(0, limit)),
          more: found.length > limit,
        }
      },
    )
    .get("/api/desk/tickets/export", async ({ request, query, set }) => {
      const caller = await enter(request)
      const { format, ...asked } = validate(ticketExportSchema, query)
      const filter = await filterOf(dependencies, caller, asked)
      set.headers["content-type"] = format === "json" ? "application/json" : "text/csv; charset=utf-8"
      set.headers["content-disposition"] = `attachment; filename="tickets.${format}"`
      return exportTickets(dependencies, caller.partner.id, filter, format)
    })
    .get("/api/desk/tickets/:number", async ({ request, params }): Promise<DeskTicketDetail> => {
      const { ticket } = await enterTicket(request, params.number)
      return ticketDetail(dependencies, ticket)
    })
    .post(
      "/api/desk/tickets",
      async ({ request, set }): Promise<DeskTicketDetail> => {
        const caller = await enter(request)
        const {
          conversation: number,
          customer: ref,
          requester = {},
          ...asked
        } = validate(newTicketSchema, await bodyOf(request))
        const conversation =
          number === undefined ? undefined : await requireOfPartner(store, caller.partner.id, number)
        const customer: StoredCustomer | undefined = conversation
          ? await customerById(conversation.customerId)
          : ref === undefined
            ? undefined
            : await requireCustomer(data.customers, caller.partner.id, ref)
        if (conversation && ref !== undefined && !goesBy(customer, ref))
          throw new ChatdError("invalid_input", "customer is not the conversation's: leave it out.", {
            field: "customer",
          })
        const { ticket, fresh } = await openTicket({ ...tickets, store, allow: () => {} }, caller.partner, {
          ...asked,
          source: "desk",
          actor: actorOf(caller),
          requester,
          customer,
          conversation,
        })
        if (fresh) await watch.look()
        set.status = fresh ? 201 : 200
        return ticketDetail(dependencies, ticket)
      },
      { parse: "none" },
    )
    .patch(
      "/api/desk/tickets/:number",
      async ({ request, params }): Promise<DeskTicket> => {
        const { caller, ticket } = await enterTicket(request, params.number)
        const { clientId, ...changes } = validate(changeTicketSchema, await bodyOf(request))
        if (Object.values(changes).every((value) => value === undefined))
          throw new ChatdError(
            "invalid_input",
            "There is nothing to change: send status, priority, subject or assignee.",
            { field: "body" },
          )
        const changed = await changeTicket(
          tickets,
          caller.partner,
          ticket,
          { clientId, ...changes },
          actorOf(caller),
        )
        if (changed.lastChange > ticket.lastChange) await watch.look()
        return ticketReply(dependencies, changed)
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/tickets/:number/comments",
      async ({ request, params, set }): Promise<DeskTicketChange> => {
        const { caller, ticket } = await enterTicket(request, params.number)
        const said = validate(ticketCommentSchema, await bodyOf(request))
        const { comment, fresh } = await commentOnTicket(
          tickets,
          caller.partner,
          ticket,
          said,
          actorOf(caller),
        )
        if (fresh) await watch.look()
        set.status = fresh ? 201 : 200
        return changeReply(ticket, comment, await agentNames(dependencies.routing, caller.partner.id))
      },
      { parse: "none" },
    )
}

type Asked = Omit<TicketFilter, "view" | "limit" | "customerId" | "conversationId" | "words"> & {
  view: TicketFilter["view"] | "mine"
  customer?: string | undefined
  conversation?: number | undefined
  q?: string | undefined
}

/** Undefined where there can be none. @throws {ChatdError} `forbidden` for `mine` of nobody */
async function filterOf(
  { data, store }: DeskDependencies,
  { partner, agent }: DeskCaller,
  { view, customer: ref, conversation: number, q, ...exact }: Asked,
): Promise<Omit<TicketFilter, "limit"> | undefined> {
  if (view === "mine" && !agent)
    throw new ChatdError("forbidden", "Nobody's tickets are mine: say in whose name, with --as.")
  const words = q?.trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const filter: Omit<TicketFilter, "limit"> = {
    ...exact,
    words,
    ...(view === "mine" ? { view: "open", assignee: agent?.number } : { view }),
  }
  const named = ref === undefined ? undefined : customerOfRef(ref)
  const customer =
    named && (await data.customers.customerByExternalId(partner.id, named.externalId, named.verified))
  const conversation = number === undefined ? undefined : await store.byNumber(partner.id, number)
  if ((ref !== undefined && !customer) || (number !== undefined && !conversation)) return undefined
  return { ...filter, customerId: customer?.id, conversationId: conversation?.id }
}

function actorOf({ agent }: DeskCaller): TicketActor {
  return agent ? agentActor(agent) : OPERATOR_ACTOR
}

function goesBy(customer: StoredCustomer | undefined, ref: string): boolean {
  const named = customerOfRef(ref)
  return customer?.externalId === named?.externalId && customer?.verified === named?.verified
}
