import type { Conversation } from "../../../core/conversations/conversation.ts"
import { requireOfPartner } from "../../../core/conversations/store.ts"
import { type AgentCaller, callerOf, type DeskCaller, requireAgent } from "../caller.ts"
import { conversationNumber } from "../conversation-numbers.ts"
import type { DeskDependencies } from "../dependencies.ts"

/** What every call about one conversation begins with. */
export function entering({ callers, store }: Pick<DeskDependencies, "callers" | "store">) {
  const entered = async <Caller extends DeskCaller>(caller: Caller, number: string) => ({
    caller,
    conversation: await requireOfPartner(store, caller.partner.id, conversationNumber(number)),
  })
  return {
    /** @throws {ChatdError} `unauthenticated` or `not_found` */
    async enterConversation(
      request: Request,
      number: string,
    ): Promise<{ caller: DeskCaller; conversation: Conversation }> {
      return entered(await callerOf(callers, request), number)
    },
    /** @throws {ChatdError} the same, or `forbidden` where the operator acts in nobody's name */
    async enterConversationAsAgent(
      request: Request,
      number: string,
    ): Promise<{ caller: AgentCaller; conversation: Conversation }> {
      return entered(requireAgent(await callerOf(callers, request)), number)
    },
  }
}
