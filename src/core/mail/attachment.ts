import { ChatdError } from "../errors.ts"

/** A file that came with a conversation or a ticket. */
export interface Attachment {
  conversationId: number | undefined
  ticketId: number | undefined
  name: string
  /** Seen in its content. */
  type: string
  size: number
  /** Customers are not given it: what was taken for somebody else's, and mails as they came. */
  agentsOnly: boolean
  content(): Promise<Uint8Array<ArrayBuffer>>
}

/** A partner's file; absent and another's look the same. */
export type FindAttachment = (partnerId: string, id: string) => Promise<Attachment | undefined>

/** @throws {ChatdError} `not_found` */
export async function requireAttachment(
  find: FindAttachment,
  partnerId: string,
  id: string,
): Promise<Attachment> {
  const found = await find(partnerId, id)
  if (found) return found
  throw noSuchFile()
}

/**
 * The same for a customer, of a conversation of theirs.
 *
 * @throws {ChatdError} `not_found`
 */
export async function requireOwnAttachment(
  find: FindAttachment,
  conversation: { id: number; partnerId: string },
  id: string,
): Promise<Attachment> {
  const found = await find(conversation.partnerId, id)
  if (found && found.conversationId === conversation.id && !found.agentsOnly) return found
  throw noSuchFile()
}

function noSuchFile(): ChatdError {
  return new ChatdError("not_found", "There is no such file.")
}
