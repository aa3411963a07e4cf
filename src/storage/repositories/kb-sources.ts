import type { SourceState } from "../../knowledge/ingest-store.ts"
import type { Db } from "../database.ts"

export async function sourcesOf(db: Db, kbId: string): Promise<Map<string, SourceState>> {
  const rows = await db.selectFrom("kb_source").selectAll().where("kb_id", "=", kbId).execute()
  return new Map(
    rows.map((row) => [
      row.name,
      { name: row.name, root: row.root, contentHash: row.content_hash, error: row.error ?? undefined },
    ]),
  )
}

/** Notes a source as taken over; written after its articles, so that a crash in between reads it once more. */
export async function putSource(db: Db, kbId: string, source: SourceState): Promise<void> {
  const row = {
    root: source.root,
    content_hash: source.contentHash,
    error: source.error ?? null,
    seen_at: Date.now(),
  }
  await db
    .insertInto("kb_source")
    .values({ kb_id: kbId, name: source.name, ...row })
    .onConflict((conflict) => conflict.columns(["kb_id", "name"]).doUpdateSet(row))
    .execute()
}

export async function removeSource(db: Db, kbId: string, name: string): Promise<void> {
  await db.deleteFrom("kb_source").where("kb_id", "=", kbId).where("name", "=", name).execute()
}
