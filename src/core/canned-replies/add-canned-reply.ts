import { ChatdError } from "../errors.ts"
import {
  type CannedReply,
  checkedReplyText,
  checkedShortcut,
  MOST_REPLIES,
  shortcutTaken,
} from "./canned-reply.ts"

export interface AddCannedReplyPorts {
  countReplies(partnerId: string): Promise<number>
  /** False where the partner has one by that shortcut. */
  insertReply(partnerId: string, reply: CannedReply, at: Date): Promise<boolean>
  now(): Date
}

/**
 * Adds a canned reply for all of a partner's agents.
 *
 * @throws {ChatdError} `invalid_input` naming `shortcut` or `text`, `conflict` where the shortcut is taken or the partner
 *   has as many as it may
 */
export async function addCannedReply(
  ports: AddCannedReplyPorts,
  partnerId: string,
  input: CannedReply,
): Promise<CannedReply> {
  const reply = { shortcut: checkedShortcut(input.shortcut), text: checkedReplyText(input.text) }
  if ((await ports.countReplies(partnerId)) >= MOST_REPLIES)
    throw new ChatdError("conflict", `There are ${MOST_REPLIES} canned replies already. Remove one first.`)
  if (await ports.insertReply(partnerId, reply, ports.now())) return reply
  throw shortcutTaken(reply.shortcut)
}
