import { agentName, agentNumber } from "../../../core/conversations/senders.ts"
import type { Encoding, Published, Signal } from "../../../realtime/hub.ts"
import { eventReply, type Names } from "../event-reply.ts"

/** What those who follow a conversation are told of it: one encoding serves all of a partner's agents. */
export function deskEncoding(names: Names): Encoding {
  return {
    event: (published) => eventFrame(published, names),
    signal: (signal) => signalFrame(signal, names),
  }
}

/** What a partner's feed listens for: events by themselves it passes to nobody. */
export function feedEncoding(names: Names): Encoding {
  return {
    event: () => undefined,
    signal: (signal) => (isForFeed(signal) ? signalFrame(signal, names) : undefined),
  }
}

/** An agent hears of their own customers' typing, and of whom they help, whether they look at them or not. */
function isForFeed({ kind, by }: Signal): boolean {
  return kind === "flashback" || (kind === "typing" && by === "customer")
}

export function eventFrame({ conversation, event }: Published, names: Names): string {
  const payload = { conversation: conversation.number, event: eventReply(conversation, event, names) }
  return JSON.stringify({ type: "event", payload })
}

function signalFrame({ conversation, kind, by, senderId, data }: Signal, names: Names): string {
  const about = { conversation: conversation.number }
  if (kind === "flashback") {
    const { flashBack } = data as { flashBack?: object }
    return JSON.stringify({ type: kind, payload: { ...about, ...flashBack } })
  }
  if (kind === "stream") return JSON.stringify({ type: kind, payload: { ...about, ...data } })
  const name = nameOf(by, senderId, conversation.customerId, names)
  return JSON.stringify({
    type: kind,
    payload: { ...about, by, ...(name !== undefined && { name }), ...data },
  })
}

function nameOf(by: Signal["by"], senderId: string, customerId: number, names: Names): string | undefined {
  if (by === "customer") return names.customer(customerId)
  const number = agentNumber(senderId)
  return number === undefined ? undefined : agentName(number, names.agent(number))
}
