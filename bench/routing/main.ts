/**
 * How long it takes from the moment an assignment becomes possible until the agent's client knows of it: the compiled
 * binary, 1,000 customers who wait for a person, 50 agents.
 *
 * Usage: npm run bench:routing -- [--postgres] [--json]
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { connect } from "../../src/storage/database.ts"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { percentile } from "../support/measure.ts"
import { BINARY, serve } from "../support/server.ts"
import { AgentSocket, withinTime } from "./agent-socket.ts"
import { seed } from "./seed.ts"

const WAITING = 1_000
const AGENTS = 50
const CAPACITY = 5
/** Half of the agents come one by one, the others all at once. */
const ONE_BY_ONE = 25
const CLOSED = 200
const ASKING = 200
const GOAL_MS = 100

interface Result {
  name: string
  samples: number[]
}

const { values } = parseArgs({
  args: Bun.argv.slice(2),
  options: { json: { type: "boolean", default: false }, postgres: { type: "boolean", default: false } },
})
if (!existsSync(BINARY)) {
  console.error("There is no binary to measure: run `npm run build` first.")
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), "chatd-bench-routing-"))
const databaseUrl = values.postgres ? await freshDatabase() : undefined
const location = { dataDir: folder, ...(databaseUrl && { url: databaseUrl }) }
const seeded = await seed(location, { count: AGENTS, capacity: CAPACITY }, WAITING)
const server = await serve({ data: folder, partnerId: seeded.partnerId, databaseUrl })
const results: Result[] = []
const agents: AgentSocket[] = []
try {
  await measure()
} finally {
  for (const agent of agents) agent.close()
  await server.stop()
  if (databaseUrl) await dropDatabase(databaseUrl)
  rmSync(folder, { recursive: true, force: true })
}
print()
process.exit(0)

async function measure(): Promise<void> {
  const given = new Map<number, () => void>()
  const onGiven = (conversation: number) => given.get(conversation)?.()
  for (let number = 1; number <= AGENTS; number++)
    agents.push(new AgentSocket(server.url, seeded.tokenOf(number), number, onGiven))
  await Promise.all(agents.map(({ ready }) => ready))
  await connected()
  // The model takes longer than everything else, and what is measured is not the start.
  while (!(await fetch(`${server.url}/api/health`)).ok) await Bun.sleep(50)

  const online: number[] = []
  for (const agent of agents.slice(0, ONE_BY_ONE)) {
    const began = performance.now()
    await patch(agent, { presence: "online" })
    await agent.whenGiven(CAPACITY)
    for (const { at } of agent.given) online.push(at - began)
  }
  results.push({ name: "an agent comes online, and gets five", samples: online })

  const others = agents.slice(ONE_BY_ONE)
  await Promise.all(others.map((agent) => patch(agent, { presence: "online" })))
  await Promise.all(others.map((agent) => agent.whenGiven(CAPACITY)))
  // Whose turn it is waits for those before it: each agent's time begins when it stands that they are online.
  const since = await changedAt()
  const atOnce = others.flatMap(({ number, given }) =>
    given.map(({ at }) => performance.timeOrigin + at - (since.get(number) ?? Number.NaN)),
  )
  results.push({ name: "25 agents come online at once, and get five each", samples: atOnce })

  const freed: number[] = []
  for (let i = 0; i < CLOSED; i++) {
    const agent = agents[i % AGENTS] as AgentSocket
    const count = agent.given.length
    const conversation = agent.given[Math.floor(i / AGENTS)]?.conversation
    const began = performance.now()
    const [at] = await Promise.all([
      agent.whenGiven(count + 1),
      call("POST", `/conversations/${conversation}/close`),
    ])
    freed.push(at - began)
  }
  results.push({ name: "a conversation is closed, the next one is given", samples: freed })

  const raised: number[] = []
  for (const agent of agents) {
    const count = agent.given.length
    const began = performance.now()
    const [at] = await Promise.all([agent.whenGiven(count + 1), patch(agent, { capacity: CAPACITY + 1 })])
    raised.push(at - began)
  }
  results.push({ name: "an agent's capacity is raised by one", samples: raised })

  // Everybody who still waits is handed out, so that who asks next finds somebody free.
  const before = agents.map((agent) => agent.given.length)
  const drained = performance.now()
  for (const agent of agents) await patch(agent, { capacity: 100 })
  await withinTime(emptied(), "nobody waits")
  const rest = agents.flatMap((agent, i) => agent.given.slice(before[i]).map(({ at }) => at - drained))
  console.error(
    `${rest.length} handed out in ${Math.max(...rest).toFixed(0)} ms while capacities were raised`,
  )

  const asked: number[] = []
  for (let i = 0; i < ASKING; i++) {
    const session = await post("/api/chat/sessions", {}, { widgetKey: seeded.widgetKey })
    const { promise, resolve } = Promise.withResolvers<void>()
    given.set(session.conversationId, resolve)
    const began = performance.now()
    const authorization = { authorization: `Bearer ${session.sessionToken}` }
    void post(`/api/chat/sessions/${session.id}/person`, authorization, {})
    await withinTime(promise, "who asks has an agent")
    asked.push(performance.now() - began)
  }
  results.push({ name: "a customer asks for a person while agents are free", samples: asked })
}

/** Whoever has a socket counts as connected a moment later. */
async function connected(): Promise<void> {
  for (;;) {
    const { agents } = await call("GET", "/agents")
    if (agents.every((agent: { connected: boolean }) => agent.connected)) return
    await Bun.sleep(20)
  }
}

/** When each agent was last changed, by the clock that this process shares with the server. */
async function changedAt(): Promise<Map<number, number>> {
  const database = await connect(location)
  const rows = await database.db.selectFrom("agent").select(["number", "updated_at"]).execute()
  await database.close()
  return new Map(rows.map((row) => [row.number, row.updated_at]))
}

async function emptied(): Promise<void> {
  while ((await call("GET", "/queue")).waiting > 0) await Bun.sleep(20)
}

function patch({ number }: AgentSocket, changes: Record<string, unknown>) {
  return call("PATCH", `/agents/${number}`, changes)
}

async function call(method: string, path: string, body?: unknown) {
  const reply = await fetch(`${server.url}/api/desk${path}`, {
    method,
    headers: { authorization: `Bearer ${seeded.operatorToken}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
  return JSON.parse(text)
}

async function post(path: string, headers: Record<string, string>, body: unknown) {
  const reply = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${text}`)
  return JSON.parse(text)
}

function print(): void {
  const rows = results.map(({ name, samples }) => ({
    name,
    count: samples.length,
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
    max: Math.max(...samples),
  }))
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() || "unknown"}), ${process.platform}-${process.arch}, ${databaseUrl ? "Postgres" : "SQLite"}`
  if (values.json) {
    console.log(JSON.stringify({ machine, goalMs: GOAL_MS, rows }, null, 2))
    return
  }
  console.log(machine)
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const { name, count, p50, p95, max } of rows) {
    const shown = [p50, p95, max].map((ms) => ms.toFixed(1).padStart(7)).join("")
    console.log(
      `${name.padEnd(width)} ${String(count).padStart(5)} ${shown} ms  ${max <= GOAL_MS ? "met" : "MISSED"}`,
    )
  }
}
