import type { Appended, ConversationLog } from "../../core/conversations/log.ts"
import { type MessageRules, type NewMessage, postMessage } from "../../core/conversations/post-message.ts"
import { ChatdError } from "../../core/errors.ts"

/** Stores a message; what is wrong with it is told in the guide's words, whose `text` is called `content`. */
export async function postGuideMessage(
  log: ConversationLog,
  rules: MessageRules,
  message: NewMessage,
): Promise<Appended> {
  try {
    return await postMessage(log, rules, message)
  } catch (error) {
    if (!(error instanceof ChatdError) || error.field !== "text") throw error
    throw new ChatdError(error.code, error.message.replace(/^text/, "content"), { field: "content" })
  }
}
