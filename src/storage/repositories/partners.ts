import type { Selectable, Transaction } from "kysely"
import type { Partner } from "../../core/partner.ts"
import type { KeyKind, NewKey } from "../../core/partner-keys.ts"
import { DEFAULT_SETTINGS, type PartnerSettings } from "../../core/partner-settings.ts"
import type { Db } from "../database.ts"
import type { PartnerTable, Schema } from "../schema.ts"
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
      created_at: partner.createdAt.getTime(),
    })
    .execute()
  for (const key of keys) await insertKey(trx, partner.id, key, partner.createdAt)
}

export async function partnerById(db: Db, id: string): Promise<Partner | undefined> {
  const row = await db.selectFrom("partner").selectAll().where("id", "=", id).executeTakeFirst()
  return row && partnerOf(row)
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

export async function listPartners(db: Db): Promise<Partner[]> {
  const rows = await db.selectFrom("partner").selectAll().orderBy("created_at").orderBy("id").execute()
  return rows.map(partnerOf)
}

function partnerOf(row: Selectable<PartnerTable>): Partner {
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    allowedOrigins: JSON.parse(row.allowed_origins),
    settings: settingsOf(JSON.parse(row.settings)),
    createdAt: new Date(row.created_at),
  }
}

type StoredSettings = { [Group in keyof PartnerSettings]?: Partial<PartnerSettings[Group]> }

/** Only what differs from the defaults is stored, so that better defaults reach everybody. */
function settingsOf(stored: StoredSettings): PartnerSettings {
  return {
    session: { ...DEFAULT_SETTINGS.session, ...stored.session },
    sockets: { ...DEFAULT_SETTINGS.sockets, ...stored.sockets },
    flashback: { ...DEFAULT_SETTINGS.flashback, ...stored.flashback },
    limits: { ...DEFAULT_SETTINGS.limits, ...stored.limits },
    widget: { ...DEFAULT_SETTINGS.widget, ...stored.widget },
  }
}
