import type { Selectable, Transaction } from "kysely"
import type { Partner } from "../../core/partner.ts"
import type { KeyKind, NewKey } from "../../core/partner-keys.ts"
import type { Db } from "../database.ts"
import type { PartnerTable, Schema } from "../schema.ts"
import { settingsOf, storedSettings } from "../setting-differences.ts"
import { insertKey, partnerIdByKey } from "./partner-keys.ts"

/** Partner and keys; the caller's transaction makes them one. */
export async function insertPartner(
  trx: Transaction<Schema>,
  partner: Partner,
  keys: readonly NewKey[],
): Promise<void> {
  await trx
    .insertInto("partner")
    .values({
      id: partner.id,
      name: partner.name,
      domain: partner.domain,
      allowed_origins: JSON.stringify(partner.allowedOrigins),
      settings: storedSettings(partner.settings),
      created_at: partner.createdAt.getTime(),
    })
    .execute()
  for (const key of keys) await insertKey(trx, partner.id, key, partner.createdAt)
}

export async function partnerById(db: Db, id: string): Promise<Partner | undefined> {
  const row = await db
    .selectFrom("partner")
    .selectAll()
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst()
  return row && partnerOf(row)
}

/** Which of these are there. */
export async function partnersAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom("partner")
    .select("id")
    .where("id", "in", ids)
    .where("removed_at", "is", null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Changes with what is set of a partner; undefined where it is gone. */
export async function settingsMark(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("partner")
    .select(["name", "domain", "allowed_origins", "settings"])
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst()
  return row && JSON.stringify(Object.values(row))
}

export function partnerByApiKey(db: Db, key: string): Promise<Partner | undefined> {
  return partnerByKey(db, "secret", key)
}

export function partnerByWidgetKey(db: Db, key: string): Promise<Partner | undefined> {
  return partnerByKey(db, "widget", key)
}

async function partnerByKey(db: Db, kind: KeyKind, key: string): Promise<Partner | undefined> {
  const id = await partnerIdByKey(db, kind, key, new Date())
  return id === undefined ? undefined : partnerById(db, id)
}

/** False where the partner is gone. */
export async function updatePartner(db: Db, partner: Partner): Promise<boolean> {
  const row = await db
    .updateTable("partner")
    .set({
      name: partner.name,
      domain: partner.domain,
      allowed_origins: JSON.stringify(partner.allowedOrigins),
      settings: storedSettings(partner.settings),
      answering_since: partner.answeringSince,
    })
    .where("id", "=", partner.id)
    .where("removed_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

const COUNTED = ["customer", "conversation", "kb", "ticket", "interaction"] as const

/** How much of each hangs on a partner, and would go with it. */
export async function countBelongings(db: Db, id: string): Promise<Record<(typeof COUNTED)[number], number>> {
  const counts = await Promise.all(
    COUNTED.map(async (table) => {
      const { n } = await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .where("partner_id", "=", id)
        .executeTakeFirstOrThrow()
      return [table, n]
    }),
  )
  return Object.fromEntries(counts)
}

export async function listPartners(db: Db): Promise<Partner[]> {
  const rows = await db
    .selectFrom("partner")
    .selectAll()
    .where("removed_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute()
  return rows.map(partnerOf)
}

function partnerOf(row: Selectable<PartnerTable>): Partner {
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    allowedOrigins: JSON.parse(row.allowed_origins),
    settings: settingsOf(row.settings),
    answeringSince: row.answering_since,
    createdAt: new Date(row.created_at),
  }
}
