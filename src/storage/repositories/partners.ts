import type { Selectable } from "kysely"
import type { Partner } from "../../core/partner.ts"
import { DEFAULT_SETTINGS, type PartnerSettings } from "../../core/partner-settings.ts"
import type { Db } from "../database.ts"
import type { PartnerTable } from "../schema.ts"

export interface NewPartner extends Partner {
  apiKeyHash: string
}

export async function insertPartner(db: Db, partner: NewPartner): Promise<void> {
  await db
    .insertInto("partner")
    .values({
      id: partner.id,
      name: partner.name,
      domain: partner.domain,
      allowed_origins: JSON.stringify(partner.allowedOrigins),
      api_key_hash: partner.apiKeyHash,
      widget_key: partner.widgetKey,
      created_at: partner.createdAt.getTime(),
    })
    .execute()
}

export async function partnerById(db: Db, id: string): Promise<Partner | undefined> {
  const row = await db.selectFrom("partner").selectAll().where("id", "=", id).executeTakeFirst()
  return row && partnerOf(row)
}

export async function partnerByApiKeyHash(db: Db, hash: string): Promise<Partner | undefined> {
  const row = await db.selectFrom("partner").selectAll().where("api_key_hash", "=", hash).executeTakeFirst()
  return row && partnerOf(row)
}

export async function partnerByWidgetKey(db: Db, widgetKey: string): Promise<Partner | undefined> {
  const row = await db
    .selectFrom("partner")
    .selectAll()
    .where("widget_key", "=", widgetKey)
    .executeTakeFirst()
  return row && partnerOf(row)
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
    widgetKey: row.widget_key,
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
