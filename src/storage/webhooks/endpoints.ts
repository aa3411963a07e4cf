import { sql } from "kysely"
import type { AuditAction } from "../../core/audit.ts"
import {
  MOST_PREVIOUS_SECRETS,
  type WebhookEndpoint,
  type WebhookSecrets,
} from "../../core/webhooks/endpoint.ts"
import type { DeliveryCounts, ListedDelivery, WebhookPorts } from "../../core/webhooks/ports.ts"
import type { Database, Db } from "../database.ts"
import { insertAuditEntry } from "../repositories/audit.ts"
import { secretsOf } from "./deliveries.ts"
import { newestEvent } from "./event-log.ts"
import { holdEndpoints } from "./hold-endpoint.ts"
import { listeningEndpoints } from "./put-in-line.ts"
import { replayDeliveries } from "./replay-deliveries.ts"
import { deliveryOf, endpointOf } from "./rows.ts"

export type EndpointPorts = Omit<WebhookPorts, "allowPlain" | "newSecret" | "now" | "ping">

/** @param actor who changes something, for the audit log, which is written in the same transaction */
export function endpointPorts(database: Pick<Database, "db" | "dialect">, actor: string): EndpointPorts {
  const { db, dialect } = database
  const audit = (
    trx: Db,
    { partnerId, number }: Pick<WebhookEndpoint, "partnerId" | "number">,
    action: AuditAction,
    at: Date,
    details?: Record<string, unknown>,
  ) =>
    insertAuditEntry(
      trx,
      { partnerId, actor, action, target: `webhook ${number}`, ...(details && { details }) },
      at,
    )
  return {
    async listEndpoints(partnerId) {
      const rows = await db
        .selectFrom("webhook_endpoint")
        .selectAll()
        .where("partner_id", "=", partnerId)
        .orderBy("number")
        .execute()
      return rows.map(endpointOf)
    },
    async endpointByNumber(partnerId, number) {
      const row = await db
        .selectFrom("webhook_endpoint")
        .selectAll()
        .where("partner_id", "=", partnerId)
        .where("number", "=", number)
        .executeTakeFirst()
      return row && endpointOf(row)
    },
    countDeliveries: (ids) => countDeliveries(db, ids),
    insertEndpoint: (partnerId, endpoint, secret, most, at) =>
      db.transaction().execute(async (trx) => {
        await startFollowing(trx)
        const { n, last } = await trx
          .selectFrom("webhook_endpoint")
          .select((eb) => [eb.fn.countAll<number>().as("n"), eb.fn.max<number | null>("number").as("last")])
          .where("partner_id", "=", partnerId)
          .executeTakeFirstOrThrow()
        if (n >= most) return undefined
        const row = await trx
          .insertInto("webhook_endpoint")
          .values({
            partner_id: partnerId,
            number: (last ?? 0) + 1,
            url: endpoint.url,
            description: endpoint.description ?? null,
            events: eventsColumn(endpoint),
            secret,
            status: "active",
            status_at: at.getTime(),
            since: at.getTime(),
            created_at: at.getTime(),
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        const added = endpointOf(row)
        await audit(trx, added, "webhook_added", at, { url: shownUrl(added.url) })
        return added
      }),
    updateEndpoint: ({ id }, changes, at) =>
      db.transaction().execute(async (trx) => {
        // In the order in which events are put in line.
        await startFollowing(trx)
        const [before] = await holdEndpoints(trx, dialect, [id])
        if (!before) return undefined
        const moves = changes.status !== undefined && changes.status !== before.status
        const row = await trx
          .updateTable("webhook_endpoint")
          .set({
            ...(changes.url !== undefined && { url: changes.url, quiet_until: null }),
            ...("description" in changes && { description: changes.description ?? null }),
            ...("events" in changes && { events: eventsColumn(changes) }),
            ...(changes.status !== undefined && { status: changes.status, reason: changes.reason ?? null }),
            ...(moves && { status_at: at.getTime(), quiet_until: null }),
            ...(moves && before.status === "off" && { since: at.getTime() }),
          })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow()
        if (row.status === "active" && (moves || row.url !== before.url)) await tryAnew(trx, id, at)
        const changed = endpointOf(row)
        const details = {
          changed: Object.keys(changes).filter((key) => key !== "reason"),
          ...(changes.url !== undefined && { url: shownUrl(changes.url) }),
          ...(changes.status !== undefined && { status: changes.status }),
        }
        await audit(trx, changed, "webhook_changed", at, details)
        return changed
      }),
    deleteEndpoint: (partnerId, number, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .deleteFrom("webhook_endpoint")
          .where("partner_id", "=", partnerId)
          .where("number", "=", number)
          .returning("id")
          .executeTakeFirst()
        if (row) await audit(trx, { partnerId, number }, "webhook_removed", at)
        return row !== undefined
      }),
    replaceSecret: (partnerId, number, secret, previousUntil, at) =>
      db.transaction().execute(async (trx) => {
        const found = await trx
          .selectFrom("webhook_endpoint")
          .select("id")
          .where("partner_id", "=", partnerId)
          .where("number", "=", number)
          .execute()
        const [before] = await holdEndpoints(
          trx,
          dialect,
          found.map(({ id }) => id),
        )
        if (!before) return undefined
        const previous = previousSecrets(secretsOf(before), previousUntil, at)
        await trx
          .updateTable("webhook_endpoint")
          .set({ previous_secret: previous.secrets.join(" "), previous_until: previous.until, secret })
          .where("id", "=", before.id)
          .execute()
        const until = new Date(previous.until)
        await audit(trx, { partnerId, number }, "webhook_secret_replaced", at, {
          previousUntil: until.toISOString(),
        })
        return until
      }),
    replayDeliveries: (endpoint, range, at) =>
      db.transaction().execute(async (trx) => {
        const [held] = await holdEndpoints(trx, dialect, [endpoint.id])
        if (!held) return 0
        const replayed = await replayDeliveries(trx, endpoint, range, at)
        const details = {
          replayed,
          ...(range.since && { since: range.since.toISOString() }),
          ...(range.from !== undefined && { from: range.from }),
          ...(range.conversation !== undefined && { conversation: range.conversation }),
          ...(range.failed && { failed: true }),
        }
        await audit(trx, endpoint, "webhook_replayed", at, details)
        return replayed
      }),
    listDeliveries: (endpoint, query) => listDeliveries(db, endpoint, query),
  }
}

/** What signs beside the next secret. An earlier change's promise is kept: nobody knows which one the receiver has. */
function previousSecrets({ current, previous }: WebhookSecrets, until: Date, at: Date) {
  const ends = until.getTime()
  const holds = previous !== undefined && previous.until > at.getTime() && ends > at.getTime()
  if (!holds) return { secrets: [current], until: ends }
  return {
    secrets: [...previous.secrets, current].slice(-MOST_PREVIOUS_SECRETS),
    until: Math.max(previous.until, ends),
  }
}

/** What signs an endpoint's events. */
export async function endpointSecrets(db: Db, { id }: WebhookEndpoint): Promise<WebhookSecrets | undefined> {
  const row = await db.selectFrom("webhook_endpoint").selectAll().where("id", "=", id).executeTakeFirst()
  return row && secretsOf(row)
}

/**
 * Where nobody was told of anything, nothing was followed either: what happened meanwhile is left out. Taken first, as
 * whoever puts events in line does, so that no two wait for each other.
 */
async function startFollowing(trx: Db): Promise<void> {
  // Held, though nothing is changed.
  await trx
    .updateTable("webhook_followed")
    .set((eb) => ({ up_to: eb.ref("up_to") }))
    .where("source", "=", "event")
    .execute()
  if ((await listeningEndpoints(trx)).length > 0) return
  await trx
    .updateTable("webhook_followed")
    .set({ up_to: await newestEvent(trx) })
    .where("source", "=", "event")
    .execute()
}

/** What was not taken begins anew, at once. */
async function tryAnew(trx: Db, endpointId: number, at: Date): Promise<void> {
  await trx
    .updateTable("webhook_delivery")
    .set({ attempts: 0, first_tried_at: null, next_at: at.getTime() })
    .where("endpoint_id", "=", endpointId)
    .where("state", "in", ["due", "behind"])
    .where("lease_until", "is", null)
    .execute()
}

async function countDeliveries(
  db: Db,
  endpointIds: readonly number[],
): Promise<ReadonlyMap<number, DeliveryCounts>> {
  if (endpointIds.length === 0) return new Map()
  const rows = await db
    .selectFrom("webhook_delivery")
    // By endpoint alone, as the index has them: by state as well SQLite would put all of them in order.
    .select((eb) => ["endpoint_id", eb.fn.countAll<number>().as("n")])
    .select(sql<number>`sum(case when state = 'failed' then 1 else 0 end)`.as("failed"))
    .where("endpoint_id", "in", [...endpointIds])
    .where("state", "!=", sql.lit("delivered"))
    .groupBy("endpoint_id")
    .execute()
  return new Map(rows.map(({ endpoint_id, n, failed }) => [endpoint_id, { waiting: n - failed, failed }]))
}

async function listDeliveries(
  db: Db,
  endpoint: WebhookEndpoint,
  { before, open, limit }: Parameters<WebhookPorts["listDeliveries"]>[1],
): Promise<ListedDelivery[]> {
  let query = db
    .selectFrom("webhook_delivery as delivery")
    .leftJoin("conversation", (join) =>
      join.onRef("conversation.id", "=", "delivery.subject_id").on("delivery.subject", "=", "conversation"),
    )
    .leftJoin("ticket", (join) =>
      join.onRef("ticket.id", "=", "delivery.subject_id").on("delivery.subject", "=", "ticket"),
    )
    .selectAll("delivery")
    .select(["conversation.number as conversation_number", "ticket.number as ticket_number"])
    .where("delivery.endpoint_id", "=", endpoint.id)
    .orderBy("delivery.number", "desc")
    .limit(limit)
  if (before !== undefined) query = query.where("delivery.number", "<", before)
  if (open) query = query.where("delivery.number", "in", untold(db, endpoint.id, before, limit))
  return (await query.execute()).map((row) => ({
    ...deliveryOf(row),
    subjectNumber: row.conversation_number ?? row.ticket_number ?? undefined,
  }))
}

/** Numbers alone: SQLite takes the index of what was not told only where there is nothing else to read. */
function untold(db: Db, endpointId: number, before: number | undefined, limit: number) {
  return db
    .selectFrom("webhook_delivery as open")
    .select("open.number")
    .where("open.endpoint_id", "=", endpointId)
    .where("open.state", "!=", sql.lit("delivered"))
    .$if(before !== undefined, (query) => query.where("open.number", "<", before ?? 0))
    .orderBy("open.number", "desc")
    .limit(limit)
}

function eventsColumn({ events }: Partial<Pick<WebhookEndpoint, "events">>): string | null {
  return events ? JSON.stringify(events) : null
}

/** Without what may be a secret of the receiver's. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
