import { sql } from "kysely"
import type { Db } from "../database.ts"

interface Rights {
  user: string
  /** Where tables are made and sought; null where the user may look into none. */
  schema: string | null
  mayCreate: boolean | null
}

/** Tables of ours: those of extensions lie in the same schema. */
const OURS = sql`from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relkind = 'r'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`

const MAY_WRITE = sql`has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
  and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete')`

/**
 * What the database's user lacks that a server needs, in words for who can give it; undefined where it has all.
 *
 * @param migrates whether tables are to be made or changed first
 */
export async function missingRights(db: Db, migrates: boolean): Promise<string | undefined> {
  const [rights] = (
    await sql<Rights>`select current_user as "user", current_schema() as schema,
      has_schema_privilege(current_schema(), 'create') as "mayCreate"`.execute(db)
  ).rows
  if (!rights) return undefined
  const { user, schema, mayCreate } = rights
  if (schema === null)
    return `The database's user ${user} may look into no schema: GRANT ALL ON SCHEMA public TO "${user}".`
  if (migrates && !mayCreate)
    return `Migrations have not run, and the database's user ${user} may not make tables: GRANT ALL ON SCHEMA "${schema}" TO "${user}".`
  const others = migrates ? await tablesWhere(db, sql`not pg_has_role(c.relowner, 'usage')`) : []
  if (others.length > 0)
    return `Migrations have not run, and ${named(others)} not the database user's own, who is ${user}: ALTER TABLE … OWNER TO "${user}".`
  const barred = await tablesWhere(db, sql`not (${MAY_WRITE})`)
  if (barred.length === 0) return undefined
  return `The database's user ${user} may not read and write all tables; ${named(barred)} barred: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO "${user}", or make it their owner, which upgrades need.`
}

async function tablesWhere(db: Db, condition: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name ${OURS} and ${condition} order by c.relname`.execute(db)
  return rows.map(({ name }) => name)
}

function named([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? `${first} is` : `${first} and ${others.length} more are`
}
