import { sql, type Transaction } from "kysely"
import type { NewInvitation } from "../../core/invitations.ts"
import type { Db } from "../database.ts"
import type { Schema } from "../schema.ts"
import { secretHash } from "../secret-hash.ts"

export async function insertInvitation(
  db: Db,
  { code, uses, expiresAt }: NewInvitation,
  at: Date,
): Promise<void> {
  await db
    .insertInto("partner_invitation")
    .values({
      hash: secretHash(code),
      uses_left: uses,
      created_at: at.getTime(),
      expires_at: expiresAt.getTime(),
    })
    .execute()
}

/** Takes one use off it; false where there is none left. The caller's transaction ties it to what it is used for. */
export async function takeInvitation(trx: Transaction<Schema>, code: string, at: Date): Promise<boolean> {
  const row = await trx
    .updateTable("partner_invitation")
    .set({ uses_left: sql<number>`uses_left - 1` })
    .where("hash", "=", secretHash(code))
    .where("uses_left", ">", 0)
    .where("expires_at", ">", at.getTime())
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}
