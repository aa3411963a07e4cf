import { afterEach, describe } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { connect, type Database, type DatabaseLocation, openDatabase } from "../src/storage/database.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { TEST_KEYS } from "./sealed.ts"

/** A database of one test, and where another process finds it. */
export type TestDatabase = Database & { location: DatabaseLocation }

/**
 * Opens a fresh database, migrated unless told otherwise; it is closed and removed after the test.
 *
 * `unsealed`: also where every suite runs on sealed ones.
 */
export type OpenTestDatabase = (options?: { migrate?: boolean; unsealed?: boolean }) => Promise<TestDatabase>

interface Kind {
  name: Database["dialect"]
  create(migrate: boolean): Promise<DatabaseLocation>
  remove(location: DatabaseLocation): Promise<void>
}

const KINDS: Kind[] = [
  { name: "sqlite", create: createFolder, remove: removeFolder },
  { name: "postgres", create: createOnPostgres, remove: removeFromPostgres },
]

/**
 * Runs a suite on each database: real SQLite in a temporary folder, and a real Postgres.
 *
 * @example
 * eachDatabase((name, open) => {
 *   test("partners are stored", async () => {
 *     const { db } = await open()
 *   })
 * })
 */
export function eachDatabase(suite: (name: Database["dialect"], open: OpenTestDatabase) => void): void {
  for (const kind of KINDS) {
    describe(`on ${kind.name}`, () => {
      const opened: { database: Database; location: DatabaseLocation }[] = []
      afterEach(async () => {
        for (const { database, location } of opened.splice(0)) {
          await database.close()
          await kind.remove(location)
        }
      })
      suite(kind.name, async ({ migrate = true, unsealed = false } = {}) => {
        const location = { ...(await kind.create(migrate)), ...(unsealed ? {} : TEST_KEYS) }
        const database = await (migrate ? openDatabase(location) : connect(location))
        opened.push({ database, location })
        return { ...database, location }
      })
    })
  }
}

async function createFolder(): Promise<DatabaseLocation> {
  return { dataDir: mkdtempSync(join(tmpdir(), "chatd-test-")) }
}

async function removeFolder(location: DatabaseLocation): Promise<void> {
  rmSync(location.dataDir, { recursive: true, force: true })
}

async function createOnPostgres(migrate: boolean): Promise<DatabaseLocation> {
  return { ...(await createFolder()), url: await freshDatabase(migrate ? migrateTemplate : undefined) }
}

async function removeFromPostgres(location: DatabaseLocation): Promise<void> {
  if (location.url) await dropDatabase(location.url)
  await removeFolder(location)
}

async function migrateTemplate(url: string): Promise<void> {
  const database = await openDatabase({ dataDir: tmpdir(), url })
  await database.close()
}
