import type { Sender } from "./conversation.ts"
import type { ConversationLog } from "./log.ts"
import type { ConversationStore } from "./store.ts"

export interface MarkReadPorts {
  log: ConversationLog
  store: Pick<ConversationStore, "messagesBefore">
}

/**
 * Notes that one side has seen everything up to `seq`, and which message was the last of it: partners know messages
 * alone. What was noted before is not noted again.
 */
export async function markRead(
  { log, store }: MarkReadPorts,
  conversationId: number,
  reader: Sender,
  seq: number,
): Promise<void> {
  const [message] = await store.messagesBefore(conversationId, seq + 1, 1)
  await log.append(conversationId, (conversation) => {
    const byCustomer = reader.kind === "customer"
    const before = byCustomer ? conversation.readByCustomer : conversation.readByAgent
    const upTo = Math.min(seq, conversation.lastSeq)
    if (upTo <= before) return { events: [] }
    return {
      events: [{ type: "read", sender: reader, data: { seq: upTo, messageSeq: message?.seq } }],
      change: byCustomer ? { readByCustomer: upTo } : { readByAgent: upTo },
    }
  })
}
