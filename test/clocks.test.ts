import { expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import pino from "pino"
import { databaseAndContents } from "../cli/commands/doctor/database.ts"
import { startServer } from "../src/app.ts"
import { loadConfig } from "../src/config/load.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { TEST_KEY } from "./sealed.ts"
import { until } from "./wait.ts"

const OFF = "this machine's clock is 45 s ahead of Postgres': let NTP set both"

test("a machine whose clock is not Postgres' is told of by the log, the health and doctor", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-clocks-"))
  const url = await freshDatabase()
  const name = new URL(url).pathname.slice(1)
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create function public.clock_timestamp() returns timestamptz language sql
      as 'select pg_catalog.clock_timestamp() - interval ''45 seconds''';
    alter database "${name}" set search_path = public, pg_catalog`)
  await client.end()
  const config = loadConfig({
    environment: {},
    flags: {
      data: dataDir,
      database_url: url,
      "server.port": 0,
      ...(TEST_KEY && { "encryption.key": TEST_KEY }),
    },
  })
  const lines: string[] = []
  const server = await startServer(
    config,
    pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
  )
  try {
    await until("the log says so", () => lines.some((line) => JSON.parse(line).msg.startsWith(OFF)))
    const health = await (await fetch(`${server.url.origin}/api/health`)).json()
    expect(health.services.database).toEqual({ status: "degraded", detail: expect.stringContaining(OFF) })
    expect(await databaseAndContents(config)).toContainEqual({
      what: "clock",
      state: "warning",
      says: expect.stringContaining(OFF),
    })
  } finally {
    await server.stop()
    await dropDatabase(url)
    rmSync(dataDir, { recursive: true, force: true })
  }
})
