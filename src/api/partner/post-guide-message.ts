import type { Appended } from "../../core/conversations/log.ts"
import { type NewMessage, type PostMessagePorts, postMessage } from "../../core/conversations/post-message.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"

/** Stores a message; what is wrong with it is told in the guide's words, whose `text` is called `content`. */
export async function postGuideMessage(
  ports: PostMessagePorts,
  partner: Partner,
  message: NewMessage,
): Promise<Appended> {
  try {
    return await postMessage(ports, partner, message)
  } catch (error) {
    if (!(error instanceof ChatdError) || error.field !== "text") throw error
    throw new ChatdError(error.code, error.message.replace(/^text/, "content"), { field: "content" })
  }
}
