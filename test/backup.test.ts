import { Database as BunSqlite } from "bun:sqlite"
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sql } from "kysely"
import { MIGRATIONS } from "../migrations/list.ts"
import type { CopyWatch } from "../src/storage/backup/from-sqlite.ts"
import { makeBackup } from "../src/storage/backup/make-backup.ts"
import { restoreBackup } from "../src/storage/backup/restore-backup.ts"
import { tryUpgrade } from "../src/storage/backup/try-upgrade.ts"
import { connect, type DatabaseLocation, openDatabase } from "../src/storage/database.ts"
import { lockDataFolder } from "../src/storage/instance-lock.ts"
import { migrateTo } from "../src/storage/migrate.ts"
import { recordFailure } from "../src/storage/repositories/failures.ts"
import { type EncryptionKeys, encryptionKeys } from "../src/storage/sealing/encryption-key.ts"
import { hasLogBeside } from "../src/storage/sqlite/file-head.ts"
import { seeded } from "./faults/random.ts"
import { allRows, fillEveryTable } from "./filled-database.ts"
import { makePartner } from "./fixtures/partner.ts"
import { report } from "./fixtures/questions.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { freshKey } from "./sealed.ts"

setDefaultTimeout(60_000)

const VERSION = "1.2.3"
const SEALED = { keys: encryptionKeys(freshKey()) as EncryptionKeys }
const quiet: CopyWatch = { signal: new AbortController().signal, onProgress() {} }
const making = { version: VERSION, replace: false, watch: quiet }
const restoring = { replace: false, watch: quiet }
const isRoot = process.getuid?.() === 0

let folder: string
const urls: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chatd-backup-test-"))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  for (const url of urls.splice(0)) await dropDatabase(url)
})

const at = (name: string) => join(folder, name)

async function emptyPostgres(): Promise<DatabaseLocation> {
  const url = await freshDatabase()
  urls.push(url)
  return { dataDir: folder, url }
}

/** A database of SQLite with rows in all of its tables, as old as a migration. */
async function filled(
  name: string,
  migration = Object.keys(MIGRATIONS).at(-1) ?? "",
): Promise<DatabaseLocation> {
  const location = { dataDir: at(name) }
  const database = await connect(location)
  await migrateTo(database, migration)
  await database.close()
  withSqlite(location, (sqlite) => fillEveryTable(sqlite, seeded(name)))
  return location
}

function withSqlite<T>({ dataDir }: DatabaseLocation, use: (sqlite: BunSqlite) => T): T {
  const sqlite = new BunSqlite(join(dataDir, "chatd.db"), { strict: true })
  sqlite.run("pragma foreign_keys = on")
  try {
    return use(sqlite)
  } finally {
    sqlite.close()
  }
}

const rowsOf = (location: DatabaseLocation) => withSqlite(location, allRows)

describe("a backup", () => {
  test("holds every row of every table, and gives it back on SQLite", async () => {
    const source = await filled("source")
    const info = await makeBackup(source, at("b"), making)
    expect(info).toMatchObject({ version: VERSION, dialect: "sqlite" })
    expect(Object.values(info.rows).every((count) => count > 0)).toBe(true)
    await restoreBackup(at("b"), { dataDir: at("restored") }, restoring)
    expect(rowsOf({ dataDir: at("restored") })).toEqual(rowsOf(source))
  })

  test("goes from SQLite to Postgres and back with every row", async () => {
    const source = await filled("source")
    const postgres = await emptyPostgres()
    await makeBackup(source, at("b"), making)
    await restoreBackup(at("b"), postgres, restoring)
    expect(await makeBackup(postgres, at("b2"), making)).toMatchObject({ dialect: "postgres" })
    await restoreBackup(at("b2"), { dataDir: at("again") }, restoring)
    expect(rowsOf({ dataDir: at("again") })).toEqual(rowsOf(source))
  })

  test("remembers numbers that were given out, on either database", async () => {
    const source = await filled("source")
    const highest = withSqlite(source, (sqlite) => {
      const { id } = sqlite.query("select max(id) as id from outbox").get() as { id: number }
      sqlite.run("delete from outbox where id = (select max(id) from outbox)")
      return id
    })
    const postgres = await emptyPostgres()
    await makeBackup(source, at("b"), making)
    await restoreBackup(at("b"), postgres, restoring)
    await makeBackup(postgres, at("b2"), making)
    await restoreBackup(at("b2"), { dataDir: at("again") }, restoring)
    for (const location of [postgres, { dataDir: at("again") }]) {
      const database = await connect(location)
      const { rows } = await sql<{
        id: number
      }>`insert into outbox (kind, dedupe_key, payload, state, next_at, created_at)
        values ('k', 'new', '{}', 'done', 0, 0) returning id`.execute(database.db)
      await database.close()
      expect(rows[0]?.id).toBe(highest + 1)
    }
  })

  test("of an older version is restored at it, on either database", async () => {
    const source = await filled("old", "0009_agents")
    await makeBackup(source, at("b"), making)
    const postgres = await emptyPostgres()
    for (const location of [{ dataDir: at("restored") }, postgres]) {
      await restoreBackup(at("b"), location, restoring)
      const database = await openDatabase(location)
      const { rows } = await sql<{ count: number }>`select count(*) as count from conversation_event`.execute(
        database.db,
      )
      await database.close()
      expect(rows[0]?.count).toBe(4)
    }
  })

  test("is for its owner's eyes, and leaves nothing beside it", async () => {
    const source = await filled("source")
    mkdirSync(at("out"))
    await makeBackup(source, at("out/b"), making)
    expect(readdirSync(at("out"))).toEqual(["b"])
    expect(statSync(at("out/b")).mode & 0o777).toBe(0o600)
  })

  test("replaces no file unless told to", async () => {
    const source = await filled("source")
    writeFileSync(at("b"), "mine")
    await expect(makeBackup(source, at("b"), making)).rejects.toMatchObject({ code: "conflict" })
    expect(readFileSync(at("b"), "utf8")).toBe("mine")
    await makeBackup(source, at("b"), { ...making, replace: true })
    await restoreBackup(at("b"), { dataDir: at("restored") }, restoring)
  })

  test("replaces nothing that is no file of its own", async () => {
    const source = await filled("source")
    writeFileSync(at("mine"), "mine")
    symlinkSync(at("mine"), at("b"))
    const replacing = { ...making, replace: true }
    await expect(makeBackup(source, at("b"), replacing)).rejects.toMatchObject({ code: "invalid_input" })
    expect(readFileSync(at("mine"), "utf8")).toBe("mine")
    expect(lstatSync(at("b")).isSymbolicLink()).toBe(true)
  })

  test("is never written over a database, its log or its lock, whichever data folder they are in", async () => {
    const source = await filled("source")
    const other = await filled("other")
    lockDataFolder(other.dataDir).release()
    symlinkSync(source.dataDir, at("linked"))
    // As somebody moved it here, without the lock.
    cpSync(at("other/chatd.db"), at("moved.db"))
    const moved = readFileSync(at("moved.db"))
    const replacing = { ...making, replace: true }
    const names = [
      "moved.db",
      "source/chatd.db",
      "source/chatd.db-wal",
      "source/server.lock",
      "linked/chatd.db",
      "other/chatd.db",
    ]
    const before = [rowsOf(source), rowsOf(other)]
    for (const how of [making, replacing])
      for (const name of names)
        await expect(makeBackup(source, at(name), how)).rejects.toMatchObject({ code: "invalid_input" })
    expect([rowsOf(source), rowsOf(other)]).toEqual(before)
    expect(readFileSync(at("moved.db")).equals(moved)).toBe(true)
    // Beside it is room for one.
    await makeBackup(source, at("source/night.backup"), making)
    await makeBackup(source, at("source/chatd.db.bak"), making)
    await makeBackup(source, at("source/chatd.db.bak"), replacing)
  })

  test("of Postgres is written without a log, and replaced, also where an earlier version wrote it with one", async () => {
    const source = await filled("source")
    const postgres = await emptyPostgres()
    await makeBackup(source, at("b"), making)
    await restoreBackup(at("b"), postgres, restoring)
    mkdirSync(at("out"))
    const replacing = { ...making, replace: true }
    for (const name of ["out/one", "out/two"]) await makeBackup(postgres, at(name), making)
    expect(hasLogBeside(at("out/one"))).toBe(false)
    await makeBackup(postgres, at("out/one"), replacing)
    const earlier = new BunSqlite(at("out/two"))
    earlier.run("pragma journal_mode = wal")
    earlier.close()
    expect(hasLogBeside(at("out/two"))).toBe(true)
    await makeBackup(postgres, at("out/two"), replacing)
    await restoreBackup(at("out/two"), { dataDir: at("again") }, restoring)
    expect(readdirSync(at("out")).sort()).toEqual(["one", "two"])
    expect(rowsOf({ dataDir: at("again") })).toEqual(rowsOf(source))
  })

  test("that is stopped leaves neither file nor folder", async () => {
    const source = await filled("source")
    mkdirSync(at("out"))
    const stop = new AbortController()
    const watch = { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) }
    await expect(makeBackup(source, at("out/b"), { ...making, watch })).rejects.toThrow("enough")
    expect(readdirSync(at("out"))).toEqual([])
  })

  test.each(["sqlite", "postgres"])(
    "of sealed texts on %s is sealed, and opened with their key alone",
    async (dialect) => {
      const location = {
        ...(dialect === "sqlite" ? { dataDir: at("source") } : await emptyPostgres()),
        ...SEALED,
      }
      const database = await openDatabase(location)
      const partner = await makePartner(database)
      await recordFailure(database.db, report(partner.id, { query: "the purple giraffe" }), "k", new Date())
      await database.close()
      await makeBackup(location, at("b"), making)
      expect(readFileSync(at("b")).includes("purple giraffe")).toBe(false)
      const restored = { dataDir: at("restored"), ...SEALED }
      await restoreBackup(at("b"), restored, restoring)
      await expect(openDatabase({ dataDir: at("restored") })).rejects.toMatchObject({ code: "invalid_input" })
      const again = await openDatabase(restored)
      const found = await again.db.selectFrom("failure").select("report").executeTakeFirstOrThrow()
      await again.close()
      expect(found.report).toContain("purple giraffe")
    },
  )

  test.each(["sqlite", "postgres"])(
    "of a newer chatd's %s is refused before there is a file",
    async (dialect) => {
      const source = dialect === "sqlite" ? { dataDir: at("newer") } : await emptyPostgres()
      const database = await openDatabase(source)
      await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2099-01-01')`.execute(
        database.db,
      )
      await database.close()
      await expect(makeBackup(source, at("b"), making)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("opened by a newer one"),
      })
      expect(existsSync(at("b"))).toBe(false)
    },
  )

  test("clears away what one that was killed left, and nothing of one under way", async () => {
    const source = await filled("source")
    for (const name of ["dead", "live"]) mkdirSync(at(`.chatd-backup-${name}`))
    lockDataFolder(at(".chatd-backup-dead")).release()
    writeFileSync(at(".chatd-backup-dead/chatd.db"), "half of it")
    const live = lockDataFolder(at(".chatd-backup-live"))
    try {
      await makeBackup(source, at("b"), making)
      expect(readdirSync(folder).sort()).toEqual([".chatd-backup-live", "b", "source"])
    } finally {
      live.release()
    }
  })

  test("of a folder without a database says so", async () => {
    await expect(makeBackup({ dataDir: at("none") }, at("b"), making)).rejects.toMatchObject({
      code: "not_found",
    })
  })
})

describe("restoring", () => {
  test.each([
    ["a text", () => writeFileSync(at("b"), "hello ".repeat(500))],
    ["an empty file", () => writeFileSync(at("b"), "")],
    ["another database", () => new BunSqlite(at("b")).run("create table t (a)")],
  ])("%s is refused", async (_, write) => {
    write()
    await expect(restoreBackup(at("b"), { dataDir: at("data") }, restoring)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("not a finished backup"),
    })
  })

  test("a file that may not be read is not called unfinished", async () => {
    writeFileSync(at("b"), "", { mode: 0o000 })
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      await expect(restoreBackup(at("b"), { dataDir: at("data") }, restoring)).rejects.toMatchObject({
        code: "EACCES",
        path: at("b"),
      })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  test("a damaged file is refused, and what is there stays", async () => {
    const source = await filled("source")
    await makeBackup(source, at("b"), making)
    const bytes = readFileSync(at("b"))
    // A page of some table, in the middle.
    bytes.fill(
      0xff,
      Math.floor(bytes.length / 2 / 4096) * 4096,
      (Math.floor(bytes.length / 2 / 4096) + 1) * 4096,
    )
    writeFileSync(at("b"), bytes)
    const before = rowsOf(source)
    await expect(restoreBackup(at("b"), source, { ...restoring, replace: true })).rejects.toMatchObject({
      code: "invalid_input",
    })
    expect(rowsOf(source)).toEqual(before)
  })

  test("a file in which a text has other letters is refused; one of an earlier version, without a digest, is not", async () => {
    const source = { dataDir: at("source") }
    const database = await openDatabase(source)
    const partner = await makePartner(database)
    await recordFailure(database.db, report(partner.id, { query: "the purple giraffe" }), "k", new Date())
    await database.close()
    await makeBackup(source, at("b"), making)
    const bytes = readFileSync(at("b"))
    bytes.write("orange", bytes.indexOf("purple giraffe"))
    writeFileSync(at("b"), bytes)
    await expect(restoreBackup(at("b"), { dataDir: at("data") }, restoring)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("damaged"),
    })
    expect(existsSync(at("data"))).toBe(false)
    new BunSqlite(at("b")).run("alter table backup_info drop column digest")
    await restoreBackup(at("b"), { dataDir: at("data") }, restoring)
  })

  test.each(["sqlite", "postgres"])(
    "sealed texts for use on %s without their key is refused, and what is there stays",
    async (dialect) => {
      const sealed = { dataDir: at("sealed"), ...SEALED }
      await (await openDatabase(sealed)).close()
      await makeBackup(sealed, at("b"), making)
      const target = dialect === "sqlite" ? await filled("other") : await emptyPostgres()
      const options = { replace: true, watch: quiet, forUse: true }
      await expect(restoreBackup(at("b"), target, options)).rejects.toMatchObject({ code: "invalid_input" })
      if (dialect === "sqlite")
        expect(readdirSync(at("other")).filter((name) => name.startsWith("replaced"))).toEqual([])
      await restoreBackup(at("b"), { ...target, ...SEALED }, options)
      await (await openDatabase({ ...target, ...SEALED })).close()
    },
  )

  test("where a database is sets it aside only when told to", async () => {
    const source = await filled("source")
    const other = await filled("other")
    const before = rowsOf(other)
    await makeBackup(source, at("b"), making)
    await expect(restoreBackup(at("b"), other, restoring)).rejects.toMatchObject({ code: "conflict" })
    expect(rowsOf(other)).toEqual(before)
    const { replaced = "" } = await restoreBackup(at("b"), other, { ...restoring, replace: true })
    expect(rowsOf(other)).toEqual(rowsOf(source))
    expect(rowsOf({ dataDir: replaced })).toEqual(before)
  })

  test("leaves nothing to the log of a database that is gone", async () => {
    const source = await filled("source")
    await makeBackup(source, at("b"), making)
    const wal = withSqlite(source, (sqlite) => {
      sqlite.run("delete from audit_entry")
      return readFileSync(join(source.dataDir, "chatd.db-wal"))
    })
    mkdirSync(at("left"))
    writeFileSync(join(at("left"), "chatd.db-wal"), wal)
    writeFileSync(join(at("left"), "chatd.db.restoring-journal"), "of a restore that was killed")
    const { replaced } = await restoreBackup(at("b"), { dataDir: at("left") }, restoring)
    expect(readFileSync(join(replaced ?? "", "chatd.db-wal"))).toEqual(wal)
    expect(readdirSync(at("left")).filter((name) => name.startsWith("chatd.db"))).toEqual(["chatd.db"])
    await restoreBackup(at("b"), { dataDir: at("fresh") }, restoring)
    expect(rowsOf({ dataDir: at("left") })).toEqual(rowsOf({ dataDir: at("fresh") }))
  })

  if (!isRoot) console.warn("Only root makes files of other users: what it leaves to them is not tried.")
  test.skipIf(!isRoot)("by root leaves another user's folder to that user", async () => {
    const nobody = 65_534
    const target = await filled("target")
    await makeBackup(target, at("b"), making)
    for (const path of [".", "chatd.db"]) chownSync(join(target.dataDir, path), nobody, nobody)
    const { replaced } = await restoreBackup(at("b"), target, { ...restoring, replace: true })
    const made = [join(target.dataDir, "chatd.db"), replaced ?? "", join(replaced ?? "", "chatd.db")]
    expect(made.map((path) => statSync(path).uid)).toEqual([nobody, nobody, nobody])
  })

  test("where a server runs is refused", async () => {
    const source = await filled("source")
    await makeBackup(source, at("b"), making)
    const lock = lockDataFolder(at("data"))
    try {
      await expect(restoreBackup(at("b"), { dataDir: at("data") }, restoring)).rejects.toMatchObject({
        code: "conflict",
      })
    } finally {
      lock.release()
    }
  })

  test("into a Postgres that somebody uses is refused; into one where it was interrupted it is not", async () => {
    const source = await filled("source")
    const postgres = await emptyPostgres()
    await makeBackup(source, at("b"), making)
    const stop = new AbortController()
    const watch = { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) }
    await expect(restoreBackup(at("b"), postgres, { replace: false, watch })).rejects.toThrow("enough")
    await restoreBackup(at("b"), postgres, restoring)
    await expect(restoreBackup(at("b"), postgres, restoring)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("empty one"),
    })
  })
})

describe.each(["sqlite", "postgres"])("an upgrade on %s", (dialect) => {
  async function old(): Promise<DatabaseLocation> {
    const source = await filled("old", "0009_agents")
    if (dialect === "sqlite") return source
    const postgres = await emptyPostgres()
    await makeBackup(source, at("b"), making)
    await restoreBackup(at("b"), postgres, restoring)
    return postgres
  }

  const trying = { version: VERSION, watch: quiet }

  async function contents(location: DatabaseLocation): Promise<unknown> {
    const database = await connect(location)
    try {
      const tables = await database.db.introspection.getTables({ withInternalKyselyTables: true })
      const { rows } = await sql`select name from kysely_migration order by name`.execute(database.db)
      const schemas = location.url
        ? (await sql`select nspname from pg_namespace where nspname like 'chatd%'`.execute(database.db)).rows
        : readdirSync(location.dataDir).filter((name) => name.startsWith("."))
      return { tables: tables.map(({ name, columns }) => [name, columns.length]), migrations: rows, schemas }
    } finally {
      await database.close()
    }
  }

  test("is tried on a copy; the database stays as it is", async () => {
    const location = await old()
    const before = await contents(location)
    const { pending, seconds, rows } = await tryUpgrade(location, trying)
    expect(pending).toEqual(Object.keys(MIGRATIONS).filter((name) => name > "0009_agents"))
    expect(seconds).toBeGreaterThan(0)
    expect(rows.conversation).toBe(4)
    expect(await contents(location)).toEqual(before)
  })

  // On Postgres the copy is not in the data folder.
  if (dialect === "sqlite")
    test("clears away the copy of one that was killed", async () => {
      const location = await old()
      const left = join(location.dataDir, ".upgrade-check-dead")
      lockDataFolder(left).release()
      await tryUpgrade(location, trying)
      expect(existsSync(left)).toBe(false)
    })
  else
    test("clears away the schema of one that was killed, and leaves that of one that is at work", async () => {
      const location = await old()
      const before = await contents(location)
      const other = await connect(location)
      await sql`create schema chatd_upgrade_check_dead`.execute(other.db)
      await sql`create table chatd_upgrade_check_dead.partner (id int)`.execute(other.db)
      await other.db.connection().execute(async (held) => {
        await sql`select pg_advisory_lock(hashtextextended('chatd_upgrade_check_live', 0))`.execute(held)
        await sql`create schema chatd_upgrade_check_live`.execute(held)
        await tryUpgrade(location, trying)
        expect(await contents(location)).toMatchObject({ schemas: [{ nspname: "chatd_upgrade_check_live" }] })
      })
      await other.close()
      await tryUpgrade(location, trying)
      expect(await contents(location)).toEqual(before)
    })

  test("that fails, or loses something, says so beforehand", async () => {
    const location = await old()
    const before = await contents(location)
    const failing = { ...MIGRATIONS, "9999_fails": { up: () => Promise.reject(new Error("no such column")) } }
    await expect(tryUpgrade(location, { ...trying, migrations: failing })).rejects.toMatchObject({
      code: "conflict",
      message: "Migration 9999_fails failed and was taken back: no such column",
    })
    const losing = {
      ...MIGRATIONS,
      "9999_loses": { up: async (db: never) => void (await sql`delete from conversation`.execute(db)) },
    }
    await expect(tryUpgrade(location, { ...trying, migrations: losing })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("conversation has 0 rows after it instead of 4"),
    })
    expect(await contents(location)).toEqual(before)
  })

  test("that is done already has nothing to do", async () => {
    const location = await old()
    await (await openDatabase(location)).close()
    expect(await tryUpgrade(location, trying)).toEqual({ pending: [], seconds: undefined, rows: {} })
  })
})
