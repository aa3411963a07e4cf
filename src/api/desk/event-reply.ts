import type { Conversation, ConversationEvent, Sender } from "../../core/conversations/conversation.ts"
import { agentName, agentNumber } from "../../core/conversations/senders.ts"
import { customerLabel } from "../../core/customers.ts"
import { isoTime } from "../../http/iso-time.ts"
import type { DeskEvent } from "./protocol.ts"

/** What those are called who speak in a partner's conversations; undefined where it is not known. */
export interface Names {
  partner: string
  customer(customerId: number): string | undefined
  agent(number: number): string | undefined
}

/** An event as the desk sees it: all of it, but for what is between the store and who wrote it. */
export function eventReply(conversation: Conversation, event: ConversationEvent, names: Names): DeskEvent {
  const { senderName, answerId: _, messageSeq: __, ...data } = (event.data ?? {}) as Record<string, unknown>
  const { kind, id } = event.sender
  const said = typeof senderName === "string" ? senderName : undefined
  return {
    seq: event.seq,
    type: event.type,
    at: isoTime(event.at),
    sender: { kind, id, name: said ?? nameOf(event.sender, conversation, names) },
    ...(kind === "agent" && event.clientId !== undefined && { clientId: event.clientId }),
    ...(event.text !== undefined && { text: event.text }),
    ...(hasAny(data) && { data }),
  }
}

function nameOf({ kind, id }: Sender, { customerId }: Conversation, names: Names): string {
  if (kind === "customer") return customerLabel(id, names.customer(customerId))
  if (kind === "agent") {
    const number = agentNumber(id)
    return number === undefined ? names.partner : agentName(number, names.agent(number))
  }
  return kind === "bot" ? names.partner : id
}

function hasAny(data: object): boolean {
  for (const _ in data) return true
  return false
}
