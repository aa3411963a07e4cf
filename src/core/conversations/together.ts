import type { ConversationLog } from "./log.ts"

/**
 * Work on a conversation that writes more than its log: all of it is stored, or nothing. Nobody else writes the
 * conversation meanwhile.
 */
export type Together<Ports> = <T>(
  conversationId: number,
  work: (within: Ports & { log: ConversationLog }) => Promise<T>,
) => Promise<T>
