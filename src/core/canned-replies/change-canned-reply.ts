import {
  type CannedReply,
  checkedReplyText,
  checkedShortcut,
  foldedShortcut,
  noSuchReply,
  shortcutTaken,
} from "./canned-reply.ts"

export interface ChangeCannedReplyPorts {
  replyByShortcut(partnerId: string, shortcut: string): Promise<CannedReply | undefined>
  /** `absent` where there is none by that shortcut, `taken` where there is one by the new one. */
  updateReply(
    partnerId: string,
    shortcut: string,
    reply: CannedReply,
    at: Date,
  ): Promise<"done" | "absent" | "taken">
  now(): Date
}

/**
 * Changes a canned reply's text, or what it goes by.
 *
 * @throws {ChatdError} `not_found`, `invalid_input` naming `shortcut` or `text`, `conflict` where the shortcut is taken
 */
export async function changeCannedReply(
  ports: ChangeCannedReplyPorts,
  partnerId: string,
  shortcut: string,
  changes: Partial<CannedReply>,
): Promise<CannedReply> {
  const before = await ports.replyByShortcut(partnerId, foldedShortcut(shortcut))
  if (!before) throw noSuchReply(shortcut)
  const reply: CannedReply = {
    shortcut: changes.shortcut === undefined ? before.shortcut : checkedShortcut(changes.shortcut),
    text: changes.text === undefined ? before.text : checkedReplyText(changes.text),
  }
  const result = await ports.updateReply(partnerId, before.shortcut, reply, ports.now())
  if (result === "absent") throw noSuchReply(shortcut)
  if (result === "taken") throw shortcutTaken(reply.shortcut)
  return reply
}
