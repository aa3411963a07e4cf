import { ChatdError } from "../errors.ts"
import type { Conversation } from "./conversation.ts"

const MINUTE_MS = 60_000

export interface TranscriptRequest {
  email: string
  /** The client's own name for it: a retry sends no second mail. Without one, a minute holds one mail. */
  clientId?: string | undefined
}

export interface MailTranscriptPorts {
  /** Whether mail can be sent. */
  mail: boolean
  /** Stores that the transcript is to be sent, once a conversation and `once`, which may hold an address. */
  enqueueTranscript(
    request: { once: string; conversationId: number; lastSeq: number; email: string },
    at: Date,
  ): Promise<void>
  now(): Date
}

/**
 * Has the conversation sent to an address, as it is now.
 *
 * @throws {ChatdError} `conflict` where no mail can be sent
 */
export async function mailTranscript(
  { mail, enqueueTranscript, now }: MailTranscriptPorts,
  { id, lastSeq }: Conversation,
  { email, clientId }: TranscriptRequest,
): Promise<void> {
  if (!mail) {
    throw new ChatdError("conflict", "Mail cannot be sent from here. The transcript can be downloaded.")
  }
  const at = now()
  const once = clientId ?? `${email} ${Math.floor(at.getTime() / MINUTE_MS)}`
  await enqueueTranscript({ once, conversationId: id, lastSeq, email }, at)
}
