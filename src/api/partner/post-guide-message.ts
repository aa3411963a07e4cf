import type { Appended } from "../../core/conversations/log.ts"
import { type NewMessage, type PostMessagePorts, postMessage } from "../../core/conversations/post-message.ts"
import { AGENTS_REMEDY } from "../../core/conversations/session.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"

/** None of the guide's calls reopens a conversation. */
const REMEDY = "Begin a new one to go on, or reopen it in the console."

/** Stores a message; what is wrong with it is told in the guide's words, whose `text` is called `content`. */
export async function postGuideMessage(
  ports: PostMessagePorts,
  partner: Partner,
  message: NewMessage,
): Promise<Appended> {
  try {
    return await postMessage(ports, partner, message)
  } catch (error) {
    if (!(error instanceof ChatdError)) throw error
    if (error.message.endsWith(AGENTS_REMEDY))
      throw new ChatdError(error.code, error.message.replace(AGENTS_REMEDY, REMEDY))
    if (error.field !== "text") throw error
    throw new ChatdError(error.code, error.message.replace(/^text/, "content"), { field: "content" })
  }
}
