import type { Selectable } from "kysely"
import type { ErasureReceipt } from "../../core/privacy/receipt.ts"
import type { Db } from "../database.ts"
import type { ErasureReceiptTable } from "../schema.ts"

/** In the place of the one with its id, if there is one. */
export async function putReceipt(db: Db, { id, partnerId, at, ...content }: ErasureReceipt): Promise<void> {
  const receipt = JSON.stringify(content)
  await db
    .insertInto("erasure_receipt")
    .values({ id, partner_id: partnerId, at: at.getTime(), receipt })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ receipt }))
    .execute()
}

/** The newest first. */
export async function listReceipts(db: Db, partnerId: string, limit: number): Promise<ErasureReceipt[]> {
  const rows = await db
    .selectFrom("erasure_receipt")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute()
  return rows.map(receiptOf)
}

function receiptOf(row: Selectable<ErasureReceiptTable>): ErasureReceipt {
  return { id: row.id, partnerId: row.partner_id, at: new Date(row.at), ...JSON.parse(row.receipt) }
}
