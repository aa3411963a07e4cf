import { type Kysely, sql } from "kysely"
import { isPostgres, numbered } from "./column-types.ts"

interface Before {
  partner: { id: string; api_key_hash: string; widget_key: string; created_at: number }
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("partner_key")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    // In clear where it must be read again; a secret key is nobody's to read.
    .addColumn("value", "text")
    .addColumn("prefix", "text", (column) => column.notNull())
    .addColumn("label", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_used_at", "bigint")
    .addColumn("expires_at", "bigint")
    .addColumn("revoked_at", "bigint")
    .execute()
  await db.schema.createIndex("partner_key_partner").on("partner_key").column("partner_id").execute()

  await db.schema
    .createTable("partner_invitation")
    .$call(numbered(db, "id"))
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("uses_left", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute()

  await moveKeys(db)
  await dropOldColumns(db)
}

async function moveKeys(db: Kysely<unknown>): Promise<void> {
  const partners = await (db as Kysely<Before>)
    .selectFrom("partner")
    .select(["id", "api_key_hash", "widget_key", "created_at"])
    .execute()
  for (const partner of partners) {
    const identity = `is_${randomHex(24)}`
    const keys = [
      { kind: "secret", hash: partner.api_key_hash, value: null, prefix: "sk_" },
      {
        kind: "widget",
        hash: sha256(partner.widget_key),
        value: partner.widget_key,
        prefix: partner.widget_key.slice(0, 9),
      },
      { kind: "identity", hash: sha256(identity), value: identity, prefix: identity.slice(0, 9) },
    ]
    for (const { kind, hash, value, prefix } of keys)
      await sql`insert into partner_key (partner_id, kind, hash, value, prefix, created_at)
        values (${partner.id}, ${kind}, ${hash}, ${value}, ${prefix}, ${partner.created_at})`.execute(db)
  }
}

/**
 * SQLite cannot drop a unique column: the table is made anew. Migrations run with foreign keys off, so that dropping the
 * old one takes nothing along.
 */
async function dropOldColumns(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) {
    await db.schema.alterTable("partner").dropColumn("api_key_hash").dropColumn("widget_key").execute()
    return
  }
  await db.schema
    .createTable("partner_anew")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("domain", "text", (column) => column.notNull())
    .addColumn("allowed_origins", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("settings", "text", (column) => column.notNull().defaultTo("{}"))
    .addColumn("last_conversation", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`insert into partner_anew
    select id, name, domain, allowed_origins, created_at, settings, last_conversation from partner`.execute(
    db,
  )
  await db.schema.dropTable("partner").execute()
  await db.schema.alterTable("partner_anew").renameTo("partner").execute()
}

function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex")
}

function randomHex(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex()
}
