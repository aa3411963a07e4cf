import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { openSocket, type SocketClient } from "../socket-client.ts"
import { until } from "../wait.ts"
import { type FaultDesk, faultDesk } from "./fault-desk.ts"
import { OPCODE, openRawSocket, type RawSocket, rawFrame } from "./raw-socket.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(60_000)

let desk: FaultDesk
let visitor: Visitor
let bystander: SocketClient
let server: Awaited<ReturnType<FaultDesk["serve"]>>
let paths: Record<"chat" | "partner", string>

beforeAll(async () => {
  desk = await faultDesk()
  server = await desk.serve()
  visitor = await Visitor.enter(desk.url, desk.partner.widgetKey)
  const { id, sessionToken, customerId } = visitor.session
  paths = {
    chat: `${desk.url}/ws/chat/${id}?token=${sessionToken}`,
    partner: `${desk.url}/ws?clientId=${customerId}&token=${sessionToken}`,
  }
  bystander = await openSocket(paths.chat)
})
afterAll(async () => {
  visitor.link.stop()
  bystander.close()
  await desk.stop()
})

/** Others are served as before: one client's nonsense is that client's alone. */
async function expectOthersUnharmed(): Promise<void> {
  const name = visitor.say()
  await until("another client's message is acknowledged", () => visitor.outbox.acknowledged.has(name))
  await bystander.settled()
  expect({
    reopened: visitor.link.opened,
    wrongs: visitor.wrongs,
    ended: server.err().includes("panic"),
  }).toEqual({
    reopened: 1,
    wrongs: [],
    ended: false,
  })
}

const nested = (depth: number) => `{"type":"message","payload":${"[".repeat(depth)}${"]".repeat(depth)}}`
const deepMetadata = (depth: number) =>
  `{"type":"message","payload":{"conversationId":1,"senderId":"x","content":"x","clientId":"deep","text":"x","metadata":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}}`
const manyKeys = `{"type":"message","payload":{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":1`).join()}}}`

/** What ends the socket that sent it, and why. */
const ENDS: [what: string, bytes: () => Uint8Array, code: number, reason: RegExp][] = [
  ["no JSON", () => rawFrame("hello"), 4400, /JSON object/],
  ["an empty frame", () => rawFrame(""), 4400, /JSON object/],
  ["a list", () => rawFrame("[]"), 4400, /JSON object/],
  ["null", () => rawFrame("null"), 4400, /JSON object/],
  ["a number", () => rawFrame("17"), 4400, /JSON object/],
  ["binary", () => rawFrame(new Uint8Array([1, 2, 3]), { opcode: OPCODE.binary }), 4400, /not binary/],
  ["64 K characters and one", () => rawFrame(`"${"x".repeat(65_535)}"`), 1009, /65536 characters/],
]

/** What is no WebSocket's frame: its sender is cut off. */
const CUT_OFF: [what: string, bytes: () => Uint8Array][] = [
  ["more than is taken at all", () => rawFrame("x".repeat(400_000))],
  ["a length of a terabyte", () => rawFrame("x", { announced: 2 ** 40 })],
  ["text that is no UTF-8", () => rawFrame(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))],
  ["an unknown opcode", () => rawFrame("{}", { opcode: 5 })],
  ["reserved bits", () => rawFrame("{}", { reserved: 7 })],
  ["a frame without a mask", () => rawFrame("{}", { masked: false })],
  ["a continuation of nothing", () => rawFrame("{}", { opcode: OPCODE.continuation })],
  ["a ping in pieces", () => rawFrame("x", { opcode: OPCODE.ping, final: false })],
  ["a ping of 200 bytes", () => rawFrame("x".repeat(200), { opcode: OPCODE.ping })],
  ["a message within a message", () => Buffer.concat([rawFrame("{", { final: false }), rawFrame("{}")])],
  ["a close without a word", () => rawFrame("", { opcode: OPCODE.close })],
  ["a close with half a code", () => rawFrame("x", { opcode: OPCODE.close })],
  ["HTTP", () => Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
]

/** What is answered with an error, on a socket that stays. */
const ANSWERED: [what: string, text: string][] = [
  ["no type", "{}"],
  ["an unknown type", '{"type":"drop_tables","payload":{}}'],
  ["a type that is no text", '{"type":{"$ne":1}}'],
  ["a payload that is none", '{"type":"message","payload":"x"}'],
  ["no payload", '{"type":"read"}'],
  ["an inherited name", '{"type":"__proto__","__proto__":{"type":"ping"}}'],
  ["thousands of keys", manyKeys],
  ["deep nesting", nested(20_000)],
  ["deep metadata", deepMetadata(5_000)],
  ["deeper metadata", deepMetadata(10_500)],
  [
    "a number beyond all numbers",
    '{"type":"read","payload":{"seq":1e999,"conversationId":1e999,"messageId":1e999}}',
  ],
  ["half a number", '{"type":"read","payload":{"seq":1.5,"conversationId":1.5,"messageId":-1}}'],
]

describe.each(["chat", "partner"] as const)("on the %s socket", (contract) => {
  const open = (): Promise<RawSocket> => openRawSocket(paths[contract])

  test.each(ENDS)("%s ends that one socket", async (_what, bytes, code, reason) => {
    const socket = await open()
    socket.write(bytes())
    expect(await socket.closed).toEqual({ code, reason: expect.stringMatching(reason) })
    await expectOthersUnharmed()
  })

  test.each(CUT_OFF)("%s ends that one socket", async (_what, bytes) => {
    const socket = await open()
    socket.write(bytes())
    await socket.closed
    await expectOthersUnharmed()
  })

  test.each(ANSWERED)("%s is answered with an error, and the socket stays", async (_what, text) => {
    const socket = await open()
    const errors = () => socket.texts.filter((one) => one.includes('"type":"error"'))
    socket.write(rawFrame(text))
    await until("the error has come", () => errors().length > 0)
    expect(JSON.parse(errors()[0] ?? "").payload).toMatchObject({ code: "invalid_input" })
    socket.write(rawFrame('{"type":"ping"}'))
    await until("the socket still answers", () => socket.texts.some((one) => one.includes('"pong"')))
    socket.end()
    await expectOthersUnharmed()
  })

  test("a message in many pieces, with pings between them, is one message", async () => {
    const socket = await open()
    const bytes = Buffer.from('{"type":"ping","payload":{"über":"ß"}}')
    for (const [i, byte] of bytes.entries()) {
      const opcode = i === 0 ? OPCODE.text : OPCODE.continuation
      socket.write(rawFrame(new Uint8Array([byte]), { opcode, final: i === bytes.length - 1 }))
      if (i % 10 === 0) socket.write(rawFrame("", { opcode: OPCODE.ping }))
    }
    await until("it is answered", () => socket.texts.some((one) => one.includes('"pong"')))
    socket.end()
  })

  test("a flood of frames ends that one socket", async () => {
    const socket = await open()
    const flood = Buffer.concat(Array.from({ length: 3_000 }, () => rawFrame('{"type":"ping"}')))
    socket.write(flood)
    const { code, reason } = await socket.closed
    expect({ code, reason }).toEqual({ code: 4429, reason: "Too many frames a second." })
    await expectOthersUnharmed()
  })
})

test("addresses made of nonsense open nothing, and no fault of ours is logged", async () => {
  const ws = desk.url
  const { id, sessionToken } = visitor.session
  const codes = await Promise.all(
    [
      "/ws",
      "/ws?clientId=",
      "/ws?clientId=%00&token=%ff",
      `/ws?clientId=visitor-x&token=${sessionToken}`,
      "/ws?token=st_.",
      "/ws?token=st_e30.AAAA",
      `/ws?token=${sessionToken}&after=999999999999999`,
      "/ws/chat/%E0%A4%A?token=x",
      `/ws/chat/%E0%A4%A?token=${sessionToken}`,
      `/ws/chat/${id}?token=${sessionToken}x`,
      `/ws/chat/${"x".repeat(5_000)}?token=${sessionToken}`,
      `/ws/chat/${id}`,
    ].map(async (path) => (await (await openSocket(ws + path)).closed).code),
  )
  expect(codes).toEqual([4401, 4401, 4401, 4401, 4401, 4401, 4404, 4401, 4404, 4401, 4404, 4401])
  expect(server.err()).not.toContain('"level":50')
  await expectOthersUnharmed()
})
