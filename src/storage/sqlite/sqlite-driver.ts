import type { SQLQueryBindings } from "bun:sqlite"
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely"
import type { DirectSqlite } from "../database.ts"
import { storableParameter } from "../storable-parameter.ts"
import { unavailableOr } from "../unavailable.ts"
import { whileBusy } from "./busy.ts"

/** SQLite has one writer, so there is one connection, handed out to one user at a time. */
export class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection

  constructor(private readonly sqlite: DirectSqlite) {
    this.#connection = new SqliteConnection(sqlite)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.sqlite.lock.acquire()
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
    if (this.sqlite.handle.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"))
  }

  async releaseConnection(): Promise<void> {
    this.sqlite.lock.release()
  }

  async destroy(): Promise<void> {
    this.sqlite.handle.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  constructor(private readonly sqlite: DirectSqlite) {}

  /** Whoever waits for another process lets others of this one have the connection meanwhile. */
  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { handle, lock, patienceMs } = this.sqlite
    // Within a transaction nobody else may have it.
    return whileBusy(
      handle.inTransaction ? 0 : patienceMs,
      () => this.#execute<Row>(query),
      async (ms) => {
        lock.release()
        await Bun.sleep(ms)
        await lock.acquire()
      },
    ).catch((fault) => {
      throw unavailableOr(fault)
    })
  }

  #execute<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const statement = this.sqlite.handle.query(sql)
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
