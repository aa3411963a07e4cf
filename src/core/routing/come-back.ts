import type { Conversation } from "../conversations/conversation.ts"
import { customerSender } from "../conversations/senders.ts"
import { keeperOf } from "../conversations/transitions.ts"
import type { StoredCustomer } from "../customers.ts"
import { moveOne, type RoutePorts } from "./acting.ts"
import { reopening } from "./reopen-conversation.ts"

/**
 * Opens a closed conversation again for its customer, who goes on with it: for whom it had if they are given conversations
 * now, otherwise it waits for somebody. One that is open stays as it is.
 *
 * @throws {ChatdError} `not_found`
 */
export function comeBack(
  ports: RoutePorts,
  { partnerId, number }: Pick<Conversation, "partnerId" | "number">,
  customer: Pick<StoredCustomer, "externalId">,
): Promise<Conversation> {
  return moveOne(ports, { partnerId, number }, async (within, conversation) => {
    const had = keeperOf(conversation)
    const agent = had && (await within.agent(had.number))
    const to = agent?.available ? agent : undefined
    return (now, at) =>
      reopening(now, at, { sender: customerSender(customer), by: { kind: "customer" }, had, to })
  })
}
