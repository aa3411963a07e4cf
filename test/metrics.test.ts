import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { sql } from "kysely"
import { beginRemoval } from "../src/storage/repositories/partner-removal.ts"
import { openVisitor, type Visitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { ANSWERED, UNANSWERED } from "./fixtures/crm.ts"
import { guidePartner } from "./guide-partner.ts"
import { complaints, type Family, prometheusText } from "./prometheus-text.ts"
import { startWebhookReceiver } from "./servers/webhook-receiver.ts"
import { openSocket } from "./socket-client.ts"
import { until } from "./wait.ts"

const TOKEN = "a-token-of-enough-characters"

async function metricsOf(desk: Desk): Promise<Map<string, Family>> {
  const { status, text, headers } = await desk.send("GET", "/metrics", {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  expect(status).toBe(200)
  expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8")
  const families = prometheusText(text)
  expect(complaints(families)).toEqual([])
  return families
}

/** What all samples of these labels come to. */
function sum(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
  const family = families.get(name.replace(/_(count|sum|bucket)$/, "")) ?? families.get(name)
  return (family?.samples ?? [])
    .filter((one) => one.name === name)
    .filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .reduce((total, { value }) => total + value, 0)
}

test("without a token there is nothing at /metrics", async () => {
  const desk = await startDesk()
  expect((await desk.send("GET", "/metrics")).status).toBe(404)
  await desk.stop()
})

test("where it is open, everybody may read", async () => {
  const desk = await startDesk({ settings: { "metrics.open": true } })
  expect((await desk.send("GET", "/metrics")).status).toBe(200)
  await desk.stop()
})

describe.each([false, true])("with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      settings: { "metrics.token": TOKEN, "webhooks.allow_private_addresses": true },
    })
  })
  afterAll(() => desk.stop())

  test("only the token's bearer may read", async () => {
    const asked = await desk.send("GET", "/metrics")
    expect(asked.status).toBe(401)
    expect(asked.json.detail).toContain("metrics.token")
    const wrong = await desk.send("GET", "/metrics", { headers: { authorization: "Bearer another" } })
    expect(wrong.status).toBe(401)
  })

  test("what happens is counted, and no label says of whom", async () => {
    const there = startWebhookReceiver()
    const admin = await signedInAgent(desk, { email: "admin@acme.example", role: "admin" })
    await admin.call("POST", "/webhooks", { url: there.url, events: ["message.created"] })
    const acme = guidePartner(desk)
    const { id, customerId } = await acme.begin("ada-the-customer")
    await acme.say(id, customerId, "What is chatd?")
    await until("the bot answers", async () =>
      sum(await metricsOf(desk), "chatd_messages_total", { from: "bot" }),
    )
    await acme.agentSays(id, 2, "Hello Ada")
    await desk.send("GET", "/api/desk/conversations/999", {
      headers: { authorization: `Bearer ${admin.token}` },
    })
    await desk.send("GET", "/nowhere/17")
    const socket = await openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${admin.token}` })
    const families = await until("webhooks were told", async () => {
      const found = await metricsOf(desk)
      return sum(found, "chatd_webhook_attempts_total", { outcome: "delivered" }) >= 3 ? found : undefined
    })
    expect(sum(families, "chatd_messages_total", { from: "customer" })).toBe(1)
    expect(sum(families, "chatd_messages_total", { from: "agent" })).toBe(1)
    expect(sum(families, "chatd_answers_total")).toBe(1)
    expect(sum(families, "chatd_answer_confidence_count")).toBe(1)
    expect(sum(families, "chatd_assignments_total", { reason: "agent_joined" })).toBe(1)
    expect(sum(families, "chatd_queue_wait_seconds_count")).toBeGreaterThanOrEqual(0)
    // What lies in the database may have been counted a moment ago.
    await until("the conversation and the webhook are counted", async () => {
      const found = await metricsOf(desk)
      const talking = sum(found, "chatd_conversations", { status: "active", handler: "person" })
      return talking === 1 && sum(found, "chatd_webhooks", { status: "active" }) === 1
    })
    expect(sum(families, "chatd_sockets_open")).toBe(1)
    expect(sum(families, "chatd_database_up")).toBe(1)
    expect(sum(families, "process_resident_memory_bytes")).toBeGreaterThan(1e7)
    expect(sum(families, "chatd_build_info", { database: postgres ? "postgres" : "sqlite" })).toBe(1)
    const missing = { method: "GET", route: "/api/desk/conversations/:number", status: "404" }
    expect(sum(families, "chatd_http_requests_total", missing)).toBe(1)
    expect(sum(families, "chatd_http_requests_total", { route: "none", status: "404" })).toBe(1)
    expect(sum(families, "chatd_http_requests_total", { route: "/metrics", status: "200" })).toBeGreaterThan(
      0,
    )
    const labels = JSON.stringify(
      [...families.values()].flatMap(({ samples }) => samples.map((one) => one.labels)),
    )
    expect(labels).not.toMatch(/ada|acme|partner-|evt_|nowhere|999/i)
    expect([...families.values()].flatMap(({ samples }) => samples).length).toBeLessThan(600)
    socket.close()
    await there.stop()
  })

  test("whoever makes methods and paths up makes no labels", async () => {
    const before = (await metricsOf(desk)).get("chatd_http_requests_total")?.samples.length ?? 0
    await desk.send("GET", "/metrics", { headers: { authorization: `Bearer ${TOKEN}` } })
    for (let i = 0; i < 50; i++) await desk.send("PROPFIND", `/made-up-${i}`)
    const families = await metricsOf(desk)
    expect(families.get("chatd_http_requests_total")?.samples.length).toBeLessThanOrEqual(before + 2)
  })
})

test("of questions the bot's answers are counted, also where it hands over instead of saying that it is not sure; of waits those that were some", async () => {
  const desk = await startDesk({ settings: { "metrics.token": TOKEN } })
  const grace = await signedInAgent(desk, { email: "grace@acme.example" })
  const alan = await signedInAgent(desk, { email: "alan@acme.example" })
  await grace.call("PATCH", "/me", { presence: "online" })
  const socket = await openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${grace.token}` })
  await until("she is there", async () => (await grace.call("GET", "/me")).json.agent.available)
  const visitors = await Promise.all(Array.from({ length: 3 }, () => openVisitor(desk)))
  const [doubtful, asking, answered] = visitors as [Visitor, Visitor, Visitor]
  const number = (visitor: Visitor) => visitor.session.conversationId
  const isOf = async (visitor: Visitor) =>
    (await grace.call("GET", `/conversations/${number(visitor)}`)).json.conversation.agent?.name
  const asked = async (visitor: Visitor, text: string) => {
    const { json } = await visitor.call("POST", "/messages", { clientId: crypto.randomUUID(), text })
    await until("it has a reply", async () => {
      const { events } = (await visitor.call("GET", `/events?after=${json.seq}`)).json
      return events.some((event: { type: string }) => event.type === "message")
    })
  }
  await asked(doubtful, "Hello")
  await asked(doubtful, ANSWERED)
  await asked(doubtful, UNANSWERED)
  await asked(asking, "I want to talk to a person")
  for (const visitor of [doubtful, asking])
    await until("she has it", async () => (await isOf(visitor)) === grace.agent.name)
  // Back in the queue she waits again, and has not waited all the time since she first wanted somebody.
  await desk.withDatabase(({ db }) =>
    db
      .updateTable("conversation")
      .set({ queued_at: Date.now() - 3_600_000 })
      .where("number", "=", number(doubtful))
      .execute(),
  )
  await grace.call("POST", `/conversations/${number(doubtful)}/transfer`, { queue: true })
  await until("she has it again", async () => (await isOf(doubtful)) === grace.agent.name)
  // Neither of these has waited for anybody.
  await grace.call("POST", `/conversations/${number(doubtful)}/transfer`, { agent: alan.agent.number })
  await asked(answered, ANSWERED)
  await grace.call("POST", `/conversations/${number(answered)}/take`)
  const families = await metricsOf(desk)
  const answers = (outcome: string) => sum(families, "chatd_answers_total", { outcome })
  expect([answers("answered"), answers("low_confidence"), answers("human_requested")]).toEqual([2, 1, 1])
  expect(sum(families, "chatd_answers_total")).toBe(4)
  expect(sum(families, "chatd_answer_confidence_count")).toBe(3)
  expect(sum(families, "chatd_answer_confidence_bucket", { le: "0.5" })).toBe(1)
  expect(sum(families, "chatd_assignments_total")).toBe(5)
  expect(sum(families, "chatd_queue_wait_seconds_count")).toBe(3)
  expect(sum(families, "chatd_queue_wait_seconds_sum")).toBeLessThan(3_600)
  socket.close()
  await desk.stop()
})

test("what is to be counted is there from the start, at zero, so that its first time can be seen", async () => {
  const desk = await startDesk({ settings: { "metrics.token": TOKEN } })
  const families = await metricsOf(desk)
  const labels = (name: string) => families.get(name)?.samples.map((one) => Object.values(one.labels).join())
  expect(labels("chatd_messages_total")).toEqual(["customer", "bot", "agent", "system"])
  expect(labels("chatd_webhook_attempts_total")).toEqual(["delivered", "again", "failed", "pause", "off"])
  expect(labels("chatd_error_reports_total")).toEqual(["sent", "dropped"])
  expect(labels("chatd_webhooks")).toEqual(["active", "paused", "off"])
  expect(labels("chatd_webhook_deliveries")).toEqual(["due", "behind"])
  expect(labels("chatd_outbox_jobs")).toEqual([])
  for (const name of ["chatd_messages_total", "chatd_webhooks"])
    expect(families.get(name)?.samples.every(({ value }) => value === 0)).toBe(true)
  await desk.stop()
})

test.each([false, true])(
  "what a partner leaves whose removal has begun waits for nobody, with Postgres: %p",
  async (postgres) => {
    const desk = await startDesk({ postgres, settings: { "metrics.token": TOKEN } })
    const visitor = await openVisitor(desk)
    await visitor.ask(ANSWERED)
    const families = await metricsOf(desk)
    expect(sum(families, "chatd_conversations")).toBe(1)
    await desk.withDatabase(({ db }) =>
      db.transaction().execute((trx) => beginRemoval(trx, desk.partner.id, new Date())),
    )
    await until("they are counted anew", async () => sum(await metricsOf(desk), "chatd_conversations") === 0)
    await desk.stop()
  },
)

test("what is given up and what waits is told, with since when", async () => {
  const desk = await startDesk({ settings: { "metrics.token": TOKEN } })
  await desk.withDatabase(async ({ db }) => {
    const job = { payload: "{}", created_at: Date.now(), dedupe_key: "" }
    await db
      .insertInto("outbox")
      .values([
        { ...job, kind: "nobody_takes_it", state: "pending", next_at: Date.now() - 90_000, dedupe_key: "a" },
        { ...job, kind: "nobody_takes_it", state: "dead", next_at: 0, dedupe_key: "b" },
      ])
      .execute()
  })
  const families = await metricsOf(desk)
  expect(sum(families, "chatd_outbox_jobs", { kind: "nobody_takes_it", state: "dead" })).toBe(1)
  const oldest = sum(families, "chatd_outbox_oldest_due_seconds", { kind: "nobody_takes_it" })
  expect(oldest).toBeGreaterThanOrEqual(90)
  expect(oldest).toBeLessThan(120)
  await desk.stop()
})

test("where what lies in the database cannot be counted, the log says why", async () => {
  const desk = await startDesk({ settings: { "metrics.token": TOKEN } })
  await desk.withDatabase(({ db }) => db.schema.dropTable("webhook_delivery").execute())
  expect(sum(await metricsOf(desk), "chatd_database_up")).toBe(0)
  const line = desk.log.find((one) => one.includes("what lies in the database could not be counted"))
  expect(line).toContain("no such table: webhook_delivery")
  await desk.stop()
})

test("whoever asks while the database hangs is told so in time", async () => {
  const desk = await startDesk({ postgres: true, settings: { "metrics.token": TOKEN } })
  await desk.withDatabase(({ db }) =>
    db.transaction().execute(async (trx) => {
      await sql`lock table webhook_endpoint in access exclusive mode`.execute(trx)
      const since = performance.now()
      expect(sum(await metricsOf(desk), "chatd_database_up")).toBe(0)
      // Prometheus gives up after ten seconds, and then knows nothing of the whole server.
      expect(performance.now() - since).toBeLessThan(9_000)
    }),
  )
  await until("it answers again", async () => sum(await metricsOf(desk), "chatd_database_up") === 1)
  await desk.stop()
})
