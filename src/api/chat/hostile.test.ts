import { afterAll, beforeAll, expect, test } from "bun:test"
import fc from "fast-check"
import { openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"

let desk: Desk
let visitor: Visitor
beforeAll(async () => {
  desk = await startDesk({
    partnerSettings: (settings) => ({ ...settings, limits: { ...settings.limits, messagesPerMinute: 0 } }),
  })
  visitor = await openVisitor(desk)
})
afterAll(() => desk.stop())

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
const message = (metadata: string) =>
  `{"type":"message","payload":{"clientId":"1","text":"hi","metadata":${metadata}}}`

const faults = () => desk.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)

const FRAMES: [string, string | Uint8Array<ArrayBuffer>, number][] = [
  ["no JSON", "hello", 4400],
  ["nothing", "", 4400],
  ["half an object", '{"type":', 4400],
  ["a list", "[]", 4400],
  ["a number", "17", 4400],
  ["null", "null", 4400],
  ["bytes", new Uint8Array([0, 159, 146, 150]), 4400],
  ["more characters than any frame has", message(`"${"x".repeat(70_000)}"`), 1009],
]

test.each(FRAMES)(
  "a frame that holds %s closes its socket with a reason, and no other",
  async (_, frame, code) => {
    const [hostile, other] = [await visitor.socket(), await visitor.socket()]
    hostile.sendRaw(frame)
    const closed = await hostile.closed
    expect(closed.code).toBe(code)
    expect(closed.reason.length).toBeGreaterThan(10)
    other.send("ping", {})
    await other.frame("pong", ({ type }) => type === "pong")
    await other.close()
    expect(faults()).toEqual([])
  },
)

test("a frame far beyond all limits closes its socket, and no other", async () => {
  const [hostile, other] = [await visitor.socket(), await visitor.socket()]
  hostile.sendRaw("x".repeat(2_000_000))
  await hostile.closed
  other.send("ping", {})
  await other.frame("pong", ({ type }) => type === "pong")
  await other.close()
})

test.each<[string, string]>([
  ["no type", "{}"],
  ["an unknown type", '{"type":"close","payload":{}}'],
  ["a type out of every object", '{"type":"__proto__","payload":{}}'],
  ["no payload", '{"type":"read"}'],
  ["a payload of another kind", '{"type":"typing","payload":"yes"}'],
  ["a number below 0", '{"type":"sync","payload":{"after":-1}}'],
  ["a number beyond all", '{"type":"sync","payload":{"after":1e400}}'],
  ["half a number", '{"type":"read","payload":{"seq":0.5}}'],
  ["metadata that go deeper than a stack", message(deep(9_000))],
])("a frame with %s is refused in words, and the socket stays", async (_what, frame) => {
  const socket = await visitor.socket()
  socket.sendRaw(frame)
  const refused = await socket.frame("refusal", ({ type }) => type === "error")
  expect(refused.payload).toMatchObject({ code: "invalid_input", message: expect.any(String) })
  socket.send("ping", {})
  await socket.frame("pong", ({ type }) => type === "pong")
  await socket.close()
  expect(faults()).toEqual([])
})

test("metadata may be nested 20 levels deep, and no deeper, at every door", async () => {
  const { sessionToken, conversationId, customerId } = visitor.session
  const send = async (levels: number) => {
    const metadata = JSON.parse(deep(levels))
    const said = await visitor.call("POST", "/messages", { text: "hi", metadata })
    const guides = await desk.send("POST", "/api/partner/messages", {
      headers: { authorization: `Bearer ${sessionToken}` },
      body: { conversationId, senderId: customerId, content: "hi", metadata },
    })
    return [said, guides]
  }
  for (const { status } of await send(20)) expect(status).toBeOneOf([200, 201])
  for (const { status, json } of await send(21)) {
    expect(status).toBe(422)
    expect(json.detail).toContain("metadata: must be nested at most 20 levels deep")
  }
})

const PATHS = ["/messages", "/read", "/typing", "/handoff", "/feedback", "/rating", "/transcript"]

test.each<[string, string, number]>([
  ["no JSON", "hello", 400],
  ["half an object", '{"text":', 400],
  ["nothing", "", 422],
  ["a list", "[]", 422],
  ["null", "null", 422],
  ["text", '"hi"', 422],
  ["more than any body has", `{"text":"${"x".repeat(600_000)}"}`, 413],
  ["an object deeper than a stack", deep(20_000), 422],
])("a body that holds %s is refused by every call", async (_what, body, status) => {
  for (const path of PATHS) {
    const reply = await visitor.call("POST", path, body)
    expect({ path, status: reply.status }).toEqual({ path, status })
    expect(reply.json.detail).toBeString()
  }
  expect(faults()).toEqual([])
})

test.each([
  "/events?after=x",
  "/events?wait=99",
  "/events?limit=0",
  "/messages?before=0",
  "/messages?limit=1e9",
])("%s is refused with the field's name", async (path) => {
  const { status, json } = await visitor.call("GET", path)
  expect({ status, field: json.field }).toEqual({ status: 422, field: /\?(\w+)/.exec(path)?.[1] as string })
})

test("whatever JSON comes, nothing is our fault, and nothing ends a socket but what is no frame", async () => {
  const types = fc.constantFrom("message", "typing", "read", "sync", "ping", "hello", "stream")
  const frames = fc.record({ type: fc.oneof(types, fc.jsonValue()), payload: fc.jsonValue() })
  const socket = await visitor.socket()
  await fc.assert(
    fc.asyncProperty(frames, fc.constantFrom(...PATHS), async ({ type, payload }, path) => {
      socket.sendRaw(JSON.stringify({ type, payload }))
      const { status } = await visitor.call("POST", path, JSON.stringify(payload))
      expect(status).toBeOneOf([200, 201, 202, 204, 404, 409, 422, 429])
    }),
    { numRuns: 150 },
  )
  expect(socket.isOpen).toBe(true)
  await socket.close()
  expect(faults()).toEqual([])
})
