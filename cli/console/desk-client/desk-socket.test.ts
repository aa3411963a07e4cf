import { afterEach, expect, test } from "bun:test"
import { type AddressInfo, createServer, type Socket } from "node:net"
import type { DeskClientFrame, DeskServerFrame } from "../../../src/api/desk/protocol.ts"
import { until } from "../../../test/wait.ts"
import type { Link } from "../state/state.ts"
import { ME } from "../testing/desk-day.ts"
import { DeskSocket } from "./desk-socket.ts"

/** A server's end of the wire. */
function listen(port = 0) {
  const heard: DeskClientFrame[] = []
  const tokens: (string | null)[] = []
  const server = Bun.serve({
    port,
    fetch(request, self) {
      tokens.push(request.headers.get("authorization"))
      return self.upgrade(request, { data: undefined }) ? undefined : new Response(null, { status: 400 })
    },
    websocket: {
      data: undefined as undefined,
      message(socket, data) {
        const frame = JSON.parse(String(data)) as DeskClientFrame
        heard.push(frame)
        if (frame.type === "hello")
          socket.send(JSON.stringify({ type: "ready", payload: { at: `t${heard.length}`, me: ME } }))
        if (frame.type === "presence") socket.close(4401, "revoked")
      },
    },
  })
  return { server, heard, tokens, port: server.port as number }
}

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function connect(port: number, patience: { pingMs?: number; silenceMs?: number } = {}) {
  const frames: DeskServerFrame[] = []
  const links: Link[] = []
  const socket = new DeskSocket({
    url: `ws://127.0.0.1:${port}/ws/desk`,
    token: "at_1",
    onFrame: (frame) => frames.push(frame),
    onLink: (link) => links.push(link),
    now: Date.now,
    random: () => 0,
    ...patience,
  })
  stops.push(() => socket.stop())
  socket.open()
  return {
    socket,
    frames,
    links,
    isReady: (times = 1) => frames.filter(({ type }) => type === "ready").length >= times,
  }
}

test("says who it is, and nothing before the server is ready", async () => {
  const desk = listen()
  stops.push(() => desk.server.stop(true))
  const { socket, isReady } = connect(desk.port)
  expect(socket.send({ type: "ping", payload: {} })).toBe(false)
  await until("it is ready", isReady)
  expect(desk.tokens).toEqual(["Bearer at_1"])
  expect(desk.heard).toEqual([{ type: "hello", payload: {} }])
  expect(socket.send({ type: "ping", payload: {} })).toBe(true)
})

test("comes back after the server, and says since when it was away", async () => {
  const first = listen()
  const { links, isReady } = connect(first.port)
  await until("it is ready", isReady)
  await first.server.stop(true)
  await until("it knows", () => links.some(({ status }) => status === "offline"))
  const second = listen(first.port)
  stops.push(() => second.server.stop(true))
  await until("it is ready again", () => isReady(2))
  expect(second.heard[0]).toEqual({ type: "hello", payload: { since: "t1" } })
})

test("a token that is revoked ends it", async () => {
  const desk = listen()
  stops.push(() => desk.server.stop(true))
  const { socket, links, isReady } = connect(desk.port)
  await until("it is ready", isReady)
  socket.send({ type: "presence", payload: { presence: "away" } })
  await until("it is refused", () => links.some(({ status }) => status === "refused"))
  socket.retryNow()
  expect(desk.tokens).toHaveLength(1)
})

test("a server that falls silent is given up, though it answers no farewell, and so is one that never speaks", async () => {
  const accepted: Socket[] = []
  const mute = createServer((socket) => void accepted.push(socket))
  await new Promise<void>((resolve) => void mute.listen(0, "127.0.0.1", resolve))
  stops.push(() => {
    for (const socket of accepted) socket.destroy()
    mute.close()
  })
  const { port } = mute.address() as AddressInfo
  const { links } = connect(port, { pingMs: 10, silenceMs: 30 })
  await until("it shakes hands", () => accepted.length > 0)
  const [first] = accepted
  first?.once("data", (request) => {
    const key = /sec-websocket-key: (.*)\r/i.exec(String(request))?.[1] ?? ""
    const accept = new Bun.CryptoHasher("sha1")
      .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64")
    first.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  })
  await until("it knows, and tries again, twice", () => links.length >= 2 && accepted.length >= 3)
  expect(links[0]).toMatchObject({ status: "offline", reason: "the server says nothing" })
})

test("a proxy that lets no socket through is named", async () => {
  const proxy = Bun.serve({ port: 0, fetch: () => new Response("Upgrade, please.", { status: 426 }) })
  stops.push(() => proxy.stop(true))
  const { links } = connect(proxy.port as number)
  await until("it is told", () => links.length > 0)
  expect(links[0]).toMatchObject({ reason: "a proxy before the server lets no WebSocket through" })
})
