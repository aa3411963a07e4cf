import type { Database, Db } from "../database.ts"
import type { Happened, Log } from "./happened.ts"
import { holdEndpoints } from "./hold-endpoint.ts"
import type { EndpointRow } from "./rows.ts"
import { giveTurns } from "./turns.ts"

/** Rows of one statement. */
const ROWS_AT_ONCE = 500

/** Endpoints for which events are kept. */
export function listeningEndpoints(db: Db) {
  return db
    .selectFrom("webhook_endpoint")
    .select(["id", "partner_id", "since"])
    .where("status", "!=", "off")
    .orderBy("id")
    .execute()
}

/**
 * Puts what happened into the lines of those who want to be told of it, numbered. Within a conversation or a ticket
 * nothing is passed over and nothing is told twice, whatever is brought here: what counts is the number up to which it has
 * been told of, and a gap before an event is filled from the log first.
 */
export async function putInLine(
  trx: Db,
  dialect: Database["dialect"],
  log: Log,
  rows: readonly Happened[],
): Promise<void> {
  const wanted = await listeningEndpoints(trx)
  const partners = new Set(wanted.map((one) => one.partner_id))
  const concerned = rows.filter(({ partnerId }) => partners.has(partnerId))
  if (concerned.length === 0) return
  const news = await withoutGaps(trx, log, concerned, Math.min(...wanted.map(({ since }) => since)))
  if (news.length === 0) return
  const about = new Set(news.map(({ partnerId }) => partnerId))
  const ids = wanted.filter((one) => about.has(one.partner_id)).map(({ id }) => id)
  for (const endpoint of await holdEndpoints(trx, dialect, ids))
    if (endpoint.status !== "off") await fill(trx, log, endpoint, news)
  const upTo = new Map<number, number>()
  for (const { subjectId, seq } of news) upTo.set(subjectId, Math.max(seq, upTo.get(subjectId) ?? 0))
  await remember(trx, log, upTo)
}

/** What is new of each conversation, in its order, with what was passed over before it. */
async function withoutGaps(trx: Db, log: Log, rows: readonly Happened[], since: number): Promise<Happened[]> {
  const bySubject = Map.groupBy(rows, ({ subjectId }) => subjectId)
  const told = await positions(trx, log, [...bySubject.keys()])
  const news: Happened[] = []
  for (const [subjectId, all] of bySubject) {
    const upTo = told.get(subjectId) ?? 0
    const later = all.filter(({ seq }) => seq > upTo)
    const hasGap = later.some(({ seq }, i) => seq !== upTo + 1 + i)
    news.push(...(hasGap ? await log.of(trx, subjectId, upTo, since) : later))
  }
  return news.sort((a, b) => a.id - b.id)
}

export async function positions(
  trx: Db,
  log: Log,
  subjectIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await trx
    .selectFrom("webhook_position")
    .select(["subject_id", "seq"])
    .where("subject", "=", log.subject)
    .where("subject_id", "in", [...subjectIds])
    .execute()
  return new Map(rows.map((row) => [row.subject_id, row.seq]))
}

/** How far each has been told of. */
export async function remember(trx: Db, log: Log, upTo: ReadonlyMap<number, number>): Promise<void> {
  const values = [...upTo].map(([subject_id, seq]) => ({ subject: log.subject, subject_id, seq }))
  await trx
    .insertInto("webhook_position")
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(["subject", "subject_id"]).doUpdateSet((eb) => ({ seq: eb.ref("excluded.seq") })),
    )
    .execute()
}

/** The endpoint is held. */
async function fill(trx: Db, log: Log, endpoint: EndpointRow, news: readonly Happened[]): Promise<void> {
  const wanted: readonly string[] | undefined =
    endpoint.events === null ? undefined : JSON.parse(endpoint.events)
  let number = endpoint.last_number
  const values = news
    .filter(({ partnerId, at }) => partnerId === endpoint.partner_id && at >= endpoint.since)
    .flatMap(({ types, subjectId, seq, at }) =>
      types
        .filter((type) => wanted?.includes(type) ?? true)
        .map((type) => ({
          endpoint_id: endpoint.id,
          number: ++number,
          type,
          subject: log.subject,
          subject_id: subjectId,
          seq,
          state: "behind",
          next_at: at,
          at,
        })),
    )
  if (values.length === 0) return
  for (let i = 0; i < values.length; i += ROWS_AT_ONCE)
    await trx
      .insertInto("webhook_delivery")
      .values(values.slice(i, i + ROWS_AT_ONCE))
      .execute()
  await trx
    .updateTable("webhook_endpoint")
    .set({ last_number: number })
    .where("id", "=", endpoint.id)
    .execute()
  const subjectIds = [...new Set(values.map((one) => one.subject_id))]
  await giveTurns(trx, endpoint.id, log.subject, subjectIds)
}
