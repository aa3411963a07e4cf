import { randomUUID } from "node:crypto"
import { type Selectable, sql } from "kysely"
import type { Calibration } from "../../../kb/gate.ts"
import { ChatdError } from "../../core/errors.ts"
import type { KnowledgeBase } from "../../knowledge/knowledge-store.ts"
import type { Db } from "../database.ts"
import type { KbTable } from "../schema.ts"

export interface KnowledgeBaseSummary extends KnowledgeBase {
  articles: number
  sources: number
  unreadable: number
}

/** The partner's knowledge base of this name, made if need be. */
export async function ensureBase(db: Db, partnerId: string, name: string): Promise<KnowledgeBase> {
  await db
    .insertInto("kb")
    .values({ id: `kb-${randomUUID()}`, partner_id: partnerId, name, revision: 0, created_at: Date.now() })
    .onConflict((conflict) => conflict.columns(["partner_id", "name"]).doNothing())
    .execute()
  const base = await baseByName(db, partnerId, name)
  if (!base) throw new Error(`Knowledge base ${name} of ${partnerId} was removed while it was made.`)
  return base
}

export async function baseByName(
  db: Db,
  partnerId: string,
  name: string,
): Promise<KnowledgeBase | undefined> {
  const row = await db
    .selectFrom("kb")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("name", "=", name)
    .executeTakeFirst()
  return row && baseOf(row)
}

export async function baseById(db: Db, id: string): Promise<KnowledgeBase | undefined> {
  const row = await db.selectFrom("kb").selectAll().where("id", "=", id).executeTakeFirst()
  return row && baseOf(row)
}

export async function basesOf(db: Db, partnerId: string): Promise<KnowledgeBase[]> {
  const rows = await db
    .selectFrom("kb")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("name")
    .execute()
  return rows.map(baseOf)
}

/** Of every partner: for the server's own upkeep, never for a caller. */
export async function allBases(db: Db): Promise<KnowledgeBase[]> {
  return (await db.selectFrom("kb").selectAll().orderBy("id").execute()).map(baseOf)
}

export async function summarizeBases(db: Db, partnerId: string): Promise<KnowledgeBaseSummary[]> {
  const rows = await db
    .selectFrom("kb")
    .selectAll()
    .select((eb) => [
      eb
        .selectFrom("kb_article")
        .whereRef("kb_id", "=", "kb.id")
        .select(eb.fn.countAll<number>().as("n"))
        .as("articles"),
      eb
        .selectFrom("kb_source")
        .whereRef("kb_id", "=", "kb.id")
        .select(eb.fn.countAll<number>().as("n"))
        .as("sources"),
      eb
        .selectFrom("kb_source")
        .whereRef("kb_id", "=", "kb.id")
        .where("error", "is not", null)
        .select(eb.fn.countAll<number>().as("n"))
        .as("unreadable"),
    ])
    .where("partner_id", "=", partnerId)
    .orderBy("name")
    .execute()
  return rows.map((row) => ({
    ...baseOf(row),
    articles: row.articles ?? 0,
    sources: row.sources ?? 0,
    unreadable: row.unreadable ?? 0,
  }))
}

export async function removeBase(db: Db, id: string): Promise<void> {
  await db.deleteFrom("kb").where("id", "=", id).execute()
}

/** Undefined puts the shipped calibration back. */
export async function setCalibration(
  db: Db,
  id: string,
  calibration: Calibration | undefined,
): Promise<void> {
  const value = calibration ? JSON.stringify(calibration) : null
  await db.updateTable("kb").set({ calibration: value }).where("id", "=", id).execute()
  await nextRevision(db, id)
}

/**
 * Takes the next revision; within a transaction it also keeps other writers of this knowledge base waiting.
 * @throws {ChatdError} `conflict` where it is not there any more
 */
export async function nextRevision(db: Db, id: string): Promise<number> {
  const row = await db
    .updateTable("kb")
    .set({ revision: sql<number>`revision + 1` })
    .where("id", "=", id)
    .returning("revision")
    .executeTakeFirst()
  if (!row) throw new ChatdError("conflict", "The knowledge base was removed meanwhile.")
  return row.revision
}

function baseOf(row: Selectable<KbTable>): KnowledgeBase {
  return {
    id: row.id,
    partnerId: row.partner_id,
    name: row.name,
    revision: row.revision,
    calibration: row.calibration ? JSON.parse(row.calibration) : undefined,
    modelId: row.model_id ?? undefined,
  }
}
