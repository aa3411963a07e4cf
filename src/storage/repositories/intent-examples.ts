import type { IntentName } from "../../core/intent.ts"
import type { AddIntentExamplePorts } from "../../core/intents/add-intent-example.ts"
import type { IntentExample } from "../../core/intents/intent-example.ts"
import type { RemoveIntentExamplePorts } from "../../core/intents/remove-intent-example.ts"
import type { Db } from "../database.ts"
import { insertAuditEntry } from "./audit.ts"

/** In the order in which they were added. */
export async function intentExamples(db: Db, partnerId: string): Promise<IntentExample[]> {
  const rows = await db
    .selectFrom("intent_example")
    .select(["id", "intent", "text"])
    .where("partner_id", "=", partnerId)
    .orderBy("id")
    .execute()
  return rows.map(({ id, intent, text }) => ({ id, intent: intent as IntentName, text }))
}

/** @param actor who changes something, for the audit log, which is written in the same transaction */
export function intentExamplePorts(db: Db, actor: string): AddIntentExamplePorts & RemoveIntentExamplePorts {
  return {
    examplesOf: (partnerId) => intentExamples(db, partnerId),
    insertExample: (partnerId, { intent, text }, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto("intent_example")
          .values({ partner_id: partnerId, intent, text, created_at: at.getTime() })
          .onConflict((conflict) => conflict.columns(["partner_id", "text"]).doNothing())
          .returning("id")
          .executeTakeFirst()
        if (!row) return undefined
        const details = { intent, text }
        await insertAuditEntry(
          trx,
          { partnerId, actor, action: "intent_example_added", target: String(row.id), details },
          at,
        )
        return { id: row.id, intent, text }
      }),
    deleteExample: (partnerId, id) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .deleteFrom("intent_example")
          .where("partner_id", "=", partnerId)
          .where("id", "=", id)
          .returning(["intent", "text"])
          .executeTakeFirst()
        if (!row) return false
        const entry = { partnerId, actor, target: String(id), details: row }
        await insertAuditEntry(trx, { ...entry, action: "intent_example_removed" }, new Date())
        return true
      }),
    now: () => new Date(),
  }
}
