import { afterAll, beforeAll, expect, test } from "bun:test"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { guidePartner } from "./guide-partner.ts"
import { isSigned, startWebhookReceiver, type WebhookReceiver } from "./servers/webhook-receiver.ts"
import { until } from "./wait.ts"

const GUIDE = readFileSync(join(import.meta.dir, "../docs/webhooks.md"), "utf8")
const snippet = (language: string) => GUIDE.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? ""

let desk: Desk
let admin: SignedInAgent
let there: WebhookReceiver
beforeAll(async () => {
  desk = await startDesk({ settings: { "webhooks.allow_private_addresses": true } })
  admin = await signedInAgent(desk, { email: "admin@acme.example", role: "admin" })
  there = startWebhookReceiver()
})
afterAll(async () => {
  await desk.stop()
  await there.stop()
})

test("a partner's server is told what happens as soon as it has", async () => {
  const added = await admin.call("POST", "/webhooks", { url: there.url })
  expect(added.status).toBe(201)
  const { number, secret } = added.json
  const acme = guidePartner(desk)
  const { id, customerId } = await acme.begin("ada")
  await acme.say(id, customerId, "What is chatd?")
  await acme.agentSays(id, 2, "Hello Ada")
  await until("both are told of", () =>
    there.received.some(({ body }) => body.data?.message?.content === "Hello Ada"),
  )
  expect(there.received.every((one) => isSigned(one, secret))).toBe(true)
  expect(there.received.map(({ body }) => body.number)).toEqual(there.received.map((_, i) => i + 1))
  expect(there.received.map(({ body }) => body.type).slice(0, 2)).toEqual([
    "conversation.created",
    "message.created",
  ])
  const handed = there.received.length
  await admin.call("POST", "/tickets", {
    clientId: "t",
    subject: "It leaks",
    description: "It leaks.",
    requester: { name: "Ada", email: "ada@acme.example" },
  })
  await until("the ticket is told of", () =>
    there.received.slice(handed).some(({ body }) => body.type === "ticket.created"),
  )
  const { json } = await admin.call("GET", "/webhooks")
  expect(json.webhooks).toMatchObject([{ number, status: "active", failed: 0, url: there.url }])
  expect(JSON.stringify(json)).not.toContain(secret)
  const { json: deliveries } = await admin.call("GET", `/webhooks/${number}/deliveries?limit=2`)
  expect(deliveries).toMatchObject({
    deliveries: [{ type: "ticket.created", of: { kind: "ticket" } }, {}],
    more: true,
  })
})

test("a test says what came of it and what to do", async () => {
  const { json } = await admin.call("POST", "/webhooks", { url: there.url, events: ["ticket.created"] })
  const ping = async () => (await admin.call("POST", `/webhooks/${json.number}/test`)).json
  there.behaves(() => new Response("stored"))
  expect(await ping()).toMatchObject({ ok: true, status: 200, said: "stored", fault: null, remedy: null })
  const last = there.received.at(-1)
  expect(last?.body).toMatchObject({ type: "ping", number: null, data: {} })
  expect(last && isSigned(last, json.secret)).toBe(true)
  there.behaves(() => new Response("bad signature", { status: 401 }))
  expect(await ping()).toMatchObject({
    ok: false,
    status: 401,
    said: "bad signature",
    remedy: expect.stringContaining("byte for byte"),
  })
  const remedies: [status: number, remedy: RegExp][] = [
    [302, /^Redirects are not followed\. .*chatd webhooks set \d+ --url/],
    [400, /must answer 2xx once/],
    [403, /byte for byte/],
    [404, /Is the path right/],
    [405, /take POST there/],
    [410, /switches a webhook off/],
    [429, /Retry-After/],
    [503, /own log says/],
  ]
  for (const [status, remedy] of remedies) {
    there.behaves(() => new Response("no", { status }))
    const said = await ping()
    expect(said).toMatchObject({ ok: false, status, said: "no" })
    expect(said.remedy).toMatch(remedy)
  }
  there.behaves(() => new Response("stored"))
  await admin.call("PATCH", `/webhooks/${json.number}`, { status: "paused" })
  expect(await ping()).toMatchObject({ ok: true, remedy: expect.stringMatching(/it is paused\. Resume it/) })
  await admin.call("PATCH", `/webhooks/${json.number}`, { url: "http://127.0.0.1:1/" })
  expect(await ping()).toMatchObject({ ok: false, status: null, remedy: expect.stringMatching(/firewall/) })
  expect((await admin.call("DELETE", `/webhooks/${json.number}`)).status).toBe(204)
})

test("what cannot be is refused with a sentence that names it, and agents may do nothing of it", async () => {
  const agent = await signedInAgent(desk, { email: "agent@acme.example" })
  expect((await agent.call("GET", "/webhooks")).status).toBe(403)
  expect((await agent.call("POST", "/webhooks", { url: there.url })).status).toBe(403)
  const faults: [object, string, RegExp][] = [
    [{}, "url", /is required/],
    [{ url: "nowhere" }, "url", /full address/],
    [{ url: "ftp://example.com/" }, "url", /full address/],
    [{ url: "https://ada:secret@example.com/" }, "url", /user name/],
    [{ url: `https://example.com/${"x".repeat(2_000)}` }, "url", /at most 2000/],
    [{ url: there.url, events: ["message.creatd"] }, "events", /There are conversation.created/],
    [{ url: there.url, events: [] }, "events", /one at least/],
    [{ url: there.url, description: "x".repeat(300) }, "description", /at most 200/],
  ]
  for (const [body, field, sentence] of faults) {
    const { status, json } = await admin.call("POST", "/webhooks", body)
    expect({ status, field: json.field }).toEqual({ status: 422, field })
    expect(json.detail).toMatch(sentence)
  }
  const unchanged = await admin.call("PATCH", "/webhooks/1", {})
  expect({ status: unchanged.status, ...unchanged.json }).toEqual({
    status: 422,
    detail: "There is nothing to change: send url, events, description or status.",
    error: "invalid_input",
    field: "body",
  })
  const { json } = await admin.call("GET", "/webhooks")
  for (let i = json.webhooks.length; i < 10; i++) {
    expect(
      (await admin.call("POST", "/webhooks", { url: there.url, events: ["rating.created"] })).status,
    ).toBe(201)
  }
  expect((await admin.call("POST", "/webhooks", { url: there.url })).status).toBe(409)
})

test("every admin's act is in the audit log, without secrets", async () => {
  const { json } = await admin.call("POST", "/webhooks/1/rotate-secret", { overlapHours: 1 })
  await admin.call("PATCH", "/webhooks/1", { url: `${there.url}?key=hush`, description: "Shop" })
  const { json: audit } = await admin.call("GET", "/audit?limit=2")
  expect(audit.entries).toMatchObject([
    {
      actor: "admin@acme.example",
      action: "webhook_changed",
      target: "webhook 1",
      details: { changed: ["url", "description"], url: there.url },
    },
    { action: "webhook_secret_replaced" },
  ])
  expect(JSON.stringify(audit)).not.toContain("hush")
  expect(JSON.stringify(audit)).not.toContain(json.secret)
})

/** What was really received, as a program in another language checks it. */
function cases() {
  const real = there.received.find(({ body }) => body.type === "message.created")
  if (!real) throw new Error("Nothing was received.")
  const headers = Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
      name,
      real.headers.get(name) ?? "",
    ]),
  )
  const now = Number(headers["webhook-timestamp"])
  return [
    { what: "real", headers, body: real.raw, now, right: true },
    {
      what: "of two secrets",
      headers: { ...headers, "webhook-signature": `v1,AAAA ${headers["webhook-signature"]}` },
      body: real.raw,
      now,
      right: true,
    },
    { what: "changed", headers, body: `${real.raw} `, now, right: false },
    { what: "old", headers, body: real.raw, now: now + 301, right: false },
    { what: "unsigned", headers: { ...headers, "webhook-signature": "" }, body: real.raw, now, right: false },
    { what: "without headers", headers: {}, body: real.raw, now, right: false },
  ]
}

const node = Bun.which("node")
const python = Bun.which("python3")
const php = Bun.which("php")

/** The guide's own code, in the language that it is for. */
async function checkedBy(command: string[], file: string, program: string, secret: string) {
  const folder = mkdtempSync(join(tmpdir(), "chatd-snippet-"))
  try {
    writeFileSync(join(folder, file), program)
    const input = JSON.stringify({ secret, cases: cases() })
    const run = Bun.spawn([...command, file], { cwd: folder, stdin: new Blob([input]), stderr: "inherit" })
    return JSON.parse(await new Response(run.stdout).text())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each([
  [
    "Node",
    node,
    "check.mjs",
    () => `import { readFileSync } from "node:fs"
${snippet("js")}
const { secret, cases } = JSON.parse(readFileSync(0, "utf8"))
console.log(JSON.stringify(cases.map((one) => isFromChatd(one.headers, one.body, secret, one.now * 1000))))`,
  ],
  [
    "Python",
    python,
    "check.py",
    () => `import json, sys
${snippet("python")}
given = json.load(sys.stdin)
print(json.dumps([is_from_chatd(one["headers"], one["body"].encode(), given["secret"], one["now"]) for one in given["cases"]]))`,
  ],
  [
    "PHP",
    php,
    "check.php",
    () => `<?php
${snippet("php")}
$given = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array_map(fn($one) => is_from_chatd($one['headers'], $one['body'], $given['secret'], $one['now']), $given['cases']));`,
  ],
])("the guide's %s code tells a real event from any other", async (_language, command, file, program) => {
  if (!command) return
  const { json } = await admin.call("POST", "/webhooks/1/rotate-secret", { overlapHours: 0 })
  there.received.length = 0
  await admin.call("POST", "/webhooks/1/replay", { from: 1 })
  await until("it is sent again", () => there.received.some(({ body }) => body.type === "message.created"))
  const found = await checkedBy([command], file, program(), json.secret)
  expect(found).toEqual(cases().map(({ right }) => right))
})
