import { type CreateTableBuilder, type Kysely, PostgresAdapter, type RawBuilder, sql } from "kysely"

/** Bytes, as either database calls them. */
export function bytes(db: Kysely<unknown>): RawBuilder<unknown> {
  return isPostgres(db) ? sql`bytea` : sql`blob`
}

/** A column `name` that numbers its rows; a number is never given out twice. */
export function numbered(db: Kysely<unknown>, name: string) {
  return <Table extends string>(table: CreateTableBuilder<Table>) =>
    isPostgres(db)
      ? table.addColumn(name, "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
      : table.addColumn(name, "integer", (column) => column.primaryKey().autoIncrement())
}

export function isPostgres(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
