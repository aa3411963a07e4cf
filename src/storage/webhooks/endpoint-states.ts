import type { WebhookEndpoint } from "../../core/webhooks/endpoint.ts"
import type { Db } from "../database.ts"
import { endpointOf } from "./rows.ts"

/** Every partner's, for the operator. */
export async function allEndpoints(db: Db): Promise<(WebhookEndpoint & { partnerName: string })[]> {
  const rows = await db
    .selectFrom("webhook_endpoint")
    .innerJoin("partner", "partner.id", "webhook_endpoint.partner_id")
    .selectAll("webhook_endpoint")
    .select("partner.name as partner_name")
    .where("partner.removed_at", "is", null)
    .orderBy("webhook_endpoint.id")
    .execute()
  return rows.map((row) => ({ ...endpointOf(row), partnerName: row.partner_name }))
}
