import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { Conversation, Sender } from "./conversation.ts"
import type { ConversationLog, Decision } from "./log.ts"
import { botMessage, customerSender } from "./senders.ts"
import { requireLive } from "./session.ts"
import { move } from "./transitions.ts"

const COMING = "I've asked a person to join. You can go on writing meanwhile."

export interface RequestPersonPorts {
  log: ConversationLog
  /** Whether anybody is there who could answer. */
  hasAgents(partnerId: string): boolean
}

/**
 * The customer wants a person. Where somebody is there, the conversation waits for
 * them and the customer is told so, in one write; where nobody is, nothing changes and the handoff form is to be shown.
 *
 * @throws {ChatdError} `conflict` where the session has ended
 */
export async function requestPerson(
  { log, hasAgents }: RequestPersonPorts,
  partner: Partner,
  customer: StoredCustomer,
  conversation: Conversation,
): Promise<"form" | "queued"> {
  if (!hasAgents(partner.id)) return "form"
  const { idleSeconds } = partner.settings.session
  await log.append(conversation.id, (now, at) => {
    requireLive(now, idleSeconds, at)
    return waitForPerson(now, partner, { sender: customerSender(customer), at }) ?? { events: [] }
  })
  return "queued"
}

interface PersonRequest {
  /** Who asked for it. */
  sender: Sender
  /** Milliseconds since 1970. */
  at: number
  /** Names the bot's word on it, where it is the answer to a message. */
  clientId?: string | undefined
}

/** What makes the conversation wait for a person; undefined where it has one, or waits already. */
export function waitForPerson(
  conversation: Conversation,
  partner: Partner,
  { sender, at, clientId }: PersonRequest,
): Decision | undefined {
  if (conversation.handler === "person") return undefined
  const moved = move(conversation, "person_requested", { sender, at })
  return (
    moved && { events: [{ ...botMessage(partner, COMING), clientId }, moved.event], change: moved.change }
  )
}
