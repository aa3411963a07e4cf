import { sql } from "kysely"
import type { Subject } from "../../core/webhooks/delivery.ts"
import type { Db } from "../database.ts"

/**
 * Gives the first event in line its turn, of each conversation and ticket of which none has it. Whoever calls holds the
 * endpoint, so that no other process puts events in the line meanwhile.
 *
 * @param subjectIds only of these; undefined for all that the endpoint has
 */
export async function giveTurns(
  trx: Db,
  endpointId: number,
  subject?: Subject,
  subjectIds?: readonly number[],
): Promise<void> {
  let first = trx
    .selectFrom("webhook_delivery as line")
    .select((eb) => eb.fn.min<number>("line.number").as("number"))
    .where("line.endpoint_id", "=", endpointId)
    // Said twice: SQLite takes the index of what is open only where its condition stands as it has it.
    .where(sql<boolean>`line.state = 'behind' and line.state in ('due', 'behind')`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("webhook_delivery as head")
            .select("head.id")
            .whereRef("head.endpoint_id", "=", "line.endpoint_id")
            .whereRef("head.subject", "=", "line.subject")
            .whereRef("head.subject_id", "=", "line.subject_id")
            .where(sql<boolean>`head.state = 'due' and head.state in ('due', 'behind')`),
        ),
      ),
    )
    .groupBy(["line.subject", "line.subject_id"])
  if (subject) first = first.where("line.subject", "=", subject)
  if (subjectIds) first = first.where("line.subject_id", "in", [...subjectIds])
  await trx
    .updateTable("webhook_delivery")
    .set({ state: "due" })
    .where("endpoint_id", "=", endpointId)
    .where("number", "in", first)
    .execute()
}
