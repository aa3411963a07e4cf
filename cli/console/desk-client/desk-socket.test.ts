import { afterEach, expect, test } from "bun:test"
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

function connect(port: number) {
  const frames: DeskServerFrame[] = []
  const links: Link[] = []
  const socket = new DeskSocket({
    url: `ws://127.0.0.1:${port}/ws/desk`,
    token: "at_1",
    onFrame: (frame) => frames.push(frame),
    onLink: (link) => links.push(link),
    now: Date.now,
    random: () => 0,
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
