import type { FindAttachment } from "../../core/mail/attachment.ts"
import type { Db } from "../database.ts"

export interface NewAttachment {
  publicId: string
  partnerId: string
  place: { conversationId: number } | { ticketId: number }
  /** Of the event or the change that it came with. */
  seq: number
  name: string
  type: string
  content: Uint8Array
  agentsOnly: boolean
}

/** So that no row is larger than a few hundred KB. */
export const PART_BYTES = 192 * 1024

export async function insertAttachment(trx: Db, file: NewAttachment, at: Date): Promise<void> {
  const { id } = await trx
    .insertInto("attachment")
    .values({
      public_id: file.publicId,
      partner_id: file.partnerId,
      conversation_id: "conversationId" in file.place ? file.place.conversationId : null,
      ticket_id: "ticketId" in file.place ? file.place.ticketId : null,
      seq: file.seq,
      name: file.name,
      type: file.type,
      size: file.content.byteLength,
      sha256: new Bun.CryptoHasher("sha256").update(file.content).digest("hex"),
      agents_only: file.agentsOnly ? 1 : null,
      created_at: at.getTime(),
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  const bytes = Buffer.from(file.content.buffer, file.content.byteOffset, file.content.byteLength)
  for (let part = 0; part * PART_BYTES < bytes.length; part++) {
    const content = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES).toString("base64")
    await trx.insertInto("attachment_part").values({ attachment_id: id, part, content }).execute()
  }
}

/** Finds a partner's files. */
export function attachmentFinder(db: Db): FindAttachment {
  return async (partnerId, publicId) => {
    const row = await db
      .selectFrom("attachment")
      .selectAll()
      .where("public_id", "=", publicId)
      .where("partner_id", "=", partnerId)
      .executeTakeFirst()
    return (
      row && {
        conversationId: row.conversation_id ?? undefined,
        ticketId: row.ticket_id ?? undefined,
        name: row.name,
        type: row.type,
        size: row.size,
        agentsOnly: row.agents_only === 1,
        content: () => contentOf(db, row.id),
      }
    )
  }
}

async function contentOf(db: Db, id: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await db
    .selectFrom("attachment_part")
    .select(["attachment_id", "part", "content"])
    .where("attachment_id", "=", id)
    .orderBy("part")
    .execute()
  return Uint8Array.from(Buffer.concat(parts.map(({ content }) => Buffer.from(content, "base64"))))
}

/** What came with a ticket's comments, by the number of the change. */
export async function attachmentsOfTicket(
  db: Db,
  ticketId: number,
): Promise<{ id: string; seq: number; name: string; type: string; size: number }[]> {
  return db
    .selectFrom("attachment")
    .select(["public_id as id", "seq", "name", "type", "size"])
    .where("ticket_id", "=", ticketId)
    .orderBy("attachment.id")
    .execute()
}
