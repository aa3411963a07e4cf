import { expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pino from "pino"
import { DeliveryError } from "../src/integrations/delivery-error.ts"
import { askSentry } from "../src/integrations/sentry/ask-sentry.ts"
import { startOutbox } from "../src/jobs/outbox.ts"
import { openDatabase } from "../src/storage/database.ts"
import { enqueue } from "../src/storage/repositories/outbox.ts"
import { startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { startFakeSentry } from "./servers/sentry.ts"
import { until } from "./wait.ts"

test("a request that fails is reported, without a word of anybody's", async () => {
  const sentry = startFakeSentry()
  const desk = await startDesk({
    settings: { "sentry.dsn": sentry.dsn, "sentry.environment": "staging", "metrics.open": true },
  })
  const agent = await signedInAgent(desk, { email: "grace@acme.example", role: "admin" })
  // Nobody's fault is reported.
  await desk.send("GET", "/api/desk/conversations/17", {
    headers: { authorization: `Bearer ${agent.token}` },
  })
  await desk.send("GET", "/nowhere")
  await desk.withDatabase(({ db }) => db.schema.dropTable("canned_reply").execute())
  const failed = await desk.send("POST", "/api/desk/canned-replies?name=Lovelace", {
    headers: { authorization: `Bearer ${agent.token}`, "user-agent": "Mozilla/5.0 Firefox/140.0 Lovelace" },
    body: { shortcut: "hello", text: "My name is Lovelace" },
  })
  expect(failed.status).toBe(500)
  const event = await until("it is reported", () => sentry.events()[0])
  expect(event).toMatchObject({
    environment: "staging",
    transaction: "POST /api/desk/canned-replies",
    tags: {
      request_id: failed.json.request_id,
      route: "/api/desk/canned-replies",
      status: 500,
      browser: "Firefox",
    },
  })
  expect(event.exception.values[0].value).toContain("no such table")
  const raw = sentry.envelopes.map((one) => one.raw).join("\n")
  for (const secret of ["Lovelace", "grace@acme.example", agent.token, desk.partner.id, "127.0.0.1:"])
    expect(raw.replaceAll(sentry.dsn, "")).not.toContain(secret)
  // It is counted once Sentry's answer is here.
  await until("it is counted", async () =>
    (await desk.send("GET", "/metrics")).text.includes('chatd_error_reports_total{outcome="sent"} 1'),
  )
  await desk.stop()
  expect(sentry.events()).toHaveLength(1)
  await sentry.stop()
})

test("what fails behind the requests is reported by what the log says of it", async () => {
  const sentry = startFakeSentry()
  const desk = await startDesk({ settings: { "sentry.dsn": sentry.dsn } })
  await desk.withDatabase(({ db }) => db.schema.dropTable("agent_connection").execute())
  const what = "waiting conversations could not be looked at"
  const event = await until("it is reported", () => sentry.events().find(({ tags }) => tags.what === what))
  expect(event.tags.from).toBe("background")
  expect(event.exception.values[0].value).toContain("no such table")
  expect(desk.log.join("")).toContain(what)
  await desk.stop()
  await sentry.stop()
})

test("a Sentry that stalls keeps no request waiting, and the end for a second at most", async () => {
  const sentry = startFakeSentry()
  sentry.behaves(() => new Promise(() => {}))
  const desk = await startDesk({ settings: { "sentry.dsn": sentry.dsn } })
  const agent = await signedInAgent(desk, { email: "grace@acme.example", role: "admin" })
  const headers = { authorization: `Bearer ${agent.token}` }
  await desk.withDatabase(({ db }) => db.schema.dropTable("canned_reply").execute())
  const times: number[] = []
  for (let i = 0; i < 100; i++) {
    const since = performance.now()
    expect((await desk.send("GET", "/api/desk/canned-replies", { headers })).status).toBe(500)
    times.push(performance.now() - since)
  }
  // It is given up after five seconds.
  expect(Math.max(...times)).toBeLessThan(4_000)
  expect(sentry.envelopes.length).toBeLessThanOrEqual(20)
  const since = performance.now()
  await desk.stop()
  expect(performance.now() - since).toBeLessThan(4_000)
  await sentry.stop()
})

test("what was reported just before the end goes out", async () => {
  const sentry = startFakeSentry()
  sentry.behaves(async () => {
    await Bun.sleep(200)
    return new Response("{}")
  })
  const desk = await startDesk({ settings: { "sentry.dsn": sentry.dsn } })
  const agent = await signedInAgent(desk, { email: "grace@acme.example", role: "admin" })
  await desk.withDatabase(({ db }) => db.schema.dropTable("canned_reply").execute())
  const reply = await desk.send("GET", "/api/desk/canned-replies", {
    headers: { authorization: `Bearer ${agent.token}` },
  })
  await desk.stop()
  expect(sentry.events().map(({ tags }) => tags.request_id)).toEqual([reply.json.request_id])
  await sentry.stop()
})

test("whether Sentry takes reports can be asked without reporting anything", async () => {
  const sentry = startFakeSentry()
  expect(await askSentry(sentry.dsn)).toBe("takes")
  expect(sentry.envelopes[0]?.items).toMatchObject([
    { header: { type: "client_report" }, payload: { discarded_events: [] } },
  ])
  expect(await askSentry(sentry.dsn.replace("publickey", "another"))).toBe("refuses")
  expect(await askSentry(sentry.dsn.replace("/42", "/43"))).toBe("refuses")
  sentry.behaves(() => new Response("", { status: 429 }))
  expect(await askSentry(sentry.dsn)).toBe("pauses")
  sentry.behaves(() => new Response("", { status: 302, headers: { location: "/login" } }))
  expect(await askSentry(sentry.dsn)).toEqual({ status: 302 })
  sentry.behaves(() => new Promise(() => {}))
  expect(await askSentry(sentry.dsn, 50)).toBe("silent")
  await sentry.stop()
  expect(await askSentry("http://publickey@127.0.0.1:1/42")).toBe("silent")
})

test("of a job that is given up is told, and of one that is tried again is not", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-given-up-"))
  const database = await openDatabase({ dataDir })
  const givenUp: string[] = []
  const tried: string[] = []
  for (const kind of ["passing", "refused"])
    await enqueue(database.db, { kind, dedupeKey: kind, payload: {}, notBefore: new Date() }, new Date())
  const handler = (retryable: boolean) => async (job: { kind: string }) => {
    tried.push(job.kind)
    throw new DeliveryError("No.", { retryable })
  }
  const outbox = startOutbox({
    database,
    handlers: { passing: handler(true), refused: handler(false) },
    log: pino({ level: "silent" }),
    onGivenUp: async ({ kind, attempts }, error) => {
      givenUp.push(`${kind} ${attempts} ${(error as Error).message}`)
      return false
    },
  })
  await until("one is given up", () => givenUp.length > 0 && tried.includes("passing"))
  await outbox.stop(1_000)
  expect(givenUp).toEqual(["refused 1 No."])
  await database.close()
  rmSync(dataDir, { recursive: true })
})

test("what nobody caught is reported before the process ends", async () => {
  const sentry = startFakeSentry()
  const folder = mkdtempSync(join(tmpdir(), "chatd-uncaught-"))
  const preload = join(folder, "throw.ts")
  writeFileSync(
    preload,
    `process.on("SIGUSR2", () => { setTimeout(() => { throw new RangeError("of ada@example.com") }) })`,
  )
  const command = ["--preload", preload, join(import.meta.dir, "../cli/main.ts"), "serve", "--port", "0"]
  const server = Bun.spawn(
    [process.execPath, ...command, "--data", folder, "--port-file", join(folder, "port")],
    {
      env: { ...process.env, CHATD_SENTRY_DSN: sentry.dsn, CHATD_LOG_FORMAT: "json" },
      stderr: "pipe",
      stdout: "ignore",
    },
  )
  await until("it listens", () => Bun.file(join(folder, "port")).exists(), 60_000)
  server.kill("SIGUSR2")
  expect(await server.exited).toBe(70)
  expect(await new Response(server.stderr).text()).toContain("nobody caught this")
  expect(sentry.events()).toMatchObject([
    { tags: { from: "process" }, exception: { values: [{ type: "RangeError", value: "of [mail]" }] } },
  ])
  await sentry.stop()
  rmSync(folder, { recursive: true })
})
