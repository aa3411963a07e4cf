import type { StoredCustomer } from "../customers.ts"
import { type FlashbackProfile, flashbackFor } from "../flashback.ts"
import type { Partner } from "../partner.ts"
import type { Conversation, EventData } from "./conversation.ts"

export interface FlashbackPorts {
  partnerById(id: string): Promise<Partner | undefined>
  customerById(id: number): Promise<StoredCustomer | undefined>
  /** Tells those who help in a conversation; its customer is not told. */
  tellHelpers(conversation: Conversation, profile: FlashbackProfile): void
  now(): Date
}

const NEW_HELPER: ReadonlySet<unknown> = new Set(["person_requested", "agent_joined", "assigned"])

/** Whether a status event brings somebody into the conversation who helps. */
export function bringsHelper(data: EventData | undefined): boolean {
  return NEW_HELPER.has(data?.reason)
}

/** Gives the customer's profile, where there is one, to those who help them. */
export async function shareFlashback(ports: FlashbackPorts, conversation: Conversation): Promise<void> {
  const partner = await ports.partnerById(conversation.partnerId)
  const customer = await ports.customerById(conversation.customerId)
  const profile = partner && customer && flashbackFor(partner, customer, ports.now())
  if (profile) ports.tellHelpers(conversation, profile)
}
