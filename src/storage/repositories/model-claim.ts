import { ChatdError } from "../../core/errors.ts"
import type { Db } from "../database.ts"

/** Names the model of a knowledge base that has none yet, and returns the one that it has. */
export async function claimModel(db: Db, kbId: string, modelId: string): Promise<string> {
  await db
    .updateTable("kb")
    .set({ model_id: modelId })
    .where("id", "=", kbId)
    .where("model_id", "is", null)
    .execute()
  const row = await db.selectFrom("kb").select("model_id").where("id", "=", kbId).executeTakeFirstOrThrow()
  return row.model_id ?? modelId
}

/** @throws {ChatdError} `conflict` where another model has taken the knowledge base over; within a transaction */
export async function requireModel(db: Db, kbId: string, modelId: string): Promise<void> {
  const row = await db.selectFrom("kb").select("model_id").where("id", "=", kbId).executeTakeFirst()
  if (row?.model_id === modelId) return
  throw new ChatdError(
    "conflict",
    `The knowledge base was embedded with ${row?.model_id ?? "another model"} meanwhile; run the command again with that model.`,
  )
}
