import type { AddCannedReplyPorts } from "../../core/canned-replies/add-canned-reply.ts"
import type { CannedReply } from "../../core/canned-replies/canned-reply.ts"
import type { ChangeCannedReplyPorts } from "../../core/canned-replies/change-canned-reply.ts"
import type { RemoveCannedReplyPorts } from "../../core/canned-replies/remove-canned-reply.ts"
import type { Db } from "../database.ts"

export type CannedReplyPorts = AddCannedReplyPorts &
  ChangeCannedReplyPorts &
  RemoveCannedReplyPorts & {
    /** By shortcut. */
    listReplies(partnerId: string): Promise<CannedReply[]>
  }

export function cannedReplyPorts(db: Db): CannedReplyPorts {
  return {
    listReplies: (partnerId) =>
      db
        .selectFrom("canned_reply")
        .select(["shortcut", "text"])
        .where("partner_id", "=", partnerId)
        .orderBy("shortcut")
        .execute(),
    replyByShortcut: (partnerId, shortcut) =>
      db
        .selectFrom("canned_reply")
        .select(["shortcut", "text"])
        .where("partner_id", "=", partnerId)
        .where("shortcut", "=", shortcut)
        .executeTakeFirst(),
    async countReplies(partnerId) {
      const { n } = await db
        .selectFrom("canned_reply")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .executeTakeFirstOrThrow()
      return n
    },
    async insertReply(partnerId, { shortcut, text }, at) {
      const row = await db
        .insertInto("canned_reply")
        .values({
          partner_id: partnerId,
          shortcut,
          text,
          created_at: at.getTime(),
          updated_at: at.getTime(),
        })
        .onConflict((conflict) => conflict.columns(["partner_id", "shortcut"]).doNothing())
        .returning("shortcut")
        .executeTakeFirst()
      return row !== undefined
    },
    async updateReply(partnerId, shortcut, reply, at) {
      try {
        const row = await db
          .updateTable("canned_reply")
          .set({ ...reply, updated_at: at.getTime() })
          .where("partner_id", "=", partnerId)
          .where("shortcut", "=", shortcut)
          .returning("id")
          .executeTakeFirst()
        return row ? "done" : "absent"
      } catch (error) {
        if (isTaken(error)) return "taken"
        throw error
      }
    },
    async deleteReply(partnerId, shortcut) {
      const row = await db
        .deleteFrom("canned_reply")
        .where("partner_id", "=", partnerId)
        .where("shortcut", "=", shortcut)
        .returning("id")
        .executeTakeFirst()
      return row !== undefined
    },
    now: () => new Date(),
  }
}

/** The one constraint that an update can break is the shortcut's. */
function isTaken(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === "SQLITE_CONSTRAINT_UNIQUE" || code === "23505"
}
