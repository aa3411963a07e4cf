import { Elysia } from "elysia"
import type { z } from "zod"
import { changeStatus } from "../../core/conversations/change-status.ts"
import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import { type ConversationLog, saidIn } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { MOST_EVENTS, placeOfMessage } from "../../core/conversations/message-id.ts"
import type { OpenSessionPorts } from "../../core/conversations/open-session.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import { type IdentifyPorts, identifyCustomer } from "../../core/identify-customer.ts"
import { checkedCustomerId, VISITOR_PREFIX } from "../../core/identity.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import type { CustomerTokens } from "../../http/customer-tokens.ts"
import { idempotencyKey } from "../../http/idempotency-key.ts"
import { readJsonBody } from "../../http/json-body.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import { validate } from "../../http/validate.ts"
import { widgetPartner } from "../../http/widget-partner.ts"
import type { Hub } from "../../realtime/hub.ts"
import { readOrWait } from "../../realtime/wait-for-event.ts"
import { type CustomerNames, requireConversation } from "./access.ts"
import { type Actor, type ActorPorts, actorOf, senderOf } from "./actor.ts"
import {
  conversationsQuerySchema,
  createSchema,
  eventsSchema,
  messageSchema,
  messagesSchema,
  readSchema,
  statusSchema,
  typingSchema,
} from "./conversation-schemas.ts"
import { guideConversation, guideFrame, guideMessage } from "./encoding.ts"
import { postGuideMessage } from "./post-guide-message.ts"

export interface PartnerConversationDependencies {
  maxBodyBytes: number
  actors: ActorPorts
  partnerByWidgetKey(key: string): Promise<Partner | undefined>
  identify: IdentifyPorts
  sessions: OpenSessionPorts
  customerByExternalId(
    partnerId: string,
    externalId: string,
    verified: boolean,
  ): Promise<StoredCustomer | undefined>
  names: CustomerNames
  store: ConversationStore
  log: ConversationLog
  hub: Hub
  /** Says that the server stops: calls that wait for news are answered at once. */
  stopping: AbortSignal
  limits: MessageLimits
  tokens: CustomerTokens
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  addressOf(request: Request): string
}

/** Conversations and messages of the partner guide (S3), and what its socket tells, by polling. */
export function partnerConversations(to: PartnerConversationDependencies) {
  const bodyOf = (request: Request) => readJsonBody(request, to.maxBodyBytes)
  const enter = async (request: Request, id: string) => {
    const actor = await actorOf(request, to.actors)
    return { actor, ...(await requireConversation(to, actor, numberOf(id))) }
  }

  return new Elysia({ name: "partner-conversations", strictPath: true })
    .post(
      "/api/partner/conversations",
      async ({ request, set }) => {
        const clientId = idempotencyKey(request)
        const body = validate(createSchema, await bodyOf(request))
        const { partner, customer } = await creatorOf(to, request, body)
        const conversation = await to.sessions.startConversation(customer, clientId)
        set.status = 200
        return {
          ...guideConversation(conversation, customer.externalId),
          sessionToken: to.tokens.issue({ ...customer, partnerId: partner.id }, new Date()),
        }
      },
      { parse: "none" },
    )
    .get("/api/partner/conversations/:id", async ({ request, params, query, set }) => {
      const actor = await actorOf(request, to.actors)
      const { before, limit } = validate(conversationsQuerySchema, query)
      const customer = await visibleCustomer(to, actor, params.id)
      if (!customer) return []
      // One more says whether there are more.
      const found = await to.store.ofCustomer(customer.id, limit + 1, before)
      if (found.length > limit) set.headers["x-more"] = "true"
      return found.slice(0, limit).map((one) => guideConversation(one, customer.externalId))
    })
    .patch(
      "/api/partner/conversations/:id",
      async ({ request, params }) => {
        const { actor, conversation, customerId } = await enter(request, params.id)
        validate(statusSchema, await bodyOf(request))
        const reason = actor.customer ? "closed_by_customer" : "closed_by_agent"
        const by = actor.customer
          ? ({ kind: "customer", id: customerId } as const)
          : ({ kind: "system", id: "system" } as const)
        const closed = await changeStatus(to.log, conversation.id, reason, by)
        return guideConversation(closed.conversation, customerId)
      },
      { parse: "none" },
    )
    .get("/api/partner/conversations/:id/events", async ({ request, params, query }) => {
      const { actor, conversation } = await enter(request, params.id)
      const { after: given, limit, wait } = validate(eventsSchema, query)
      const after = seqWithin(given, conversation)
      if (actor.customer)
        to.limits.spendReading(actor.customer.id, Math.min(limit, conversation.lastSeq - after))
      const events = await readOrWait(
        to.hub,
        { of: "conversation", id: conversation.id },
        wait * 1000,
        [request.signal, to.stopping],
        () => to.store.eventsAfter(conversation.id, after, limit),
      )
      return {
        events: events.flatMap((event) => guideFrame(conversation, event) ?? []),
        lastSeq: events.at(-1)?.seq ?? after,
      }
    })
    .post(
      "/api/partner/conversations/:id/read",
      async ({ request, params, set }) => {
        const { actor, conversation, customerId } = await enter(request, params.id)
        const { messageId } = validate(readSchema, await bodyOf(request))
        await markRead(
          to,
          conversation.id,
          readerOf(actor, customerId),
          seqOf(messageId, conversation.number),
        )
        set.status = 204
      },
      { parse: "none" },
    )
    .post(
      "/api/partner/conversations/:id/typing",
      async ({ request, params, set }) => {
        const { actor, conversation, customerId } = await enter(request, params.id)
        const { isTyping } = validate(typingSchema, await bodyOf(request))
        const reader = readerOf(actor, customerId)
        const by = reader.kind
        to.hub.signal({ conversation, kind: "typing", by, senderId: reader.id, data: { isTyping } })
        set.status = 204
      },
      { parse: "none" },
    )
    .post(
      "/api/partner/messages",
      async ({ request }) => {
        const actor = await actorOf(request, to.actors)
        const body = validate(messageSchema, await bodyOf(request))
        const clientId = body.clientMessageId ?? idempotencyKey(request)
        const { conversation, customerId } = await requireConversation(to, actor, body.conversationId)
        const sender = senderOf(actor, customerId, body)
        if (sender.kind === "customer")
          to.limits.spend(actor.partner, conversation.customerId, actor.customer && to.addressOf(request))
        const stored = await postGuideMessage(to, actor.partner, {
          conversationId: conversation.id,
          sender,
          clientId,
          text: body.content,
          data: body.metadata ? { metadata: body.metadata } : undefined,
        })
        const said = saidIn(stored)
        return said && guideMessage(stored.conversation, said)
      },
      { parse: "none" },
    )
    .get("/api/partner/messages/:id", async ({ request, params, query, set }) => {
      const { actor, conversation } = await enter(request, params.id)
      const { after, before, limit } = validate(messagesSchema, query)
      if (actor.customer) to.limits.spendReading(actor.customer.id, Math.min(limit, conversation.lastSeq))
      const { events, more } = await page(to.store, conversation, { after, before, limit })
      if (more) set.headers["x-more"] = "true"
      return events.map((event) => guideMessage(conversation, event))
    })
}

/** Who begins a conversation: the customer that the partner's server names, or that a page proves or brings. */
async function creatorOf(
  to: PartnerConversationDependencies,
  request: Request,
  body: z.output<typeof createSchema>,
): Promise<{ partner: Partner; customer: StoredCustomer }> {
  const key = bearerToken(request)
  if (key?.startsWith("pk_")) {
    const partner = await widgetPartner(request, key, to.partnerByWidgetKey)
    to.limits.spendSession(partner, to.addressOf(request))
    const { customerId, identity, sessionToken } = body
    const claim = {
      identity: identity ?? undefined,
      sessionToken: sessionToken ?? undefined,
      claimedId: customerId ?? undefined,
      details: {},
    }
    const customer = await identifyCustomer(to.identify, partner, claim, true)
    if (customer) return { partner, customer }
  }
  const { partner, customer } = await actorOf(request, to.actors)
  if (customer) return { partner, customer }
  if (body.customerId == null)
    throw new ChatdError("invalid_input", "customerId is required.", { field: "customerId" })
  return { partner, customer: await namedCustomer(to, partner, body.customerId) }
}

/** The partner's server vouches for those it names; visitors without a proof stay who they are. */
async function namedCustomer(
  to: PartnerConversationDependencies,
  partner: Partner,
  id: string,
): Promise<StoredCustomer> {
  if (!id.startsWith(VISITOR_PREFIX)) {
    const externalId = checkedCustomerId(id)
    return to.identify.ensureCustomer({ partnerId: partner.id, externalId, verified: true }, new Date())
  }
  const visitor = await to.customerByExternalId(partner.id, id, false)
  if (visitor) return visitor
  throw new ChatdError("not_found", "There is no such visitor.")
}

/** Whom an actor may ask about: the server about everybody of its own, a customer about themselves. */
async function visibleCustomer(
  to: PartnerConversationDependencies,
  { partner, customer }: Actor,
  id: string,
): Promise<StoredCustomer | undefined> {
  if (customer) return customer.externalId === id ? customer : undefined
  return to.customerByExternalId(partner.id, id, !id.startsWith(VISITOR_PREFIX))
}

function readerOf({ customer }: Actor, customerId: string) {
  return customer
    ? ({ kind: "customer", id: customerId } as const)
    : ({ kind: "agent", id: "agent" } as const)
}

/** @throws {ChatdError} `not_found`: what is no number is no conversation either */
function numberOf(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new ChatdError("not_found", "There is no such conversation.")
}

/** @throws {ChatdError} `invalid_input` naming the field where it is another conversation's */
export function seqOf(messageId: number, conversationNumber: number, field = "messageId"): number {
  const place = placeOfMessage(messageId)
  if (place.conversationNumber === conversationNumber) return place.seq
  throw new ChatdError("invalid_input", `${field} must be of a message in this conversation.`, { field })
}

/**
 * An event's place in the conversation, which may also be said by a message's number. Nobody has seen more than there is:
 * who claims to would miss what comes next.
 *
 * @throws {ChatdError} `invalid_input` where it is another conversation's
 */
export function seqWithin(after: number, { number, lastSeq }: { number: number; lastSeq: number }): number {
  return Math.min(after <= MOST_EVENTS ? after : seqOf(after, number, "after"), lastSeq)
}

/** Messages after one, before one or between two, or the newest ones; in order. */
async function page(
  store: ConversationStore,
  { id, number, lastSeq }: { id: number; number: number; lastSeq: number },
  { after, before, limit }: { after: number | undefined; before: number | undefined; limit: number },
) {
  const upTo = before === undefined ? lastSeq + 1 : seqOf(before, number, "before")
  if (after === undefined) {
    const found = await store.messagesBefore(id, upTo, limit + 1)
    return { events: found.slice(-limit), more: found.length > limit }
  }
  const found: ConversationEvent[] = []
  let from = after === 0 ? 0 : seqOf(after, number, "after")
  // Between two messages there may be any number of other events.
  while (found.length <= limit) {
    const events = await store.eventsAfter(id, from, limit + 1)
    found.push(...events.filter(({ type, seq }) => type === "message" && seq < upTo))
    from = events.at(-1)?.seq ?? from
    if (events.length <= limit || from >= upTo) break
  }
  return { events: found.slice(0, limit), more: found.length > limit }
}
