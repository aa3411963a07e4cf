import { tmpdir } from "node:os"
import { join } from "node:path"
import { sql } from "kysely"
import { MIGRATIONS } from "../../../migrations/list.ts"
import { ChatdError } from "../../core/errors.ts"
import { asItStands, connect, type Database, type DatabaseLocation } from "../database.ts"
import { type Migrations, migrate, pendingMigrations, tableNames } from "../migrate.ts"
import { TRYING_UPGRADE } from "./earlier-databases.ts"
import type { CopyWatch } from "./from-sqlite.ts"
import { makeBackup } from "./make-backup.ts"
import { inOwnSchema } from "./own-schema.ts"
import { restoreBackup } from "./restore-backup.ts"
import { openWorkshop } from "./workshop.ts"

export interface TriedUpgrade {
  /** Migrations that have not run yet, in their order. */
  pending: string[]
  /** How long they took on the copy; undefined where there are none. */
  seconds: number | undefined
  /** Rows of the copy, by table, before. */
  rows: Readonly<Record<string, number>>
}

const BEHIND_POOLER = new ChatdError(
  "conflict",
  "A pooler is before this Postgres, and does not let a schema be chosen, in which the copy would be. Give --database-url the address of Postgres itself.",
)

/** What no migration may lose. */
const LASTING = ["partner", "customer", "conversation", "conversation_event", "ticket", "kb_article"] as const

/**
 * Runs the migrations that have not run yet on a copy of the database, and looks whether everything is there after them.
 * The database itself is only read. The copy is a folder beside the data, or a schema of its own on Postgres.
 *
 * @throws {ChatdError} `conflict` where a migration fails or loses something
 */
export async function tryUpgrade(
  location: DatabaseLocation,
  { version, watch, migrations = MIGRATIONS }: { version: string; watch: CopyWatch; migrations?: Migrations },
): Promise<TriedUpgrade> {
  const pending = await pendingOf(location, migrations)
  if (pending.length === 0) return { pending, seconds: undefined, rows: {} }
  const workshop = openWorkshop(location.url ? tmpdir() : location.dataDir, TRYING_UPGRADE)
  try {
    const backup = join(workshop.path, "copy")
    const { rows } = await makeBackup(location, backup, { version, replace: false, watch })
    const seconds = await onCopy({ backup, location, workshop: workshop.path, watch, migrations })
    return { pending, seconds, rows }
  } finally {
    workshop.remove()
  }
}

async function pendingOf(location: DatabaseLocation, migrations: Migrations): Promise<string[]> {
  const database = await connect(asItStands(location))
  try {
    return await pendingMigrations(database, migrations)
  } finally {
    await database.close()
  }
}

interface Copy {
  backup: string
  location: DatabaseLocation
  workshop: string
  watch: CopyWatch
  migrations: Migrations
}

async function onCopy(copy: Copy): Promise<number> {
  const { location, workshop } = copy
  if (!location.url) return migrated(copy, { dataDir: join(workshop, "data") })
  const database = await connect(asItStands(location))
  try {
    return await inOwnSchema(database.db, async (schema) => {
      const inside = { ...location, url: withinSchema(location.url ?? "", schema) }
      await requireWithin(inside, schema)
      return migrated(copy, inside)
    })
  } finally {
    await database.close()
  }
}

/** @throws {ChatdError} `conflict` where connections go by a pooler that knows one schema alone */
async function requireWithin(inside: DatabaseLocation, schema: string): Promise<void> {
  const database = await connect(asItStands(inside)).catch((error: Error) => {
    throw /startup parameter/.test(error.message) ? BEHIND_POOLER : error
  })
  try {
    const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(database.db)
    if (rows[0]?.name !== schema) throw BEHIND_POOLER
  } finally {
    await database.close()
  }
}

function withinSchema(url: string, schema: string): string {
  const within = new URL(url)
  within.searchParams.set("options", `-c search_path=${schema}`)
  return within.href
}

/** Seconds that the migrations took. */
async function migrated({ backup, watch, migrations }: Copy, location: DatabaseLocation): Promise<number> {
  await restoreBackup(backup, location, { replace: false, watch })
  const database = await connect(asItStands(location))
  try {
    const before = await lastingRows(database)
    const began = performance.now()
    await migrate(database, migrations)
    const seconds = (performance.now() - began) / 1000
    requireAllThere(before, await lastingRows(database))
    await requireSound(database)
    return seconds
  } finally {
    await database.close()
  }
}

async function lastingRows(database: Database): Promise<Map<string, number>> {
  const there = await tableNames(database)
  const counts = new Map<string, number>()
  for (const table of LASTING.filter((name) => there.has(name))) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      database.db,
    )
    counts.set(table, rows[0]?.count ?? 0)
  }
  return counts
}

function requireAllThere(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  for (const [table, count] of before) {
    if (after.get(table) !== count)
      throw new ChatdError(
        "conflict",
        `The upgrade would lose data: ${table} has ${after.get(table) ?? 0} rows after it instead of ${count}.`,
      )
  }
}

/** Postgres holds its keys by itself; SQLite's are off while tables are made anew. */
async function requireSound({ db, dialect }: Database): Promise<void> {
  if (dialect === "postgres") return
  const broken = await sql<{ table: string }>`pragma foreign_key_check`.execute(db)
  if (broken.rows[0])
    throw new ChatdError(
      "conflict",
      `The upgrade would leave rows of ${broken.rows[0].table} that refer to nothing.`,
    )
}
