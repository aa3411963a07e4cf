import { newFileId } from "../src/storage/mail-ports.ts"
import { insertAttachment } from "../src/storage/repositories/attachments.ts"
import { conversationByPublicId } from "../src/storage/repositories/conversations.ts"
import type { Desk } from "./desk.ts"

/** Keeps a file with the first message of a session. @returns its id */
export function keepFile(desk: Desk, session: string): Promise<string> {
  return desk.withDatabase(async ({ db }) => {
    const conversation = await conversationByPublicId(db, session)
    if (!conversation) throw new Error("There is no such session.")
    const publicId = newFileId()
    const { partnerId, id: conversationId } = conversation
    const content = new TextEncoder().encode("A secret")
    const file = { name: "secret.txt", type: "text/plain", content, agentsOnly: false }
    await insertAttachment(
      db,
      { publicId, partnerId, place: { conversationId }, seq: 1, ...file },
      new Date(),
    )
    return publicId
  })
}
