import { expect, test } from "bun:test"
import { join } from "node:path"
import { type Migration, sql } from "kysely"
import { Client } from "pg"
import { MIGRATIONS } from "../../migrations/list.ts"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { startScript } from "../../test/process.ts"
import { connect, type Database } from "./database.ts"
import { migrate, migrationStatus } from "./migrate.ts"
import { listPartners } from "./repositories/partners.ts"

const tablesOf = async ({ db }: Database) => (await db.introspection.getTables()).map((table) => table.name)

const makesTable = (name: string, andThen: () => void = () => {}): Migration => ({
  async up(db) {
    await db.schema.createTable(name).addColumn("id", "integer").execute()
    andThen()
  },
})
const fails = () => {
  throw new Error("the disk is full")
}

eachDatabase((_name, open) => {
  test("migrations run once, however often they are run", async () => {
    const database = await open({ migrate: false })
    expect((await migrate(database)).map((result) => result.migrationName)).toEqual(Object.keys(MIGRATIONS))
    const partner = await makePartner(database)
    expect(await migrate(database)).toEqual([])
    expect((await listPartners(database.db)).map(({ id }) => id)).toEqual([partner.id])
    expect((await migrationStatus(database)).every((migration) => migration.executedAt)).toBe(true)
  })

  test("a database that a newer chatd has opened is refused, with the migration's name", async () => {
    const database = await open()
    await migrate(database, { ...MIGRATIONS, "9999_from_the_future": makesTable("future") })
    await expect(migrate(database)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^This database has migration 9999_from_the_future, which .*newer/),
    })
  })

  test("a migration that fails leaves nothing half-done and names itself", async () => {
    const database = await open()
    const before = await tablesOf(database)
    const broken = { ...MIGRATIONS, "9999_broken": makesTable("half_done", fails) }
    await expect(migrate(database, broken)).rejects.toMatchObject({
      code: "conflict",
      message: "Migration 9999_broken failed and was taken back: the disk is full",
    })
    expect(await tablesOf(database)).toEqual(before)
    await makePartner(database)
    await migrate(database, { ...MIGRATIONS, "9999_broken": makesTable("half_done") })
    expect(await tablesOf(database)).toContain("half_done")
    expect(await listPartners(database.db)).toHaveLength(1)
  })

  test("several processes may open a new database at once", async () => {
    const { location } = await open({ migrate: false })
    const fresh = { ...location, dataDir: join(location.dataDir, "new") }
    const processes = Array.from({ length: 6 }, () => startScript("test/scripts/open-database.ts", fresh))
    const ends = await Promise.all(processes.map((process) => process.finished))
    expect(ends.map(({ code, err }) => ({ code, err }))).toEqual(ends.map(() => ({ code: 0, err: "" })))
  })

  test("numbers come back as numbers, whatever their size", async () => {
    const { db } = await open()
    const { rows } = await sql<{ big: number }>`select cast(1800000000000 as bigint) as big`.execute(db)
    expect(rows).toEqual([{ big: 1_800_000_000_000 }])
  })
})

test("a Postgres database in which not everything can be written, or nothing made, is refused with the remedy", async () => {
  const url = new URL(await freshDatabase())
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query("create role guest login password 'guest'")
  await client.query("create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'")
  const migrated = async (change: Partial<URL>) => {
    const database = await connect({ dataDir: "", url: Object.assign(new URL(url), change).href })
    return migrate(database).finally(() => database.close())
  }
  await expect(migrated({ pathname: "/latin" })).rejects.toMatchObject({
    message: expect.stringContaining(
      "has the encoding LATIN1, in which most of what people write cannot be stored",
    ),
  })
  await expect(migrated({ username: "guest", password: "guest" })).rejects.toMatchObject({
    message: expect.stringMatching(
      /may not make tables there: permission denied for schema public\. Let it, by GRANT/,
    ),
  })
  await migrated({})
  await client.query(
    "grant all on all tables in schema public to guest; delete from kysely_migration where name > '0026'",
  )
  await expect(migrated({ username: "guest", password: "guest" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/was taken back: .* may not do that: must be owner of .* OWNER TO/),
  })
  await client.query("drop owned by guest")
  await client.query("drop database latin")
  await client.query("drop role guest")
  await client.end()
  await dropDatabase(url.href)
})
