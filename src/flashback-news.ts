import type { Conversation } from "./core/conversations/conversation.ts"
import type { Appended } from "./core/conversations/log.ts"
import { bringsHelper, type FlashbackPorts, shareFlashback } from "./core/conversations/share-flashback.ts"
import type { ConversationStore } from "./core/conversations/store.ts"
import type { StoredCustomer } from "./core/customers.ts"
import type { Partner } from "./core/partner.ts"
import type { Logger } from "./log.ts"
import type { Hub } from "./realtime/hub.ts"
import type { Database } from "./storage/database.ts"
import { customerById } from "./storage/repositories/customers.ts"

/** Conversations of one customer whose helpers are told of a change. */
const MOST_TOLD = 20

export interface FlashbackNewsDependencies {
  database: Database
  log: Pick<Logger, "error">
  hub: Hub
  store: Pick<ConversationStore, "ofCustomer">
  partnerById(id: string): Promise<Partner | undefined>
}

/** Tells those who help a customer what can be said of them to begin with: when they come, and when another birthdate changes it. */
export function flashbackNews({ database, log, hub, store, partnerById }: FlashbackNewsDependencies) {
  const ports: FlashbackPorts = {
    partnerById,
    customerById: (id) => customerById(database.db, id),
    tellHelpers: (conversation, profile) =>
      hub.signalHelpers({
        conversation,
        kind: "flashback",
        by: "bot",
        senderId: "bot",
        data: { ...profile },
      }),
    now: () => new Date(),
  }
  const tellHelpers = (conversation: Conversation): void => {
    shareFlashback(ports, conversation).catch((err) => log.error({ err }, "a profile was not shared"))
  }
  return {
    /** To be told of everything that is committed, at other servers too. */
    committed({ conversation, events }: Pick<Appended, "conversation" | "events">): void {
      if (events.some(({ type, data }) => type === "status" && bringsHelper(data))) tellHelpers(conversation)
    },
    async birthdateChanged({ id }: Pick<StoredCustomer, "id">): Promise<void> {
      const recent = await store.ofCustomer(id, MOST_TOLD)
      for (const conversation of recent) if (conversation.status !== "closed") tellHelpers(conversation)
    },
  }
}
