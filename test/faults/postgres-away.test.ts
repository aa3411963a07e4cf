import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { Client } from "pg"
import { binaryAlone, type PartnerKeys } from "../binary.ts"
import { dropDatabase, freshDatabase, sharedPostgres } from "../postgres/shared.ts"
import { until } from "../wait.ts"
import { seeded } from "./random.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(90_000)

const VISITORS = 6
const BREAKS = 8
/** How long the database lets nobody in, as while it restarts. */
const AWAY_MS = 1_500

const chatd = binaryAlone()
let url: string
let admin: Client
let env: Record<string, string>
let partner: PartnerKeys

beforeAll(async () => {
  url = await freshDatabase()
  admin = new Client({ connectionString: await sharedPostgres() })
  await admin.connect()
  env = { CHATD_DATABASE_URL: url, CHATD_LOG_FORMAT: "json" }
  partner = await chatd.partner([], env)
  const unlimited = ["limits.messages_per_minute=0", "limits.address_messages_per_minute=0"]
  expect((await chatd.run(["partner", "set", partner.partnerId, ...unlimited], env)).code).toBe(0)
})
afterAll(async () => {
  await chatd.remove()
  await admin.end()
  await dropDatabase(url)
})

const name = () => new URL(url).pathname.slice(1)
const breakAll = () =>
  admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name()])
const letIn = (allowed: boolean) =>
  admin.query(`alter database "${name()}" with allow_connections ${allowed}`)

test("connections break and the database is away for a while: nothing acknowledged is lost, and it goes on by itself", async () => {
  const random = seeded("postgres")
  const server = await chatd.serve([], env)
  const visitors = await Promise.all(
    Array.from({ length: VISITORS }, () => Visitor.enter(server.url, partner.widgetKey)),
  )
  const talk = (acknowledged: number) => {
    const goal = visitors.map(({ outbox }) => outbox.acknowledged.size + acknowledged)
    return until("the visitors have talked", () => {
      // One at a time: what is refused is said again, after what may have come later.
      for (const visitor of visitors) if (visitor.outbox.isEmpty) visitor.say()
      return visitors.every(({ outbox }, i) => outbox.acknowledged.size >= (goal[i] ?? 0))
    })
  }
  for (let i = 0; i < BREAKS; i++) {
    await talk(1 + random.below(3))
    await breakAll()
  }
  await letIn(false)
  await breakAll()
  for (const visitor of visitors) if (visitor.outbox.isEmpty) visitor.say()
  await Bun.sleep(AWAY_MS)
  await letIn(true)
  await talk(2)

  await until("everything is acknowledged", () => visitors.every(({ outbox }) => outbox.isEmpty))
  const answersOf = ({ seen }: Visitor) => seen.filter(({ payload }) => payload.sender?.kind === "bot").length
  await until(
    "everything is answered",
    () => visitors.every((visitor) => answersOf(visitor) >= visitor.outbox.said.length),
    40_000,
  )
  for (const visitor of visitors) {
    const { wrongs, seen, outbox, session } = visitor
    expect({ seed: random.seed, wrongs }).toEqual({ seed: random.seed, wrongs: [] })
    const own = seen.filter(({ payload }) => payload.sender?.kind === "customer")
    expect(own.map(({ payload }) => payload.clientId)).toEqual(outbox.said)
    expect(answersOf(visitor)).toBe(outbox.said.length)
    const response = await fetch(`${server.url}/api/chat/sessions/${session.id}/events`, {
      headers: { authorization: `Bearer ${session.sessionToken}` },
    })
    const { events } = (await response.json()) as { events: { seq: number }[] }
    expect(events.map(({ seq }) => seq)).toEqual(seen.map(({ seq }) => seq))
    visitor.link.stop()
  }
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})
