import { type Migration, type MigrationInfo, type MigrationResult, Migrator, sql } from "kysely"
import { MIGRATIONS } from "../../migrations/list.ts"
import { ChatdError } from "../core/errors.ts"
import type { Database } from "./database.ts"
import { isNotAllowed, notAllowedSaid } from "./fault-code.ts"

export type Migrations = Record<string, Migration>

async function migratorOf(database: Database, migrations: Migrations): Promise<Migrator> {
  const schema = await schemaOf(database)
  return new Migrator({
    db: database.db,
    provider: { getMigrations: async () => migrations },
    // Unnamed, the tables of another schema would be taken for ours.
    ...(schema && { migrationTableSchema: schema }),
  })
}

/** The schema that tables are made in; undefined on SQLite. */
async function schemaOf({ db, dialect }: Database): Promise<string | undefined> {
  if (dialect === "sqlite") return undefined
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db)
  return rows[0]?.name ?? undefined
}

/** The names of the tables and views that are ours. */
export async function tableNames(database: Database): Promise<Set<string>> {
  const schema = await schemaOf(database)
  const tables = await database.db.introspection.getTables({ withInternalKyselyTables: true })
  return new Set(tables.filter((table) => !schema || table.schema === schema).map(({ name }) => name))
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
  if ((await newestMigration(database)) === undefined) await requireUnicode(database)
  const { error, results } = await withoutForeignKeys(database, async () =>
    (await migratorOf(database, migrations)).migrateToLatest(),
  )
  const failed = results?.find((result) => result.status === "Error")
  if (failed) {
    throw new ChatdError(
      "conflict",
      `Migration ${failed.migrationName} failed and was taken back: ${notAllowedSaid(error) ?? messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
  if (error) throw historyFault(error)
  return results ?? []
}

/** Whether the migrations that ran made the database. */
export function isNew([first]: readonly MigrationResult[]): boolean {
  return first?.migrationName === Object.keys(MIGRATIONS)[0]
}

/**
 * Brings an empty database, or one that is older, to the version of a migration.
 *
 * @throws {ChatdError} `conflict` as `migrate` does
 */
export async function migrateTo(database: Database, name: string): Promise<void> {
  if ((await newestMigration(database)) === undefined) await requireUnicode(database)
  const { error } = await withoutForeignKeys(database, async () =>
    (await migratorOf(database, MIGRATIONS)).migrateTo(name),
  )
  if (error) throw historyFault(error)
}

/**
 * Postgres refuses a message with a character that its database's encoding lacks, and what is searched in one without any
 * encoding is bytes.
 *
 * @throws {ChatdError} `conflict` for a database in another encoding than UTF-8
 */
export async function requireUnicode({ db, dialect }: Database): Promise<void> {
  if (dialect === "sqlite") return
  const { rows } = await sql<{
    encoding: string
  }>`select current_setting('server_encoding') as encoding`.execute(db)
  const encoding = rows[0]?.encoding
  if (encoding === "UTF8") return
  throw new ChatdError(
    "conflict",
    `This Postgres database has the encoding ${encoding}, in which most of what people write cannot be stored. Make one in UTF-8: createdb -E UTF8 -T template0 NAME.`,
  )
}

/** The last migration that ran here; undefined where none did. */
export async function newestMigration(database: Database): Promise<string | undefined> {
  if (!(await tableNames(database)).has("kysely_migration")) return undefined
  const { rows } = await sql<{ name: string | null }>`select max(name) as name from kysely_migration`.execute(
    database.db,
  )
  return rows[0]?.name ?? undefined
}

/**
 * What `migrate` would run, in its order.
 *
 * @throws {ChatdError} `conflict` where the database is newer than the binary
 */
export async function pendingMigrations(
  database: Database,
  migrations: Migrations = MIGRATIONS,
): Promise<string[]> {
  const newest = await newestMigration(database)
  if (newest !== undefined) requireKnown(newest, migrations)
  return Object.keys(migrations).filter((name) => newest === undefined || name > newest)
}

/** @throws {ChatdError} `conflict` for a migration that a newer chatd ran */
export function requireKnown(migration: string, migrations: Migrations = MIGRATIONS): void {
  if (!Object.hasOwn(migrations, migration)) throw unknownMigration(migration)
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
  return (await migratorOf(database, MIGRATIONS)).getMigrations()
}

function historyFault(error: unknown): ChatdError {
  if (error instanceof ChatdError && error.code === "unavailable") return error
  const missing = /migration (\S+) is missing/.exec(messageOf(error))?.[1]
  if (missing) return unknownMigration(missing, error)
  if (isNotAllowed(error))
    return new ChatdError(
      "conflict",
      `The database's user may not make tables there: ${messageOf(error)}. Let it, by GRANT ALL ON SCHEMA public TO its name, or make it the database's owner.`,
      { cause: error },
    )
  return new ChatdError("conflict", `The database's migrations do not fit this chatd: ${messageOf(error)}`, {
    cause: error,
  })
}

function unknownMigration(name: string, cause?: unknown): ChatdError {
  return new ChatdError(
    "conflict",
    `This database has migration ${name}, which this chatd does not know: it was opened by a newer one. Use that or a later version.`,
    { cause },
  )
}

function messageOf(error: unknown): string {
  // What the database said, which an operator can mend, and not that one may try again.
  if (error instanceof ChatdError && error.cause !== undefined) return messageOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}
