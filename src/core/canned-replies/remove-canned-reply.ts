import { foldedShortcut, noSuchReply } from "./canned-reply.ts"

export interface RemoveCannedReplyPorts {
  /** False where there is none by that shortcut. */
  deleteReply(partnerId: string, shortcut: string): Promise<boolean>
}

/** @throws {ChatdError} `not_found` */
export async function removeCannedReply(
  ports: RemoveCannedReplyPorts,
  partnerId: string,
  shortcut: string,
): Promise<void> {
  if (!(await ports.deleteReply(partnerId, foldedShortcut(shortcut)))) throw noSuchReply(shortcut)
}
