import type { Database, Db } from "../database.ts"
import type { EndpointRow } from "./rows.ts"

/** Reads endpoints and keeps others from changing them, or what they are yet to be told; in one order, always. */
export async function holdEndpoints(
  trx: Db,
  dialect: Database["dialect"],
  ids: readonly number[],
): Promise<EndpointRow[]> {
  if (ids.length === 0) return []
  let query = trx
    .selectFrom("webhook_endpoint")
    .selectAll()
    .where("id", "in", [...ids])
    .orderBy("id")
  if (dialect === "postgres") query = query.forUpdate()
  return query.execute()
}
