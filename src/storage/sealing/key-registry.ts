import { ChatdError } from "../../core/errors.ts"
import type { Database, Db } from "../database.ts"
import type { EncryptionKey, EncryptionKeys } from "./encryption-key.ts"
import { Sealing } from "./sealing.ts"

/** Stands for texts that are not sealed. */
export const PLAIN = "plain"

const CHECK = "encryption_key.check_value"
const CHECKED = "chatd"

export interface UsedKey {
  id: string
  addedAt: Date
  /** Since when everything is being sealed anew with it. */
  rotatingSince: Date | undefined
}

/** What texts may be sealed with in this database, `plain` among it. */
export async function usedKeys(db: Db): Promise<UsedKey[]> {
  const rows = await db.selectFrom("encryption_key").selectAll().orderBy("added_at").orderBy("id").execute()
  return rows.map((row) => ({
    id: row.id,
    addedAt: new Date(row.added_at),
    rotatingSince: row.rotating_since === null ? undefined : new Date(row.rotating_since),
  }))
}

/** What is written is sealed with that; `plain` where it is not. */
export function currentKeyId(database: Pick<Database, "sealing">): string {
  return database.sealing?.keys.current?.id ?? PLAIN
}

/** A row of `encryption_key`, as far as it says what a key is. */
export interface NotedKey {
  id: string
  check_value: string | null
}

/**
 * Makes sure that everything in the database can be read with the keys that are given, and notes the one that is
 * written with.
 *
 * @throws {ChatdError} `invalid_input` saying which key is missing
 */
export async function requireKeys(
  { db, sealing }: Pick<Database, "db" | "sealing">,
  newKeys: "allowed" | "refused",
): Promise<void> {
  const rows = await db.selectFrom("encryption_key").selectAll().execute()
  requireKeysFor(rows, sealing, newKeys)
  if (rows.some(({ id }) => id === currentKeyId({ sealing }))) return
  // Without keys there is nothing to note: the database is as it always was.
  if (rows.length === 0 && !sealing) return
  await noteKey(db, sealing?.keys, rows.length === 0 && (await hasData(db)))
}

/**
 * Makes sure that what was sealed with these keys can be read, and written with the key that is given for it.
 *
 * @throws {ChatdError} `invalid_input` saying which key is missing
 */
export function requireKeysFor(
  rows: readonly NotedKey[],
  sealing: Sealing | undefined,
  newKeys: "allowed" | "refused",
): void {
  const given = sealing?.all ?? []
  for (const { id, check_value } of rows) {
    if (id === PLAIN) continue
    const key = given.find((one) => one.id === id)
    if (!key) throw missing(id, given)
    if (!opens(key, check_value)) throw missing(id, given)
  }
  const current = currentKeyId({ sealing })
  if (rows.length === 0 || newKeys === "allowed" || rows.some(({ id }) => id === current)) return
  const sentence =
    current === PLAIN
      ? "Texts in this database are sealed, and no encryption.key is given to write with. Give the one that the server has; to end encryption, start the server without it."
      : `The encryption key ${current} is not in use in this database yet. Start the server with it, or use the key that the server has.`
  throw new ChatdError("invalid_input", sentence)
}

async function noteKey(db: Db, keys: EncryptionKeys | undefined, hasPlainTexts: boolean): Promise<void> {
  const at = Date.now()
  const key = keys?.current
  const noted = [
    ...(hasPlainTexts || !key ? [{ id: PLAIN, check_value: null, added_at: at }] : []),
    ...(key ? [{ id: key.id, check_value: checkOf(key), added_at: at }] : []),
  ]
  await db
    .insertInto("encryption_key")
    .values(noted)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute()
}

/** Whoever has no partner yet has no texts either. */
async function hasData(db: Db): Promise<boolean> {
  return (await db.selectFrom("partner").select("id").limit(1).executeTakeFirst()) !== undefined
}

function checkOf(key: EncryptionKey): string {
  return new Sealing({ current: key, old: [] }).sealText(CHECK, CHECKED, {}, key)
}

function opens(key: EncryptionKey, check: string | null): boolean {
  return check !== null && new Sealing({ current: key, old: [] }).openText(CHECK, check) === CHECKED
}

function missing(id: string, given: readonly EncryptionKey[]): ChatdError {
  const have = given.length === 0 ? "no key is given" : `only ${given.map((key) => key.id).join(", ")} given`
  return new ChatdError(
    "invalid_input",
    `Texts in this database are sealed with the encryption key ${id}, and ${have}. Set encryption.key (CHATD_ENCRYPTION_KEY) to it, or add it to encryption.old_keys where a newer one is in use.`,
  )
}
