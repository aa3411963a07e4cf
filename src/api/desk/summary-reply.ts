import { type Conversation, isWaiting } from "../../core/conversations/conversation.ts"
import type { Digest, ShownCustomer, SummaryStore } from "../../core/conversations/summary.ts"
import { customerRef } from "../../core/customers.ts"
import { isoTime } from "../../http/iso-time.ts"
import type { Summary } from "./protocol.ts"

/** What a summary says beyond the conversation's row. */
export interface SummaryParts {
  digest: Digest | undefined
  customer: ShownCustomer
  position: number | undefined
  /** Whether a client of the customer's is there. */
  here: boolean
}

export function summaryReply(
  conversation: Conversation,
  { digest, customer, position, here }: SummaryParts,
): Summary {
  const { number, status, handler, priority, agentId, agentName, lastSeq } = conversation
  const { externalId, verified, name, email } = customer
  const last = digest?.lastMessage
  return {
    number,
    status,
    handler,
    priority,
    customer: {
      ref: customerRef(customer),
      id: externalId,
      name: name ?? null,
      email: email ?? null,
      verified,
      here,
    },
    agent: agentId === undefined ? null : { number: agentId, name: agentName ?? `Agent ${agentId}` },
    lastSeq,
    readByAgent: conversation.readByAgent,
    readByCustomer: conversation.readByCustomer,
    unread: digest?.unread.length ?? 0,
    lastMessage: last ? { ...last, at: isoTime(last.at) } : null,
    queuedAt: timeOrNull(conversation.queuedAt),
    assignedAt: timeOrNull(conversation.assignedAt),
    position: position ?? null,
    createdAt: isoTime(conversation.createdAt),
    updatedAt: isoTime(conversation.updatedAt),
  }
}

/**
 * Summaries of one partner's conversations, in their order; one whose customer is gone meanwhile is left out.
 *
 * @param positions asked where one of them waits
 */
export async function summaries(
  store: SummaryStore,
  partnerId: string,
  conversations: readonly Conversation[],
  positions: Positions = positionsIn(store, partnerId),
): Promise<Summary[]> {
  if (conversations.length === 0) return []
  const digests = await store.digests(conversations)
  const customers = await store.customers(conversations.map(({ customerId }) => customerId))
  const places = conversations.some(isWaiting) ? await positions() : new Map<number, number>()
  return conversations.flatMap((one) => {
    const customer = customers.get(one.customerId)
    if (!customer) return []
    const here = store.isHere(one.customerId)
    return summaryReply(one, { customer, here, digest: digests.get(one.id), position: places.get(one.id) })
  })
}

/** Where conversations are in the queue, by their ids. */
export type Positions = () => Promise<ReadonlyMap<number, number>>

/** As they are when they are asked for first: the queue is read once, however many pages of a list show it. */
export function positionsIn(store: Pick<SummaryStore, "queue">, partnerId: string): Positions {
  let read: Promise<ReadonlyMap<number, number>> | undefined
  const positions = async () => {
    const places = await store.queue(partnerId)
    return new Map(places.map(({ conversationId }, i) => [conversationId, i + 1]))
  }
  return () => {
    read ??= positions()
    return read
  }
}

function timeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoTime(at)
}

/** In whole seconds. */
export function longestWait(places: readonly { queuedAt: number }[], now: number): number {
  const oldest = places.reduce((least, { queuedAt }) => Math.min(least, queuedAt), now)
  return Math.floor((now - oldest) / 1000)
}
