import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { chatBody, failureBody, feedbackBody, TICKET_BODY, USER_INFO } from "../../../test/fixtures/crm.ts"

let desk: Desk
beforeAll(async () => {
  desk = await startDesk({
    settings: { "crm.limit_per_user": 3, "crm.limit_per_address": 8, "server.trust_proxy": true },
  })
})
afterAll(() => desk.stop())

let address = 0
/** Each call from an address of its own unless told, so that the tests do not use up each other's limits. */
const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  desk.send("POST", path, { body, headers: { "x-forwarded-for": `10.0.0.${++address}`, ...headers } })
const ask = (agent_id: string, headers: Record<string, string> = {}) =>
  send(
    "/api/agent/customer/",
    chatBody("hi", { session_id: agent_id, user_info: { ...USER_INFO, agent_id } }),
    headers,
  )

describe("who may call", () => {
  test("the partner that crm.partner names needs no key, the other one does", async () => {
    expect((await ask("a1")).status).toBe(200)
    expect((await ask("a1", { authorization: `Bearer ${desk.partner.apiKey}` })).status).toBe(200)
    expect((await ask("a1", { authorization: `bearer  ${desk.other.apiKey}` })).status).toBe(200)
  })

  test.each([
    ["no such key", "Bearer sk_wrong"],
    ["the widget key", "WIDGET"],
    ["another scheme", "Basic c2s6eA=="],
    ["nothing after Bearer", "Bearer"],
  ])("%s is refused everywhere, and not shown", async (_, given) => {
    const authorization = given.replace("WIDGET", `Bearer ${desk.partner.widgetKey}`)
    const calls = {
      "/api/agent/customer/": chatBody(),
      "/api/agent-failure/": failureBody(),
      "/api/feedback": feedbackBody(),
      "/api/agent-failure/x/create-ticket": TICKET_BODY,
      "/api/agent-failure/x/decline": undefined,
    }
    for (const [path, body] of Object.entries(calls)) {
      const reply = await send(path, body, { authorization })
      expect({ path, status: reply.status }).toEqual({ path, status: 401 })
      expect(reply.headers.get("www-authenticate")).toStartWith("Bearer")
      expect(reply.text).not.toContain("sk_wrong")
    }
  })

  test("without crm.partner a key is needed", async () => {
    const keyed = await startDesk({ settings: { "crm.partner": "" } })
    const call = (headers = {}) =>
      keyed.send("POST", "/api/agent/customer/", { body: chatBody("hi"), headers })
    expect((await call()).status).toBe(401)
    expect((await call({ authorization: `Bearer ${keyed.partner.apiKey}` })).status).toBe(200)
    expect((await keyed.send("GET", "/api/health")).status).toBe(200)
    await keyed.stop()
  })
})

describe("a page of", () => {
  test.each(["https://acme.example", "https://crm.acme.example", "http://deep.down.acme.example:8080"])(
    "%s may call and read",
    async (origin) => {
      const preflight = await desk.send("OPTIONS", "/api/agent/customer/", {
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type",
        },
      })
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get("access-control-allow-origin")).toBe(origin)
      expect(preflight.headers.get("access-control-allow-methods")).toContain("POST")
      expect(preflight.headers.get("access-control-allow-headers")).toContain("content-type")
      const reply = await ask(`page ${origin}`, { origin })
      expect(reply.status).toBe(200)
      expect(reply.headers.get("access-control-allow-origin")).toBe(origin)
      expect(reply.headers.get("vary")).toContain("Origin")
      // An error must be readable, too.
      const refused = await send("/api/agent/customer/", {}, { origin })
      expect({ status: refused.status, allowed: refused.headers.get("access-control-allow-origin") }).toEqual(
        { status: 422, allowed: origin },
      )
    },
  )

  test.each([
    "https://evil.example",
    "https://evilacme.example",
    "https://acme.example.evil.example",
    "null",
    "file://",
  ])("%s may neither call nor read", async (origin) => {
    const preflight = await desk.send("OPTIONS", "/api/agent/customer/", {
      headers: { origin, "access-control-request-method": "POST" },
    })
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull()
    const reply = await ask("evil", { origin })
    expect(reply.status).toBe(403)
    expect(reply.headers.get("access-control-allow-origin")).toBeNull()
  })

  test("another partner's page uses that partner's widget key, and no secret one", async () => {
    const origin = "https://other.example"
    const withKey = (key: string) => ask("b1", { origin, authorization: `Bearer ${key}` })
    expect((await ask("b1", { origin })).status).toBe(403)
    expect((await withKey(desk.partner.widgetKey)).status).toBe(403)
    expect((await withKey(desk.other.widgetKey)).status).toBe(200)
    const refused = await withKey(desk.other.apiKey)
    expect(refused.status).toBe(403)
    expect(refused.json.detail).toContain("widget key")
  })
})

describe("a page under the name by which it calls", () => {
  const from = (host: string, address: string, path = "/api/agent/customer/", scheme = "http") =>
    desk.send("POST", path, {
      body: chatBody("hi", { session_id: host, user_info: { ...USER_INFO, agent_id: host } }),
      headers: { host, origin: `${scheme}://${host}`, "x-forwarded-for": address },
    })
  const HOUSE = "192.168.1.17"
  const WORLD = "9.9.9.9"

  test.each([HOUSE, "127.0.0.1", "100.100.1.2", "::1", "fd00::7", "::ffff:10.0.0.1"])(
    "may be somebody else's, whose name leads to where only %s gets",
    async (address) => {
      const reply = await from("rebound.evil.example:8000", address)
      expect(reply.status).toBe(403)
      expect(reply.json.detail).toContain("server.public_url to http://rebound.evil.example:8000")
      const session = await from("rebound.evil.example", address, "/api/chat/sessions")
      expect(session.status).toBe(403)
    },
  )

  test.each([
    "localhost:8000",
    "127.0.0.1:8000",
    "192.168.1.5",
    "[::1]:8000",
    "support",
    "support.local",
    "chat.acme.example",
    "demo.localhost",
  ])("is ours where that is %s", async (host) => {
    expect((await from(host, HOUSE)).status).toBe(200)
  })

  test.each([WORLD, "2620:fe::9"])("is believed of %s, who needs no page for it", async (address) => {
    expect((await from("chat.somewhere.example", address)).status).toBe(200)
  })

  test("is ours where that is the public address", async () => {
    const named = await startDesk({ settings: { "server.public_url": "https://chat.somewhere.example" } })
    const headers = { host: "chat.somewhere.example", origin: "https://chat.somewhere.example" }
    const reply = await named.send("POST", "/api/agent/customer/", { body: chatBody("hi"), headers })
    expect(reply.status).toBe(200)
    await named.stop()
  })

  test("is ours where that is the public address, also behind a proxy that calls us by another", async () => {
    const named = await startDesk({
      settings: { "server.public_url": "https://chat.somewhere.example/support" },
    })
    const callFrom = async (origin: string, path: string, body: unknown) => {
      const headers = { host: "127.0.0.1:8000", origin }
      return (await named.send("POST", path, { body, headers })).status
    }
    const token = named.partner.widgetKey
    const said = { message: "hi", session_id: crypto.randomUUID(), token }
    for (const [origin, status] of [
      ["https://chat.somewhere.example", 200],
      ["https://elsewhere.example", 403],
    ] as const) {
      expect(await callFrom(origin, "/api/agent/customer/", chatBody("hi"))).toBe(status)
      expect(await callFrom(origin, "/chatbot-response", said)).toBe(status)
    }
    await named.stop()
  })
})

function expectLimited(reply: Awaited<ReturnType<typeof ask>>) {
  expect(reply.status).toBe(429)
  expect(Object.keys(reply.json.detail)).toEqual(["reset_in_seconds"])
  expect(Number.isInteger(reply.json.detail.reset_in_seconds)).toBe(true)
  expect(reply.json.detail.reset_in_seconds).toBeWithin(1, 3601)
  expect(reply.headers.get("retry-after")).toBe(String(reply.json.detail.reset_in_seconds))
}

describe("too many questions", () => {
  test("of one user are refused, whatever their address; not those of others, nor of another partner's user", async () => {
    for (let i = 0; i < 3; i++) expect((await ask("greedy")).status).toBe(200)
    expectLimited(await ask("greedy"))
    expect((await ask("modest")).status).toBe(200)
    expect((await ask("greedy", { authorization: `Bearer ${desk.other.apiKey}` })).status).toBe(200)
  })

  test("from one address are refused, whoever asks; only the proxy's word for it counts", async () => {
    const from = (forged: string) => ({ "x-forwarded-for": `${forged}, 192.0.2.1` })
    for (let i = 0; i < 8; i++) expect((await ask(`crowd ${i}`, from(`198.51.100.${i}`))).status).toBe(200)
    expectLimited(await ask("crowd 9", from("198.51.100.99")))
    expect((await ask("crowd 9", { "x-forwarded-for": "192.0.2.2" })).status).toBe(200)
  })

  test("leave the rest of the API alone", async () => {
    const body = failureBody({ agent_id: "greedy" })
    expect((await send("/api/agent-failure/", body)).status).toBe(200)
  })
})

describe("too many reports", () => {
  let sessions = 0
  const report = (user_email: string, headers: Record<string, string> = {}) =>
    send("/api/agent-failure/", failureBody({ session_id: `reported-${++sessions}`, user_email }), headers)
  const ticketFor = async (user_email: string, headers: Record<string, string> = {}) => {
    const { failure_id } = (await report(user_email, headers)).json
    const create = () => send(`/api/agent-failure/${failure_id}/create-ticket`, TICKET_BODY, headers)
    return { create, reply: await create() }
  }

  test("fill nobody's mailbox with tickets, whatever address they come from; sent again, one is the same", async () => {
    const first = await ticketFor("victim@example.com")
    for (let i = 0; i < 59; i++) expect((await ticketFor("victim@example.com")).reply.status).toBe(200)
    expectLimited((await ticketFor("Victim@example.com")).reply)
    const again = await first.create()
    expect({ status: again.status, json: again.json }).toEqual({ status: 200, json: first.reply.json })
    expect((await ticketFor("other@example.com")).reply.status).toBe(200)
  })

  test("and ratings come from no address; the partner's server, with its key, is trusted", async () => {
    const from = { "x-forwarded-for": "192.0.2.77" }
    const rate = (message_id: string, headers: Record<string, string>) =>
      send("/api/feedback", feedbackBody({ message_id, session_id: message_id }), headers)
    for (let i = 0; i < 4; i++) {
      expect((await report("many@example.com", from)).status).toBe(200)
      expect((await rate(`many-${i}`, from)).status).toBe(200)
    }
    expectLimited(await report("many@example.com", from))
    expectLimited(await rate("many-5", from))
    const server = { ...from, authorization: `Bearer ${desk.partner.apiKey}` }
    for (let i = 0; i < 12; i++)
      expect((await ticketFor("victim@example.com", server)).reply.status).toBe(200)
  })

  test("of a page count, though it shows its widget key", async () => {
    const page = {
      "x-forwarded-for": "192.0.2.78",
      authorization: `Bearer ${desk.partner.widgetKey}`,
      origin: "https://acme.example",
    }
    for (let i = 0; i < 8; i++) expect((await report("page@example.com", page)).status).toBe(200)
    expectLimited(await report("page@example.com", page))
  })
})
