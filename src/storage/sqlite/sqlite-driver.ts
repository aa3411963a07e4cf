import type { Database as BunSqlite, SQLQueryBindings } from "bun:sqlite"
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely"
import { storableParameter } from "../storable-parameter.ts"
import type { SqliteLock } from "./sqlite-lock.ts"

/** SQLite has one writer, so there is one connection, handed out to one user at a time. */
export class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection

  constructor(
    private readonly sqlite: BunSqlite,
    private readonly lock: SqliteLock,
  ) {
    this.#connection = new SqliteConnection(sqlite)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.lock.acquire()
    return this.#connection
  }

  /** IMMEDIATE: a transaction that reads first and writes later could otherwise fail half-way as busy. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.sqlite.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"))
  }

  async releaseConnection(): Promise<void> {
    this.lock.release()
  }

  async destroy(): Promise<void> {
    this.sqlite.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  constructor(private readonly sqlite: BunSqlite) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.sqlite.query(sql)
    const bindings = parameters.map(storableParameter) as SQLQueryBindings[]
    if (statement.columnNames.length > 0) return { rows: statement.all(...bindings) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...bindings)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: it refuses at once, and says what to use instead
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("Results are not streamed on SQLite; read them in pages.")
  }
}
