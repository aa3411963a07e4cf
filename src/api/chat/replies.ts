import type { z } from "zod"
import { agentName } from "../../core/conversations/senders.ts"
import { sessionEndsAt } from "../../core/conversations/session.ts"
import type { Partner } from "../../core/partner.ts"
import { isoTime } from "../../http/iso-time.ts"
import type { Access } from "./access.ts"
import type { configSchema, sessionSchema } from "./reply-schemas.ts"

/**
 * A session as its customer's client sees it.
 *
 * @param position its place in the queue, where it is in it
 */
export function sessionReply(
  { partner, customer, conversation, byLink }: Access,
  position: number | undefined,
): z.output<typeof sessionSchema> {
  const { idleSeconds } = partner.settings.session
  const endsAt = sessionEndsAt(conversation, idleSeconds)
  const { agentId, agentName: name } = conversation
  return {
    id: conversation.publicId,
    conversationId: conversation.number,
    customerId: byLink ? null : customer.externalId,
    verified: customer.verified,
    status: conversation.status,
    handler: conversation.handler,
    agent: agentId === undefined ? null : { id: agentId, name: agentName(agentId, name) },
    queue: position === undefined ? null : { position },
    customer: { name: customer.name, email: customer.email, phone: customer.phone },
    lastSeq: conversation.lastSeq,
    readByCustomer: conversation.readByCustomer,
    readByAgent: conversation.readByAgent,
    idleSeconds,
    endsAt: endsAt === undefined ? null : isoTime(endsAt),
    createdAt: isoTime(conversation.createdAt),
    updatedAt: isoTime(conversation.updatedAt),
  }
}

/** What the widget must know before there is a session. */
export function widgetReply({ name, settings }: Partner, mail: boolean): z.output<typeof configSchema> {
  const { widget, session, limits } = settings
  return {
    partner: { name },
    theme: { primaryColor: widget.primaryColor, scheme: widget.scheme, side: widget.side },
    texts: widget.texts,
    locale: widget.locale ?? null,
    preChat: widget.preChat,
    consent: widget.consent ?? null,
    idleSeconds: session.idleSeconds,
    maxMessageLength: limits.messageLength,
    mail,
    rating: widget.rating,
  }
}
