import { sql } from "kysely"
import type { WebhookEndpoint } from "../../core/webhooks/endpoint.ts"
import type { WebhookPorts } from "../../core/webhooks/ports.ts"
import type { Db } from "../database.ts"
import { giveTurns } from "./turns.ts"

type ReplayRange = Parameters<WebhookPorts["replayDeliveries"]>[1]

/** Puts deliveries into the line again, as if they had never been tried; the endpoint is held. @returns how many */
export async function replayDeliveries(
  trx: Db,
  { id, partnerId }: Pick<WebhookEndpoint, "id" | "partnerId">,
  { failed, since, from, conversation }: ReplayRange,
  at: Date,
): Promise<number> {
  let chosen = trx
    .updateTable("webhook_delivery")
    .set({
      state: "behind",
      attempts: 0,
      first_tried_at: null,
      next_at: at.getTime(),
      delivered_at: null,
    })
    .where("endpoint_id", "=", id)
    // What waits anyway needs no second time.
    .where("state", "in", failed ? ["failed"] : ["failed", "delivered"])
  if (since) chosen = chosen.where("at", ">=", since.getTime())
  if (from !== undefined) chosen = chosen.where("number", ">=", from)
  if (conversation !== undefined)
    chosen = chosen
      .where("subject", "=", "conversation")
      .where("subject_id", "in", (eb) =>
        eb
          .selectFrom("conversation")
          .select("conversation.id")
          .where("partner_id", "=", partnerId)
          .where("conversation.number", "=", conversation),
      )
  const { numUpdatedRows } = await chosen.executeTakeFirstOrThrow()
  // What waits for its time lets earlier ones go first; what is being sent just now has its turn still.
  await trx
    .updateTable("webhook_delivery")
    .set({ state: "behind" })
    .where("endpoint_id", "=", id)
    .where(sql<boolean>`state = 'due'`)
    .where("lease_until", "is", null)
    .execute()
  await giveTurns(trx, id)
  return Number(numUpdatedRows)
}
