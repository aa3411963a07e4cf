import { expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import pino from "pino"
import { databaseAndContents } from "../cli/commands/doctor/database.ts"
import { openOwnDesk } from "../cli/desk/own-desk.ts"
import { startServer } from "../src/app.ts"
import { loadConfig } from "../src/config/load.ts"
import { openDatabase } from "../src/storage/database.ts"
import { agreedTime } from "../src/storage/postgres/clocks.ts"
import { agentStates } from "../src/storage/routing/agent-states.ts"
import { addAgent, PASSWORD } from "./desk-agents.ts"
import { makePartner } from "./fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { TEST_KEY, TEST_KEYS } from "./sealed.ts"
import { openSocket } from "./socket-client.ts"
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
  const database = await openDatabase({ dataDir, url, ...TEST_KEYS })
  const partner = await makePartner(database)
  const agent = await addAgent(database, partner)
  const lines: string[] = []
  const server = await startServer(
    config,
    pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
  )
  try {
    await until("the log says so", () => lines.some((line) => JSON.parse(line).msg.startsWith(OFF)))
    const health = await (await fetch(`${server.url.origin}/api/health`)).json()
    expect(health.services.database).toEqual({ status: "degraded", detail: expect.stringContaining(OFF) })
    const token = await signIn(server.url.origin, agent.email, partner.id)
    const socket = await openSocket(`${server.url.origin}/ws/desk`, { authorization: `Bearer ${token}` })
    const lease = await until("she is there", () =>
      database.db.selectFrom("agent_connection").select("lease_until").executeTakeFirst(),
    )
    // Other servers, whose clock is Postgres', would believe this one's for a minute longer, and it none of theirs.
    const lasts = Number(lease.lease_until) - (Date.now() - 45_000)
    expect(lasts).toBeGreaterThan(0)
    expect(lasts).toBeLessThanOrEqual(31_000)
    // Nor does a command on such a machine, which has its desk in its own process.
    const desk = await openOwnDesk(config)
    await desk.close()
    const leases = await database.db.selectFrom("agent_connection").select("agent_id").execute()
    expect(leases).toHaveLength(1)
    const now = await agreedTime(database)
    expect(await agentStates(database.db, partner.id, now)).toMatchObject([{ connected: true }])
    socket.close()
    expect(await databaseAndContents(config)).toContainEqual({
      what: "clock",
      state: "warning",
      says: expect.stringContaining(OFF),
    })
  } finally {
    await server.stop()
    await database.close()
    await dropDatabase(url)
    rmSync(dataDir, { recursive: true, force: true })
  }
})

async function signIn(origin: string, email: string, partner: string): Promise<string> {
  const reply = await fetch(`${origin}/api/desk/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD, partner }),
  })
  return (await reply.json()).token
}
