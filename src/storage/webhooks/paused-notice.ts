import type { WebhookEndpoint } from "../../core/webhooks/endpoint.ts"
import type { Db } from "../database.ts"
import { enqueue } from "../repositories/outbox.ts"
import { endpointOf } from "./rows.ts"

/** What the mail is of that says that a webhook was paused. */
export interface PausedPayload {
  webhookId: number
}

/** Has the team told by mail, once each time that it is paused. */
export async function tellTeam(trx: Db, { id }: Pick<WebhookEndpoint, "id">, now: number): Promise<void> {
  const payload: PausedPayload = { webhookId: id }
  const dedupeKey = `webhook-paused:${id}:${now}`
  const at = new Date(now)
  await enqueue(trx, { kind: "webhook_paused_mail", dedupeKey, payload, notBefore: at }, at)
}

export async function endpointById(db: Db, id: number): Promise<WebhookEndpoint | undefined> {
  const row = await db.selectFrom("webhook_endpoint").selectAll().where("id", "=", id).executeTakeFirst()
  return row && endpointOf(row)
}
