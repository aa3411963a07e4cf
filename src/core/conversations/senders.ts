import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { EventData, Sender } from "./conversation.ts"
import type { NewEvent } from "./log.ts"

/** Whatever answers by itself: ours, or the partner's own chatbot. */
export const BOT: Sender = { kind: "bot", id: "bot" }

/** Nobody: a clock, or a rule. */
export const SYSTEM: Sender = { kind: "system", id: "system" }

/** A customer, by the id that their partner knows them by. */
export function customerSender({ externalId }: Pick<StoredCustomer, "externalId">): Sender {
  return { kind: "customer", id: externalId }
}

/** A sentence of the bot's own, which answers nothing and is not to be rated. It speaks for the partner. */
export function botMessage({ name }: Pick<Partner, "name">, text: string, about: EventData = {}): NewEvent {
  return { type: "message", sender: BOT, text, data: { senderName: name, ...about } }
}

/** `agent-2` is agent 2. */
export function agentNumber(senderId: string): number | undefined {
  const digits = /^agent-(\d{1,9})$/.exec(senderId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** What an agent is called; where they have no account, their number serves. */
export function agentName(number: number, name?: string): string {
  return name ?? `Agent ${number}`
}
