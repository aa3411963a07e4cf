import type { Db } from "../database.ts"

/** Ids that one statement names. */
const AT_ONCE = 5_000

/** Which of these are no longer there. */
export async function goneAmong(
  db: Db,
  table: "customer" | "conversation",
  ids: readonly number[],
): Promise<number[]> {
  const gone: number[] = []
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE)
    const rows = await db.selectFrom(table).select("id").where("id", "in", some).execute()
    const there = new Set(rows.map(({ id }) => id))
    gone.push(...some.filter((id) => !there.has(id)))
  }
  return gone
}
