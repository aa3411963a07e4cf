import { afterAll, beforeAll, expect, test } from "bun:test"
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { type Desk, startDesk } from "./desk.ts"
import { until } from "./wait.ts"

let desk: Desk
beforeAll(async () => {
  desk = await startDesk({ settings: { "metrics.open": true } })
})
afterAll(() => desk.stop())

const faults = () => desk.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)

/** Sends a head as it stands, which no client would, and says what came back. */
async function raw(...lines: string[]): Promise<{ status: number; body: string }> {
  const socket = connect(Number(new URL(desk.url).port), new URL(desk.url).hostname)
  socket.write(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`)
  const reply = await text(socket)
  return { status: Number(reply.split(" ")[1]), body: reply.slice(reply.indexOf("\r\n\r\n") + 4) }
}

test.each(["x", "crm", "bot:80", "a-host-name.of.some.length", "[::1]", "127.0.0.1"])(
  "a server that is called %s has all its routes, and no others",
  async (host) => {
    expect(await raw("GET /api/health HTTP/1.1", `Host: ${host}`)).toMatchObject({ status: 200 })
    expect(await raw("GET /console HTTP/1.1", `Host: ${host}`)).toMatchObject({ status: 404 })
    expect(await raw("GET /pub/metrics HTTP/1.1", `Host: ${host}`)).toMatchObject({ status: 404 })
    expect(await raw("GET /metrics HTTP/1.1", `Host: ${host}`)).toMatchObject({ status: 200 })
  },
)

test.each(["", "[::1", "a b", "a/pub", "x.test:99999", "a%zz.test", "name@host", "a\\b"])(
  "where the Host is %j, whoever asks is told so",
  async (host) => {
    for (const path of ["/api/health", "/longpub/metrics", "/api/chat/config?key=pk_1"]) {
      const { status, body } = await raw(
        `GET ${path} HTTP/1.1`,
        `Host: ${host}`,
        "Origin: https://shop.example",
      )
      expect({ status, error: JSON.parse(body).error }).toEqual({ status: 400, error: "invalid_input" })
    }
    const socket = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    expect(await raw("GET /ws HTTP/1.1", `Host: ${host}`, ...socket, key)).toMatchObject({ status: 400 })
    expect(faults()).toEqual([])
  },
)

test("a request without a Host does not reach the route that its path ends with", async () => {
  expect(await raw("GET /longpub/metrics HTTP/1.0")).toMatchObject({ status: 400 })
})

test.each([
  ["GET", "/api/customers/%zz"],
  ["GET", "/api/customers/100%"],
  ["GET", "/api/partner/conversations/m%FCller"],
  ["GET", "/api/partner/messages/%zz"],
  ["GET", "/api/desk/customers/%E0%A4%A"],
  ["DELETE", "/api/desk/canned-replies/%E0%A4%A"],
  ["GET", "/api/chat/sessions/%"],
])("%s %s: there is nothing at what is no text", async (method, path) => {
  const { status, json } = await desk.send(method, path, {
    headers: { authorization: `Bearer ${desk.partner.apiKey}` },
  })
  expect({ status, error: json.error }).toEqual({ status: 404, error: "not_found" })
  expect(faults()).toEqual([])
})

test.each([
  [
    "POST",
    "/api/partner/conversations/",
    "Trailing slashes matter here: did you mean /api/partner/conversations?",
  ],
  ["GET", "/api/customers/ada/", "Trailing slashes matter here: did you mean /api/customers/ada?"],
  // An id that is empty is no other call.
  ["GET", "/api/partner/messages/", undefined],
  ["GET", "/api/partner/nothing", undefined],
])("%s %s: who errs in it is told what is there", async (method, path, meant) => {
  const { status, json } = await desk.send(method, path)
  const said = `There is nothing at ${method} ${path}.`
  expect({ status, detail: json.detail }).toEqual({
    status: 404,
    detail: meant === undefined ? said : `${said} ${meant}`,
  })
})

test.each([
  ["GET", "/api/partner/register", "POST"],
  ["PUT", "/api/customers/ada", "GET, PATCH"],
  ["DELETE", "/api/agent/customer/", "POST"],
  ["POST", "/api/health", "GET"],
  ["GET", "/api/chat/sessions/cs_1/typing", "POST"],
  ["PUT", "/api/desk/conversations/7", "GET"],
  ["GET", "/chatbot-response", "POST"],
  ["POST", "/", "GET"],
])("%s %s: there is another method, and Allow names it", async (method, path, allow) => {
  const { status, headers, json } = await desk.send(method, path)
  expect({ status, allow: headers.get("allow"), json }).toEqual({
    status: 405,
    allow,
    json: {
      detail: `There is nothing at ${method} ${path}. Use ${allow.replaceAll(", ", " or ")}.`,
      error: "method_not_allowed",
    },
  })
})

test.each(["/ws", "/ws/desk", "/ws/chat/cs_1"])(
  "whoever comes to %s without an upgrade learns what their proxy lacks",
  async (path) => {
    const { status, json } = await desk.send("GET", path)
    expect({ status, error: json.error }).toEqual({ status: 426, error: "upgrade_required" })
    expect(json.detail).toContain("must pass Upgrade and Connection on")
    expect((await desk.send("GET", `${path}/nowhere/else`)).status).toBe(404)
  },
)

test.each([
  ["in one piece", "Content-Length: 5000", '{"a'],
  ["in parts", "Transfer-Encoding: chunked", '3\r\n{"a\r\n'],
])("who hangs up in the middle of a body %s is no fault of ours", async (_, length, begun) => {
  const answered = async () => (await desk.send("GET", "/metrics")).text.split("\n").filter(isOfSessions)
  const before = await answered()
  const socket = connect(Number(new URL(desk.url).port), new URL(desk.url).hostname)
  const head = `POST /api/chat/sessions HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\n${length}`
  await new Promise<void>((written) => socket.write(`${head}\r\n\r\n${begun}`, () => written()))
  await desk.send("GET", "/api/health")
  socket.destroy()
  const after = await until("it is counted", async () => {
    const now = await answered()
    return now.join() === before.join() ? undefined : now
  })
  expect(after.filter((line) => line.includes('status="5'))).toEqual([])
  expect(faults()).toEqual([])
})

const isOfSessions = (line: string) =>
  line.startsWith("chatd_http_requests_total") && line.includes('"/api/chat/sessions"')

test("a customer's id may hold whatever is written as UTF-8", async () => {
  const { status, json } = await desk.send("GET", "/api/customers/m%C3%BCller%25", {
    headers: { authorization: `Bearer ${desk.partner.apiKey}` },
  })
  expect({ status, detail: json.detail }).toEqual({ status: 404, detail: expect.stringContaining("müller%") })
})
