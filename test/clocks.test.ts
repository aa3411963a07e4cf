import { expect, test } from "bun:test"
import { Client } from "pg"
import { databaseAndContents } from "../cli/commands/doctor/database.ts"
import { openOwnDesk } from "../cli/desk/own-desk.ts"
import { agreedTime } from "../src/storage/postgres/clocks.ts"
import { agentStates } from "../src/storage/routing/agent-states.ts"
import { startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { openSocket } from "./socket-client.ts"
import { until } from "./wait.ts"

const OFF = "this machine's clock is 45 s ahead of Postgres': let NTP set both"

test("a machine whose clock is not Postgres' is told of by the log, the health and doctor", async () => {
  const desk = await startDesk({ postgres: true, prepare: setBack })
  try {
    await until("the log says so", () => desk.log.some((line) => JSON.parse(line).msg.startsWith(OFF)))
    const { json } = await desk.send("GET", "/api/health")
    expect(json.services.database).toEqual({ status: "degraded", detail: expect.stringContaining(OFF) })
    const { token } = await signedInAgent(desk)
    const socket = await openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${token}` })
    const lease = await until("she is there", () =>
      desk.withDatabase(({ db }) =>
        db.selectFrom("agent_connection").select("lease_until").executeTakeFirst(),
      ),
    )
    // Other servers, whose clock is Postgres', would believe this one's for a minute longer, and it none of theirs.
    const lasts = Number(lease.lease_until) - (Date.now() - 45_000)
    expect(lasts).toBeGreaterThan(0)
    expect(lasts).toBeLessThanOrEqual(31_000)
    // Nor does a command on such a machine, which has its desk in its own process.
    const own = await openOwnDesk(desk.config)
    await own.close()
    await desk.withDatabase(async (database) => {
      const leases = await database.db.selectFrom("agent_connection").select("agent_id").execute()
      expect(leases).toHaveLength(1)
      const now = await agreedTime(database)
      expect(await agentStates(database.db, desk.partner.id, now)).toMatchObject([{ connected: true }])
    })
    socket.close()
    expect(await databaseAndContents(desk.config)).toContainEqual({
      what: "clock",
      state: "warning",
      says: expect.stringContaining(OFF),
    })
  } finally {
    await desk.stop()
  }
})

/** What a database is told of the time from now on is 45 seconds ago. */
async function setBack(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create function public.clock_timestamp() returns timestamptz language sql
      as 'select pg_catalog.clock_timestamp() - interval ''45 seconds''';
    alter database "${new URL(url).pathname.slice(1)}" set search_path = public, pg_catalog`)
  await client.end()
}
