import { Elysia } from "elysia"
import type { Config } from "../../config/schema.ts"
import { changeStatus } from "../../core/conversations/change-status.ts"
import type { Sender } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { type OpenSessionPorts, openSession } from "../../core/conversations/open-session.ts"
import { postMessage } from "../../core/conversations/post-message.ts"
import { ChatdError } from "../../core/errors.ts"
import { type IdentifyPorts, identifyCustomer } from "../../core/identify-customer.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import type { CustomerTokens } from "../../http/customer-tokens.ts"
import { readJsonBody } from "../../http/json-body.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import { validate } from "../../http/validate.ts"
import { requireOwnOrigin, widgetPartner } from "../../http/widget-partner.ts"
import type { Hub } from "../../realtime/hub.ts"
import { waitForEvent } from "../../realtime/wait-for-event.ts"
import { type Access, type AccessPorts, accessTo, callerOf } from "./access.ts"
import { chatEvent, chatMessage } from "./encoding.ts"
import { sessionReply, widgetReply } from "./replies.ts"
import {
  eventsSchema,
  historySchema,
  messageSchema,
  openSchema,
  readSchema,
  typingSchema,
} from "./schemas.ts"

export interface ChatDependencies {
  config: Config
  access: AccessPorts
  identify: IdentifyPorts
  sessions: OpenSessionPorts
  log: ConversationLog
  hub: Hub
  limits: MessageLimits
  tokens: CustomerTokens
  partnerByWidgetKey(key: string): Promise<Partner | undefined>
  /** Whether mail can be sent. */
  mail: boolean
  addressOf(request: Request): string
}

/** Sessions that a customer is shown. */
const MOST_SESSIONS = 50

/** The in-app chat (S1): what our widget speaks, and any other client. docs/chat-api.md says it all. */
export function chatRoutes(dependencies: ChatDependencies) {
  const { config, access, identify, sessions, log, hub, limits, tokens, addressOf } = dependencies
  const bodyOf = (request: Request) => readJsonBody(request, config.server.max_body_kb * 1024)
  const enter = (request: Request, id: string) => accessTo(access, bearerToken(request), id)

  return new Elysia({ name: "chat", strictPath: true })
    .get("/api/chat/config", async ({ request, query, set }) => {
      const partner = await callingPartner(dependencies, request, query.key)
      set.headers["cache-control"] = "public, max-age=60"
      return widgetReply(partner, dependencies.mail)
    })
    .post(
      "/api/chat/sessions",
      async ({ request, set }) => {
        const body = validate(openSchema, await bodyOf(request))
        const partner = await callingPartner(dependencies, request, body.widgetKey ?? bearerToken(request))
        requireConsent(partner, body.consent, body.resumeOnly)
        const { identity, sessionToken, customerId: claimedId, page, resumeOnly } = body
        const { name, email, phone, locale } = body
        const details = given({ name, email, phone, locale })
        const claim = { identity, sessionToken, claimedId, details }
        const customer = await identifyCustomer(identify, partner, claim, !resumeOnly)
        const opened = customer && (await openSession(sessions, { partner, customer, page, resumeOnly }))
        if (!opened) throw new ChatdError("not_found", "There is no live session.")
        set.status = opened.resumed ? 200 : 201
        const sessionTokenNow = tokens.issue(customer, new Date())
        const { id, ...session } = sessionReply(partner, customer, opened.conversation)
        return { id, sessionToken: sessionTokenNow, resumed: opened.resumed, ...session }
      },
      { parse: "none" },
    )
    .get("/api/chat/sessions", async ({ request }) => {
      const { partner, customer } = await callerOf(access, bearerToken(request))
      const conversations = await access.store.ofCustomer(customer.id, MOST_SESSIONS)
      const previews = await access.store.previews(conversations.map(({ id }) => id))
      return conversations.map((conversation) => ({
        ...sessionReply(partner, customer, conversation),
        preview: previews.get(conversation.id) ?? "",
      }))
    })
    .get("/api/chat/sessions/:id", async ({ request, params }) => {
      const { partner, customer, conversation } = await enter(request, params.id)
      return sessionReply(partner, customer, conversation)
    })
    .get("/api/chat/sessions/:id/messages", async ({ request, params, query }) => {
      const { conversation } = await enter(request, params.id)
      const { before = conversation.lastSeq + 1, limit } = validate(historySchema, query)
      const messages = await access.store.messagesBefore(conversation.id, before, limit + 1)
      const shown = messages.slice(-limit)
      return {
        messages: shown.map((event) => chatMessage(conversation.number, event)),
        more: messages.length > limit,
      }
    })
    .post(
      "/api/chat/sessions/:id/messages",
      async ({ request, params, set }) => {
        const { partner, customer, conversation } = await enter(request, params.id)
        const { clientId, text, metadata } = validate(messageSchema, await bodyOf(request))
        limits.spend(partner, customer.id, addressOf(request))
        const { idleSeconds } = partner.settings.session
        const { messageLength } = partner.settings.limits
        const { events, known } = await postMessage(
          log,
          { idleSeconds, messageLength },
          {
            conversationId: conversation.id,
            sender: { kind: "customer", id: customer.externalId },
            clientId,
            text,
            data: metadata && { metadata },
          },
        )
        set.status = known ? 200 : 201
        return events[0] && chatMessage(conversation.number, events[0])
      },
      { parse: "none" },
    )
    .get("/api/chat/sessions/:id/events", async ({ request, params, query }) => {
      const { conversation } = await enter(request, params.id)
      const { after, limit, wait } = validate(eventsSchema, query)
      const read = () => access.store.eventsAfter(conversation.id, after, limit)
      let events = await read()
      if (events.length === 0 && wait > 0) {
        await waitForEvent(hub, `conversation:${conversation.id}`, wait * 1000, request.signal)
        events = await read()
      }
      const lastSeq = events.at(-1)?.seq ?? after
      return { events: events.map((event) => chatEvent(conversation.number, event)), lastSeq }
    })
    .post(
      "/api/chat/sessions/:id/read",
      async ({ request, params, set }) => {
        const { customer, conversation } = await enter(request, params.id)
        const { seq } = validate(readSchema, await bodyOf(request))
        await markRead(log, conversation.id, { kind: "customer", id: customer.externalId }, seq)
        set.status = 204
      },
      { parse: "none" },
    )
    .post(
      "/api/chat/sessions/:id/typing",
      async ({ request, params, set }) => {
        const { customer, conversation } = await enter(request, params.id)
        const { isTyping } = validate(typingSchema, await bodyOf(request))
        const senderId = customer.externalId
        hub.signal({ conversation, kind: "typing", by: "customer", senderId, data: { isTyping } })
        set.status = 204
      },
      { parse: "none" },
    )
    .post("/api/chat/sessions/:id/close", async ({ request, params }) => {
      const { partner, customer, conversation } = await enter(request, params.id)
      const closed = await changeStatus(log, conversation.id, "closed_by_customer", senderOf({ customer }))
      return sessionReply(partner, customer, closed.conversation)
    })
}

function senderOf({ customer }: Pick<Access, "customer">): Sender {
  return { kind: "customer", id: customer.externalId }
}

/** A page without a key is served for the partner that the configuration names. */
async function callingPartner(
  { access, config, partnerByWidgetKey }: ChatDependencies,
  request: Request,
  key: string | undefined,
): Promise<Partner> {
  const named = config.crm.partner
  const partner = !key && named ? await access.partnerById(named) : undefined
  if (!partner) return widgetPartner(request, key ?? "", partnerByWidgetKey)
  requireOwnOrigin(request, partner)
  return partner
}

function requireConsent(
  partner: Partner,
  consent: boolean | undefined,
  resumeOnly: boolean | undefined,
): void {
  if (!partner.settings.widget.consent || consent || resumeOnly) return
  throw new ChatdError("invalid_input", "consent must be true: the visitor has to agree first.", {
    field: "consent",
  })
}

/** Without what is undefined. */
function given<T extends object>(values: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: NonNullable<T[Key]>
  }
}
