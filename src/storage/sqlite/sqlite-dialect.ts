import {
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely"
import type { DirectSqlite } from "../database.ts"
import { SqliteDriver } from "./sqlite-driver.ts"

/** Unlike what Kysely assumes, SQLite takes a schema change back with its transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely over Bun's SQLite: one connection, statements prepared once. */
export class BunSqliteDialect implements Dialect {
  constructor(private readonly sqlite: DirectSqlite) {}

  createDriver(): Driver {
    return new SqliteDriver(this.sqlite)
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
