import type { Database as BunSqlite } from "bun:sqlite"
import {
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely"
import { SqliteDriver } from "./sqlite-driver.ts"
import type { SqliteLock } from "./sqlite-lock.ts"

/** Unlike what Kysely assumes, SQLite takes a schema change back with its transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely over Bun's SQLite: one connection, statements prepared once. */
export class BunSqliteDialect implements Dialect {
  constructor(
    private readonly sqlite: BunSqlite,
    private readonly lock: SqliteLock,
  ) {}

  createDriver(): Driver {
    return new SqliteDriver(this.sqlite, this.lock)
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler()
  }

  createAdapter() {
    return new TransactionalSqliteAdapter()
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db)
  }
}
