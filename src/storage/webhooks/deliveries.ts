import { type SqlBool, sql } from "kysely"
import { SERVER } from "../../core/audit.ts"
import type { Outcome, Verdict } from "../../core/webhooks/after-attempt.ts"
import type { Delivery } from "../../core/webhooks/delivery.ts"
import type { WebhookEndpoint, WebhookSecrets } from "../../core/webhooks/endpoint.ts"
import type { Database, Db } from "../database.ts"
import { insertAuditEntry } from "../repositories/audit.ts"
import { leaseIsOver } from "../repositories/lease-ends.ts"
import { holdEndpoints } from "./hold-endpoint.ts"
import { tellTeam } from "./paused-notice.ts"
import { deliveryOf, type EndpointRow, endpointOf } from "./rows.ts"
import { giveTurns } from "./turns.ts"

/** An endpoint that has something due, and what its events are signed with. */
export interface DueEndpoint {
  endpoint: WebhookEndpoint
  secrets: WebhookSecrets
}

/** A delivery that this process has to itself until then. */
export interface ClaimedDelivery extends Delivery {
  leaseUntil: number
}

/** Whether nobody has the row's delivery under way. */
function isUntaken(now: number, leaseMs: number) {
  return sql<SqlBool>`(lease_until is null or ${leaseIsOver(now, leaseMs)})`
}

/** Endpoints that something is to be sent to now. */
export async function dueEndpoints(db: Db, now: number, leaseMs: number): Promise<DueEndpoint[]> {
  const rows = await db
    .selectFrom("webhook_endpoint")
    .selectAll()
    .where("status", "=", "active")
    .where((eb) => eb.or([eb("quiet_until", "is", null), eb("quiet_until", "<=", now)]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("webhook_delivery")
          .select("webhook_delivery.id")
          .whereRef("endpoint_id", "=", "webhook_endpoint.id")
          // Written out, as the index for it has it.
          .where(sql<boolean>`state = 'due'`)
          .where("next_at", "<=", now)
          .where(isUntaken(now, leaseMs)),
      ),
    )
    .orderBy("id")
    .execute()
  return rows.map((row) => ({ endpoint: endpointOf(row), secrets: secretsOf(row) }))
}

export function secretsOf({ secret, previous_secret, previous_until }: EndpointRow): WebhookSecrets {
  return {
    current: secret,
    previous:
      previous_secret === null || previous_until === null
        ? undefined
        : { secrets: previous_secret.split(" "), until: previous_until },
  }
}

/** When something is due next; undefined where nothing waits for its time. */
export async function nextDueAt(db: Db): Promise<number | undefined> {
  const rows = await db
    .selectFrom("webhook_endpoint")
    .select("quiet_until")
    // The first of each: one that is paused may have tens of thousands that wait.
    .select(({ selectFrom }) =>
      selectFrom("webhook_delivery")
        .select("next_at")
        .whereRef("endpoint_id", "=", "webhook_endpoint.id")
        .where(sql<boolean>`state = 'due'`)
        .where("lease_until", "is", null)
        .orderBy("next_at")
        .limit(1)
        .as("next_at"),
    )
    .where("status", "=", "active")
    .execute()
  const times = rows.flatMap(({ next_at, quiet_until }) =>
    next_at === null ? [] : Math.max(next_at, quiet_until ?? 0),
  )
  return times.length === 0 ? undefined : Math.min(...times)
}

/**
 * Takes deliveries of an endpoint whose turn it is, those included whose holder let the lease run out (it died). Safe with
 * several processes: each row changes hands by one conditional update.
 */
export async function claimDeliveries(
  { db, dialect }: Database,
  endpointId: number,
  limit: number,
  now: number,
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const due = db
    .selectFrom("webhook_delivery")
    .select("id")
    .where("endpoint_id", "=", endpointId)
    .where(sql<boolean>`state = 'due'`)
    .where("next_at", "<=", now)
    .where(isUntaken(now, leaseMs))
    .orderBy("next_at")
    .orderBy("number")
    .limit(limit)
    .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked())
  const leaseUntil = now + leaseMs
  const rows = await db
    .updateTable("webhook_delivery")
    .set({
      lease_until: leaseUntil,
      attempts: sql<number>`attempts + 1`,
      first_tried_at: sql<number>`coalesce(first_tried_at, ${now})`,
    })
    .where("id", "in", due)
    .returningAll()
    .execute()
  return rows.map((row) => ({ ...deliveryOf(row), leaseUntil })).sort((a, b) => a.number - b.number)
}

/** Makes what a crashed run was sending due at once; only for whoever knows that no other process sends. */
export async function releaseDeliveries(db: Db): Promise<void> {
  await db
    .updateTable("webhook_delivery")
    .set({ lease_until: null })
    .where(sql<boolean>`state = 'due'`)
    .where("lease_until", "is not", null)
    .execute()
}

/**
 * Makes due, and no longer quiet, what waits for longer than anything is put off, and lets those hear that are to hear later:
 * a clock said so that was ahead.
 */
export async function putTimesRight(db: Db, now: number, longestMs: number): Promise<void> {
  await db
    .updateTable("webhook_delivery")
    .set({ next_at: now })
    .where(sql<boolean>`state = 'due'`)
    .where("next_at", ">", now + longestMs)
    .execute()
  await db
    .updateTable("webhook_endpoint")
    .set({ quiet_until: null })
    .where("quiet_until", ">", now + longestMs)
    .execute()
  await db.updateTable("webhook_endpoint").set({ since: now }).where("since", ">", now).execute()
}

export interface Settled {
  verdict: Verdict
  endpoint: WebhookEndpoint
}

/**
 * Stores what came of an attempt, and gives the next event in line its turn.
 *
 * @param decide on the endpoint as it is at that moment
 * @param tellsTeam whether the partner's team is told by mail where the endpoint is paused
 * @returns undefined where somebody else has the delivery by now, or it is gone
 */
export function settleDelivery(
  { db, dialect }: Pick<Database, "db" | "dialect">,
  claimed: ClaimedDelivery,
  outcome: Outcome,
  decide: (endpoint: WebhookEndpoint) => Verdict,
  now: number,
  tellsTeam: boolean,
): Promise<Settled | undefined> {
  return db.transaction().execute(async (trx) => {
    const [row] = await holdEndpoints(trx, dialect, [claimed.endpointId])
    if (!row || !(await stillHas(trx, claimed))) return undefined
    const endpoint = endpointOf(row)
    const verdict = decide(endpoint)
    await changeDelivery(trx, claimed, outcome, verdict, now)
    const isPaused = await changeEndpoint(trx, endpoint, outcome, verdict, now)
    if (isPaused && tellsTeam) await tellTeam(trx, endpoint, now)
    if (verdict.kind === "delivered" || verdict.kind === "failed")
      await giveTurns(trx, endpoint.id, claimed.subject, [claimed.subjectId])
    return { verdict, endpoint }
  })
}

async function stillHas(trx: Db, { id, attempts, leaseUntil }: ClaimedDelivery): Promise<boolean> {
  const row = await trx
    .selectFrom("webhook_delivery")
    .select("id")
    .where("id", "=", id)
    .where("state", "=", "due")
    .where("attempts", "=", attempts)
    .where("lease_until", "=", leaseUntil)
    .executeTakeFirst()
  return row !== undefined
}

async function changeDelivery(
  trx: Db,
  { id }: ClaimedDelivery,
  outcome: Outcome,
  verdict: Verdict,
  now: number,
): Promise<void> {
  await trx
    .updateTable("webhook_delivery")
    .set({
      lease_until: null,
      last_error: outcome.taken ? null : outcome.fault,
      ...(verdict.kind === "delivered" && { state: "delivered", delivered_at: now }),
      ...(verdict.kind === "failed" && { state: "failed" }),
      ...(verdict.kind === "again" && { next_at: verdict.at }),
    })
    .where("id", "=", id)
    .execute()
}

/** @returns whether this has paused it */
async function changeEndpoint(
  trx: Db,
  endpoint: WebhookEndpoint,
  outcome: Outcome,
  verdict: Verdict,
  now: number,
): Promise<boolean> {
  const ends = endpoint.status === "active" && (verdict.kind === "pause" || verdict.kind === "off")
  const status = verdict.kind === "off" ? "off" : "paused"
  const reason = verdict.kind === "off" ? "gone" : "failing"
  await trx
    .updateTable("webhook_endpoint")
    .set({
      last_error: outcome.taken ? null : outcome.fault,
      ...(outcome.taken && { last_success_at: now }),
      ...(verdict.kind === "again" && verdict.quiet && { quiet_until: verdict.at }),
      ...(ends && { status, reason, status_at: now }),
    })
    .where("id", "=", endpoint.id)
    .execute()
  if (!ends) return false
  const { partnerId, number } = endpoint
  const action = status === "off" ? "webhook_switched_off" : "webhook_paused"
  const details = { reason, ...(!outcome.taken && { fault: outcome.fault }) }
  await insertAuditEntry(
    trx,
    { partnerId, actor: SERVER, action, target: `webhook ${number}`, details },
    new Date(now),
  )
  return status === "paused"
}

/** Rows of one statement. */
const PRUNED_AT_ONCE = 1_000

/** Takes away what happened before then, told or not, and the positions of conversations and tickets that are gone. */
export async function pruneDeliveries(
  { db, dialect }: Pick<Database, "db" | "dialect">,
  before: number,
): Promise<void> {
  for (;;) {
    const old = db.selectFrom("webhook_delivery").select("id").where("at", "<", before).limit(PRUNED_AT_ONCE)
    const gone = await db
      .deleteFrom("webhook_delivery")
      .where("id", "in", old)
      .returning(["endpoint_id", "state"])
      .execute()
    // Whoever stood behind one that was never taken is next.
    const ids = new Set(gone.filter(({ state }) => state === "due").map((row) => row.endpoint_id))
    for (const id of ids)
      await db.transaction().execute(async (trx) => {
        const [held] = await holdEndpoints(trx, dialect, [id])
        if (held) await giveTurns(trx, id)
      })
    if (gone.length < PRUNED_AT_ONCE) break
  }
  for (const subject of ["conversation", "ticket"] as const)
    await db
      .deleteFrom("webhook_position")
      .where("subject", "=", subject)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom(subject).select("id").whereRef(`${subject}.id`, "=", "webhook_position.subject_id"),
          ),
        ),
      )
      .execute()
}
