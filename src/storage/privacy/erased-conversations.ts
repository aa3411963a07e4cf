import type { Erasure } from "../../core/conversations/summary.ts"
import type { Db } from "../database.ts"

/** Says that they are no more; late in a transaction, since clients are told of what has a later time than they know. */
export async function noteErased(trx: Db, partnerId: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return
  await trx
    .insertInto("erased_conversations")
    .values({ partner_id: partnerId, at: Date.now(), numbers: JSON.stringify(numbers) })
    .execute()
}

/** The oldest first. */
export async function erasedSince(db: Db, partnerId: string, since: number): Promise<Erasure[]> {
  const rows = await db
    .selectFrom("erased_conversations")
    .select(["id", "numbers"])
    .where("partner_id", "=", partnerId)
    .where("at", ">=", since)
    .orderBy("at")
    .orderBy("id")
    .execute()
  return rows.map(({ id, numbers }) => ({ id, numbers: JSON.parse(numbers) }))
}
