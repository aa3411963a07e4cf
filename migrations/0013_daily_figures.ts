import type { Kysely } from "kysely"

/** What each day came to, of a partner and of each of its agents; and how far a partner's are counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("daily_figure")
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    // In the partner's time zone: `2026-11-21`.
    .addColumn("day", "text", (column) => column.notNull())
    // 0: the partner's own; otherwise the agent's number.
    .addColumn("agent_number", "bigint", (column) => column.notNull())
    .addColumn("time_zone", "text", (column) => column.notNull())
    // Of the definitions by which it was counted.
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("figures", "text", (column) => column.notNull())
    // Conversations that were not closed yet.
    .addColumn("open_count", "integer", (column) => column.notNull())
    .addColumn("computed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("daily_figure_key", ["partner_id", "day", "agent_number"])
    .execute()

  await db.schema
    .createTable("figures_counted")
    .addColumn("partner_id", "text", (column) =>
      column.primaryKey().references("partner.id").onDelete("cascade"),
    )
    // Everything that happened until then is in the daily figures.
    .addColumn("up_to", "bigint", (column) => column.notNull())
    // One server at a time counts.
    .addColumn("lease_until", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()

  // A day's tickets are counted among all of a partner's.
  await db.schema.createIndex("ticket_by_time").on("ticket").columns(["partner_id", "created_at"]).execute()
}
