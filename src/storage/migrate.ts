import { type Migration, type MigrationInfo, type MigrationResult, Migrator, sql } from "kysely"
import { MIGRATIONS } from "../../migrations/list.ts"
import { ChatdError } from "../core/errors.ts"
import type { Database } from "./database.ts"

type Migrations = Record<string, Migration>

function migratorOf({ db }: Database, migrations: Migrations): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } })
}

/**
 * Brings the tables up to this binary's version, each migration whole or not at all; returns what was run.
 *
 * @throws {ChatdError} `conflict` where the database is newer than the binary or its history differs
 */
export async function migrate(
  database: Database,
  migrations: Migrations = MIGRATIONS,
): Promise<MigrationResult[]> {
  const { error, results } = await withoutForeignKeys(database, () =>
    migratorOf(database, migrations).migrateToLatest(),
  )
  const failed = results?.find((result) => result.status === "Error")
  if (failed) {
    throw new ChatdError(
      "conflict",
      `Migration ${failed.migrationName} failed and was taken back: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
  if (error) throw historyFault(error)
  return results ?? []
}

/**
 * SQLite changes a table by making it anew, and dropping the old one would delete along every key that refers to it. The
 * switch does nothing within a transaction, hence here.
 */
async function withoutForeignKeys<T>({ db, dialect }: Database, run: () => Promise<T>): Promise<T> {
  if (dialect === "postgres") return run()
  await sql`pragma foreign_keys = off`.execute(db)
  try {
    return await run()
  } finally {
    await sql`pragma foreign_keys = on`.execute(db)
  }
}

/** Every migration and when it ran here. */
export async function migrationStatus(database: Database): Promise<readonly MigrationInfo[]> {
  return migratorOf(database, MIGRATIONS).getMigrations()
}

function historyFault(error: unknown): ChatdError {
  const missing = /migration (\S+) is missing/.exec(messageOf(error))?.[1]
  const sentence = missing
    ? `This database has migration ${missing}, which this chatd does not know: it was opened by a newer one. Use that or a later version.`
    : `The database's migrations do not fit this chatd: ${messageOf(error)}`
  return new ChatdError("conflict", sentence, { cause: error })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
