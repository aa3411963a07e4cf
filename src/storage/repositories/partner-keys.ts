import type { Selectable, Transaction } from "kysely"
import type { KeyKind, NewKey, PartnerKey } from "../../core/partner-keys.ts"
import type { Db } from "../database.ts"
import type { PartnerKeyTable, Schema } from "../schema.ts"
import { secretHash } from "../secret-hash.ts"

/** Enough to tell keys apart, and far too little to guess one. */
const SHOWN = 9
const USE_IS_NOTED_EVERY_MS = 3_600_000

export async function insertKey(
  db: Db,
  partnerId: string,
  { kind, key, label }: NewKey,
  at: Date,
): Promise<void> {
  await db
    .insertInto("partner_key")
    .values({
      partner_id: partnerId,
      kind,
      hash: secretHash(key),
      value: kind === "secret" ? null : key,
      prefix: shownKey(key),
      label: label ?? null,
      created_at: at.getTime(),
    })
    .execute()
}

/** Whose key it is, where it is live; notes that it was used. */
export async function partnerIdByKey(
  db: Db,
  kind: KeyKind,
  key: string,
  at: Date,
): Promise<string | undefined> {
  const row = await liveKeys(db, at)
    .where("kind", "=", kind)
    .where("hash", "=", secretHash(key))
    .executeTakeFirst()
  if (!row) return undefined
  if ((row.last_used_at ?? 0) <= at.getTime() - USE_IS_NOTED_EVERY_MS) await noteUse(db, row.id, at)
  return row.partner_id
}

/** Which of these open something. */
export async function liveAmong(db: Db, keys: readonly string[], at: Date): Promise<Set<string>> {
  const byHash = new Map(keys.map((key) => [secretHash(key), key]))
  const rows = await liveKeys(db, at)
    .where("hash", "in", [...byHash.keys()])
    .execute()
  return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []))
}

/** A full disk keeps nobody from reading, so neither does this. */
async function noteUse(db: Db, id: number, at: Date): Promise<void> {
  const noted = db
    .updateTable("partner_key")
    .set({ last_used_at: at.getTime() })
    .where("id", "=", id)
    .execute()
  await noted.catch(() => undefined)
}

/** What signatures of the partner's customers may be made with; several while an old secret has its grace time. */
export async function identitySecrets(db: Db, partnerId: string, at: Date): Promise<string[]> {
  const rows = await liveKeys(db, at)
    .where("kind", "=", "identity")
    .where("partner_id", "=", partnerId)
    .orderBy("id", "desc")
    .execute()
  return rows.map((row) => row.value ?? "")
}

/** Every key the partner has had, the newest last. */
export async function keysOf(db: Db, partnerId: string): Promise<PartnerKey[]> {
  const rows = await db
    .selectFrom("partner_key")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("id")
    .execute()
  return rows.map(keyOf)
}

/** What may be shown of a key: how it begins. */
export function shownKey(key: string): string {
  return key.slice(0, SHOWN)
}

/**
 * Stores a key; the partner's live ones of its kind end at `end`, where they don't end sooner, and are returned. Without
 * `end` they are left alone. The caller's transaction makes both one.
 */
export async function replaceKeys(
  trx: Transaction<Schema>,
  partnerId: string,
  made: NewKey,
  end: Date | undefined,
  at: Date,
): Promise<PartnerKey[]> {
  const ended = end ? await endKeys(trx, partnerId, made.kind, end) : []
  await insertKey(trx, partnerId, made, at)
  return ended
}

async function endKeys(db: Db, partnerId: string, kind: KeyKind, end: Date): Promise<PartnerKey[]> {
  const rows = await db
    .updateTable("partner_key")
    .set({ expires_at: end.getTime() })
    .where("partner_id", "=", partnerId)
    .where("kind", "=", kind)
    .where("revoked_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", end.getTime())]))
    .returningAll()
    .execute()
  return rows.map(keyOf)
}

/** Ends one key at once; undefined where the partner has no such live key. `named` is its number, or the key itself. */
export async function revokeKey(
  db: Db,
  partnerId: string,
  named: string,
  at: Date,
): Promise<PartnerKey | undefined> {
  const row = await db
    .updateTable("partner_key")
    .set({ revoked_at: at.getTime() })
    .where("partner_id", "=", partnerId)
    .where("revoked_at", "is", null)
    .where((where) =>
      /^\d{1,15}$/.test(named) ? where("id", "=", Number(named)) : where("hash", "=", secretHash(named)),
    )
    .returningAll()
    .executeTakeFirst()
  return row && keyOf(row)
}

function liveKeys(db: Db, at: Date) {
  return db
    .selectFrom("partner_key")
    .selectAll()
    .where("revoked_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", at.getTime())]))
}

function keyOf(row: Selectable<PartnerKeyTable>): PartnerKey {
  return {
    id: row.id,
    kind: row.kind as KeyKind,
    prefix: row.prefix,
    value: row.value ?? undefined,
    label: row.label ?? undefined,
    createdAt: new Date(row.created_at),
    lastUsedAt: dateOf(row.last_used_at),
    expiresAt: dateOf(row.expires_at),
    revokedAt: dateOf(row.revoked_at),
  }
}

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time)
}
