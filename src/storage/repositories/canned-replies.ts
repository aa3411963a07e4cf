import type { AuditAction } from "../../core/audit.ts"
import type { CannedReplyPorts } from "../../core/canned-replies/ports.ts"
import type { Db } from "../database.ts"
import { isTaken } from "../fault-code.ts"
import { insertAuditEntry } from "./audit.ts"

/** @param actor who changes something, for the audit log, which is written in the same transaction */
export function cannedReplyPorts(db: Db, actor: string): CannedReplyPorts {
  const audit = (trx: Db, partnerId: string, action: AuditAction, shortcut: string, at: Date) =>
    insertAuditEntry(trx, { partnerId, actor, action, target: `/${shortcut}` }, at)
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
    insertReply: (partnerId, { shortcut, text }, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
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
        if (row) await audit(trx, partnerId, "canned_reply_added", shortcut, at)
        return row !== undefined
      }),
    async updateReply(partnerId, shortcut, reply, at) {
      try {
        return await db.transaction().execute(async (trx) => {
          const row = await trx
            .updateTable("canned_reply")
            .set({ ...reply, updated_at: at.getTime() })
            .where("partner_id", "=", partnerId)
            .where("shortcut", "=", shortcut)
            .returning("id")
            .executeTakeFirst()
          if (row) await audit(trx, partnerId, "canned_reply_changed", reply.shortcut, at)
          return row ? "done" : "absent"
        })
      } catch (error) {
        // The one constraint that this can break is the shortcut's.
        if (isTaken(error)) return "taken"
        throw error
      }
    },
    deleteReply: (partnerId, shortcut) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .deleteFrom("canned_reply")
          .where("partner_id", "=", partnerId)
          .where("shortcut", "=", shortcut)
          .returning("id")
          .executeTakeFirst()
        if (row) await audit(trx, partnerId, "canned_reply_removed", shortcut, new Date())
        return row !== undefined
      }),
    now: () => new Date(),
  }
}
