/** Where a backup says of itself what it is. */
export const INFO_TABLE = "backup_info"

/** How far indexes go: from the beginning again. An older database may not have them yet. */
export const MARKS = ["event_placed", "message_indexed"] as const

/**
 * What a server makes again from the rest: indexes kept as tables, and how far they go. A backup leaves them empty, so
 * that it is smaller and fits both databases.
 */
const DERIVED: ReadonlySet<string> = new Set([
  "event_place",
  "event_placed",
  "message_index",
  "message_indexed",
])

/** Of the databases themselves, and of the migrations, which each database runs itself. */
const OWN = /^(sqlite_|kysely_migration)/

/** Whether a backup holds the table's rows. */
export function isKept(table: string): boolean {
  return !DERIVED.has(table) && !OWN.test(table) && !table.startsWith("message_index_")
}

/** What Postgres needs to know of transactions under way; of a restored database there are none. */
export const POSTGRES_ONLY: Readonly<Record<string, readonly string[]>> = {
  webhook_followed: ["swept", "mark", "mark_xid"],
}

/** How far copying is. */
export interface CopyProgress {
  table: string
  /** Rows so far, of all tables. */
  rows: number
  /** Of all tables together, as counted before. */
  total: number
}
