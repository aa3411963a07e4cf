import { type Kysely, sql } from "kysely"
import { numbered } from "./column-types.ts"

/** Those who answer, what they may, whether they are there; and what conversations need to be handed out to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await widenPartner(db)
  await widenConversation(db)
  await db.schema
    .createTable("agent")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    // Counts the partner's agents; a number is never given out twice.
    .addColumn("number", "bigint", (column) => column.notNull())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("capacity", "integer", (column) => column.notNull())
    .addColumn("presence", "text", (column) => column.notNull().defaultTo("offline"))
    .addColumn("last_assigned_at", "bigint")
    // When the last of their clients was gone; what they have is kept for a while.
    .addColumn("gone_at", "bigint")
    .addColumn("password_hash", "text")
    .addColumn("totp_secret", "text")
    // Null until the first code from it; a code serves once.
    .addColumn("totp_step", "bigint")
    .addColumn("disabled_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("agent_number", ["partner_id", "number"])
    .addUniqueConstraint("agent_email", ["partner_id", "email"])
    .execute()
  await db.schema.createIndex("agent_by_email").on("agent").column("email").execute()

  await db.schema
    .createTable("agent_token")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("agent_id", "bigint", (column) => column.notNull().references("agent.id").onDelete("cascade"))
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("last_used_at", "bigint")
    .addColumn("revoked_at", "bigint")
    .execute()
  await db.schema.createIndex("agent_token_agent").on("agent_token").column("agent_id").execute()

  // Of an account, or of an address that is nobody's: both are locked alike.
  await db.schema
    .createTable("sign_in_failure")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("locked_until", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute()
  await db.schema.createIndex("sign_in_failure_at").on("sign_in_failure").column("at").execute()

  // A server vouches for its agents' clients for a while, again and again; one that is gone does not.
  await db.schema
    .createTable("agent_connection")
    .addColumn("server_id", "text", (column) => column.notNull())
    .addColumn("agent_id", "bigint", (column) => column.notNull().references("agent.id").onDelete("cascade"))
    .addColumn("lease_until", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("agent_connection_key", ["server_id", "agent_id"])
    .execute()
  await db.schema.createIndex("agent_connection_agent").on("agent_connection").column("agent_id").execute()

  await db.schema
    .createTable("route_decision")
    .$call(numbered(db, "id"))
    .addColumn("conversation_id", "bigint", (column) =>
      column.notNull().references("conversation.id").onDelete("cascade"),
    )
    // The event that says what was done.
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("agent_number", "bigint")
    .addColumn("reason", "text", (column) => column.notNull())
    .addUniqueConstraint("route_decision_event", ["conversation_id", "seq"])
    .execute()

  await db.schema
    .createTable("canned_reply")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("shortcut", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("canned_reply_shortcut", ["partner_id", "shortcut"])
    .execute()

  await db.schema
    .createTable("audit_entry")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target", "text")
    .addColumn("details", "text")
    .execute()
  await db.schema.createIndex("audit_entry_partner").on("audit_entry").columns(["partner_id", "id"]).execute()
}

async function widenPartner(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("partner")
    .addColumn("last_agent", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  // Since when it is set who answers: what came before goes another way with its next message.
  await db.schema
    .alterTable("partner")
    .addColumn("answering_since", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
}

async function widenConversation(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable("conversation")
  await table().addColumn("agent_name", "text").execute()
  await table()
    .addColumn("priority", "integer", (column) => column.notNull().defaultTo(2))
    .execute()
  // Since when a person is wanted: what goes back to the queue keeps its place.
  await table().addColumn("queued_at", "bigint").execute()
  await table().addColumn("assigned_at", "bigint").execute()
  await table().addColumn("closed_at", "bigint").execute()
  await sql`update conversation set closed_at = updated_at where status = 'closed'`.execute(db)
  await sql`update conversation set queued_at = updated_at where status = 'waiting' and handler = 'person'`.execute(
    db,
  )
  await sql`create index conversation_queue on conversation (partner_id, priority desc, queued_at, id)
    where status = 'waiting' and handler = 'person'`.execute(db)
  await sql`create index conversation_load on conversation (partner_id, agent_id)
    where status = 'active' and handler = 'person'`.execute(db)
  await sql`create index conversation_closed on conversation (partner_id, closed_at)
    where status = 'closed'`.execute(db)
}
