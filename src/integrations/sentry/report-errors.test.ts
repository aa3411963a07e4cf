import { afterEach, expect, test } from "bun:test"
import { type FakeSentry, startFakeSentry } from "../../../test/servers/sentry.ts"
import { until } from "../../../test/wait.ts"
import { openSentry, type ReportOutcome, type SentryOptions } from "./report-errors.ts"

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function prepared(more: Partial<SentryOptions> = {}) {
  const sentry: FakeSentry = startFakeSentry()
  closers.push(() => sentry.stop())
  const outcomes: ReportOutcome[] = []
  const faults: string[] = []
  const reports = openSentry({
    dsn: sentry.dsn,
    environment: "test",
    version: "1.2.3",
    onOutcome: (outcome) => outcomes.push(outcome),
    onFault: (reason) => faults.push(reason),
    ...more,
  })
  return { sentry, reports, outcomes, faults }
}

const REQUEST = {
  from: "request",
  requestId: "r-1",
  method: "GET",
  route: "/api/x/:id",
  status: 500,
} as const

test("an error arrives with its type, its frames, and what it is of", async () => {
  const { sentry, reports, outcomes } = prepared()
  const error = new TypeError("x is not a function")
  reports.report(error, {
    ...REQUEST,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  })
  expect(await reports.flush(2_000)).toBe(true)
  const [event] = sentry.events()
  expect(event).toMatchObject({
    environment: "test",
    release: "chatd@1.2.3",
    level: "error",
    platform: "javascript",
    transaction: "GET /api/x/:id",
    tags: {
      from: "request",
      request_id: "r-1",
      method: "GET",
      route: "/api/x/:id",
      status: 500,
      browser: "Firefox",
    },
    exception: { values: [{ type: "TypeError", value: "x is not a function" }] },
  })
  const { frames } = event.exception.values[0].stacktrace
  expect(frames.at(-1).filename).toBe("src/integrations/sentry/report-errors.test.ts")
  expect(event.request).toBeUndefined()
  expect(event.user).toBeUndefined()
  expect(event.server_name).toBeUndefined()
  expect(sentry.envelopes[0]?.headers.get("content-type")).toBe("application/x-sentry-envelope")
  expect(outcomes).toEqual(["sent"])
})

test("of several that failed each is told of, not that several did", async () => {
  const { sentry, reports } = prepared()
  const several = new AggregateError(
    [new RangeError("no time zone"), new TypeError("no number")],
    "It failed for two.",
  )
  reports.report(several, REQUEST)
  reports.report(new AggregateError([], "It failed for nobody."), REQUEST)
  await reports.flush(2_000)
  expect(sentry.events().map(({ exception }) => exception.values[0].value)).toEqual([
    "no time zone",
    "no number",
    "It failed for nobody.",
  ])
})

test("nothing that went wrong in its own words says of whom", async () => {
  const { sentry, reports } = prepared()
  const secrets = [
    "ada@example.com",
    "ada.lovelace+x@mail.example.co.uk",
    "203.0.113.77",
    "2001:db8::8a2e:370:7334",
    "+49 170 1234567",
    "st_AbCdEfGh1234567890",
    "sk_AbCdEfGh1234567890",
    "Where is my parcel",
    "visitor-Xy12Zk",
    "0b2f9c7e-1111-4222-8333-444455556666",
    "https://shop.example/a?token=hush",
    "lovelace",
  ]
  const messages = [
    `550 <${secrets[0]}>: ${secrets[1]} rejected`,
    `connect ECONNREFUSED ${secrets[2]}:443, then ${secrets[3]}`,
    `cannot call ${secrets[4]} with ${secrets[5]} or Bearer ${secrets[6]}`,
    `unexpected token in "${secrets[7]}?"`,
    `duplicate key: Key (external_id)=(lovelace) of ${secrets[8]} and ${secrets[9]}`,
    `JSON Parse error: "${"and so on ".repeat(40)} ${secrets[7]} ${"and so on ".repeat(40)}"`,
    `near '${secrets[7]}`,
    `GET ${secrets[10]} failed in /home/lovelace/chatd/src/app.ts`,
  ]
  for (const message of messages)
    reports.report(new Error(message, { cause: new Error(secrets.join(" ")) }), {
      ...REQUEST,
      userAgent: secrets[0],
    })
  reports.report({ secret: secrets[0] }, REQUEST)
  reports.report(secrets[0], REQUEST)
  await reports.flush(2_000)
  expect(sentry.events()).toHaveLength(messages.length + 2)
  const raw = sentry.envelopes.map((one) => one.raw).join("\n")
  for (const secret of secrets) expect(raw).not.toContain(secret)
  expect(raw).toContain("connect ECONNREFUSED [ip]:443")
})

test("where it asks for a pause it gets one, and what comes meanwhile is counted as dropped", async () => {
  const { sentry, reports, outcomes, faults } = prepared()
  sentry.behaves(
    () => new Response("", { status: 429, headers: { "x-sentry-rate-limits": "60:error:organization" } }),
  )
  reports.report(new Error("one"), REQUEST)
  await reports.flush(2_000)
  for (let i = 0; i < 5; i++) reports.report(new Error("more"), REQUEST)
  await reports.flush(2_000)
  expect(sentry.events()).toHaveLength(1)
  expect(outcomes).toEqual(Array(6).fill("dropped"))
  expect(faults).toEqual(["It answered with status 429."])
})

test.each(["retry-after", "none"])("429 with %s ends nothing", async (header) => {
  const { sentry, reports } = prepared()
  sentry.behaves(
    () => new Response("", { status: 429, ...(header !== "none" && { headers: { [header]: "60" } }) }),
  )
  reports.report(new Error("one"), REQUEST)
  await reports.flush(2_000)
  sentry.behaves(() => new Response("ok"))
  reports.report(new Error("two"), REQUEST)
  await reports.flush(2_000)
  expect(sentry.events()).toHaveLength(1)
})

test("one that stalls holds nobody up: few wait, the rest is dropped, and the end comes in time", async () => {
  const { sentry, reports, outcomes, faults } = prepared({ timeoutMs: 400 })
  sentry.behaves(() => new Promise(() => {}))
  for (let i = 0; i < 50; i++) reports.report(new Error(`${i}`), REQUEST)
  expect(await reports.flush(50)).toBe(false)
  await until("what came too many is dropped", () => outcomes.length >= 30)
  await until("those under way are given up", () => outcomes.length === 50)
  expect(outcomes).toEqual(Array(50).fill("dropped"))
  expect(sentry.envelopes.length).toBeLessThanOrEqual(20)
  expect(faults).toEqual(["It did not answer."])
})

test("one that is not there is told of once, and is asked again", async () => {
  const { sentry, outcomes, faults, reports } = prepared()
  sentry.behaves(() => new Response("", { status: 500 }))
  for (let i = 0; i < 3; i++) {
    reports.report(new Error("x"), REQUEST)
    await reports.flush(1_000)
  }
  sentry.behaves(() => new Response("ok"))
  reports.report(new Error("y"), REQUEST)
  await reports.flush(1_000)
  expect(faults).toEqual(["It answered with status 500."])
  expect(outcomes).toEqual(["dropped", "dropped", "dropped", "sent"])
  const gone = openSentry({
    dsn: "http://publickey@127.0.0.1:1/42",
    environment: "t",
    version: "1",
    onFault: (one) => faults.push(one),
  })
  gone.report(new Error("z"), REQUEST)
  await gone.flush(2_000)
  expect(faults.at(-1)).toBe("It cannot be reached.")
})

test("a flood is one minute's worth of reports", async () => {
  let now = 0
  const { sentry, reports, outcomes } = prepared({ now: () => now })
  for (let i = 0; i < 1_000; i++) {
    reports.report(new Error("the database is away"), REQUEST)
    if (i % 10 === 0) await reports.flush(1_000)
  }
  await reports.flush(1_000)
  expect(sentry.events()).toHaveLength(60)
  expect(outcomes).toHaveLength(1_000)
  now = 60_000
  reports.report(new Error("still"), REQUEST)
  await reports.flush(1_000)
  expect(sentry.events()).toHaveLength(61)
})
