import type { Sender } from "./conversation.ts"
import type { ConversationLog } from "./log.ts"

/** Notes that one side has seen everything up to `seq`. What was noted before is not noted again. */
export async function markRead(
  log: ConversationLog,
  conversationId: number,
  reader: Sender,
  seq: number,
): Promise<void> {
  await log.append(conversationId, (conversation) => {
    const byCustomer = reader.kind === "customer"
    const before = byCustomer ? conversation.readByCustomer : conversation.readByAgent
    const upTo = Math.min(seq, conversation.lastSeq)
    if (upTo <= before) return { events: [] }
    return {
      events: [{ type: "read", sender: reader, data: { seq: upTo } }],
      change: byCustomer ? { readByCustomer: upTo } : { readByAgent: upTo },
    }
  })
}
