import { type Kysely, sql } from "kysely"

/** Who was signed out lately is asked each time that a server on Postgres hears of the others again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index customer_signed_out on customer (signed_out_at) where signed_out_at is not null`.execute(
    db,
  )
}
