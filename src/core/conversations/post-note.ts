import type { Partner } from "../partner.ts"
import type { Appended, ConversationLog } from "./log.ts"
import { type NewMessage, requireRoom, shownText } from "./post-message.ts"

/**
 * Stores what those who help tell each other. It goes with any conversation, a closed one too; it is no message, so that no
 * session begins or goes on by it, and no customer's client is told of it.
 *
 * @throws {ChatdError} `invalid_input` naming `text`, `too_large` where the conversation is full
 */
export function postNote(
  log: ConversationLog,
  { settings }: Pick<Partner, "settings">,
  { conversationId, sender, clientId, text: given, data }: NewMessage,
): Promise<Appended> {
  const text = shownText(given, settings.limits.messageLength)
  return log.append(
    conversationId,
    (conversation) => {
      requireRoom(conversation, 1)
      return { events: [{ type: "note", sender, clientId, text, data }] }
    },
    { sender, clientId },
  )
}
