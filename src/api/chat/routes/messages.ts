import { Elysia } from "elysia"
import { markRead } from "../../../core/conversations/mark-read.ts"
import { postMessage } from "../../../core/conversations/post-message.ts"
import { customerSender } from "../../../core/conversations/senders.ts"
import { validate } from "../../../http/validate.ts"
import { readOrWait } from "../../../realtime/wait-for-event.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { chatEvent, chatMessage } from "../encoding.ts"
import { eventsSchema, historySchema, messageSchema, readSchema, typingSchema } from "../schemas.ts"
import { seenOf } from "../seen.ts"
import { calls } from "./call.ts"

/** What is said in a session, and everything else that happens in it, for clients without a socket. */
export function messageRoutes(dependencies: ChatDependencies) {
  const { access, here, hub, stopping, limits, addressOf, log, isStaffed, languageFor } = dependencies
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "chat-messages", strictPath: true })
    .get("/api/chat/sessions/:id/messages", async ({ request, params, query }) => {
      const { customer, conversation } = await enter(request, params.id)
      const { before = conversation.lastSeq + 1, limit } = validate(historySchema, query)
      limits.spendReading(customer.id, Math.min(limit, before))
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
        const { events, known } = await postMessage({ log, isStaffed, languageFor }, partner, {
          conversationId: conversation.id,
          sender: customerSender(customer),
          clientId,
          text,
          data: metadata && { metadata },
        })
        set.status = known ? 200 : 201
        return events[0] && chatMessage(conversation.number, events[0])
      },
      { parse: "none" },
    )
    .get("/api/chat/sessions/:id/events", async ({ request, params, query }) => {
      const { customer, conversation } = await enter(request, params.id)
      const { after: claimed, limit, wait } = validate(eventsSchema, query)
      const after = seenOf(conversation, claimed)
      limits.spendReading(customer.id, Math.min(limit, conversation.lastSeq - after))
      here.came(customer.id)
      const events = await readOrWait(
        hub,
        { of: "conversation", id: conversation.id },
        wait * 1000,
        [request.signal, stopping],
        () => access.store.eventsAfter(conversation.id, after, limit),
      ).finally(() => here.went(customer.id))
      const lastSeq = events.at(-1)?.seq ?? after
      return { events: events.map((event) => chatEvent(conversation.number, event)), lastSeq }
    })
    .post(
      "/api/chat/sessions/:id/read",
      async ({ request, params, set }) => {
        const { customer, conversation } = await enter(request, params.id)
        const { seq } = validate(readSchema, await bodyOf(request))
        await markRead({ log, store: access.store }, conversation.id, customerSender(customer), seq)
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
}
