import { randomBytes } from "node:crypto"
import { type RawBuilder, sql } from "kysely"
import type { Db } from "../database.ts"

const PREFIX = "chatd_upgrade_check_"

/**
 * Makes a schema to work in, which goes again afterwards. Those that killed processes left go first: each is a whole copy, and
 * holds people who may have been erased since. Whose process lives is told by a lock, which goes with its connection.
 */
export async function inOwnSchema<T>(db: Db, work: (schema: string) => Promise<T>): Promise<T> {
  const schema = `${PREFIX}${randomBytes(6).toString("hex")}`
  return db.connection().execute(async (held) => {
    for (const left of await ownSchemas(held)) await dropUnlessInUse(held, left)
    await sql`select pg_advisory_lock(${lockOf(schema)})`.execute(held)
    await sql`create schema ${sql.ref(schema)}`.execute(held)
    try {
      return await work(schema)
    } finally {
      await drop(held, schema)
    }
  })
}

async function ownSchemas(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select nspname as name from pg_namespace
    where starts_with(nspname, ${PREFIX}) and pg_has_role(nspowner, 'usage')`.execute(db)
  return rows.map(({ name }) => name)
}

async function dropUnlessInUse(db: Db, schema: string): Promise<void> {
  const { rows } = await sql<{ isFree: boolean }>`
    select pg_try_advisory_lock(${lockOf(schema)}) as "isFree"`.execute(db)
  if (!rows[0]?.isFree) return
  await drop(db, schema)
}

/** With its lock, which the same connection has. */
async function drop(db: Db, schema: string): Promise<void> {
  await sql`drop schema if exists ${sql.ref(schema)} cascade`.execute(db)
  await sql`select pg_advisory_unlock(${lockOf(schema)})`.execute(db)
}

function lockOf(schema: string): RawBuilder<unknown> {
  return sql`hashtextextended(${schema}, 0)`
}
