import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Serving } from "../binary.ts"
import { until } from "../wait.ts"
import { openWebSocket } from "../web-socket.ts"
import { type FaultDesk, faultDesk } from "./fault-desk.ts"
import { memoryOf } from "./memory.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(180_000)

const SOCKETS = openFiles() > 12_000 ? 10_000 : 2_000
const SESSIONS = 100
/** Sockets on their way at once: the system's queue of those not yet taken is short. */
const AT_ONCE = 100
/** Kilobytes of the server's memory. */
const MOST_EACH = 20

let desk: FaultDesk
let server: Serving
beforeAll(async () => {
  desk = await faultDesk()
  server = await desk.serve()
})
afterAll(() => desk.stop())

function openFiles(): number {
  return Number(Bun.spawnSync(["sh", "-c", "ulimit -n"]).stdout.toString())
}

test(`${SOCKETS} idle sockets: the server answers, each costs little, and all are told when it stops`, async () => {
  const sessions: Visitor["session"][] = []
  for (let i = 0; i < SESSIONS; i++) {
    const { session, link } = await Visitor.enter(server.url, desk.partner.widgetKey)
    link.stop()
    sessions.push(session)
  }
  const before = memoryOf(server.pid)
  let open = 0
  let told = 0
  const codes = new Map<number, number>()
  const connectOne = (i: number) => {
    const { id, sessionToken } = sessions[i % SESSIONS] as Visitor["session"]
    const { promise, resolve } = Promise.withResolvers<void>()
    const socket = openWebSocket(
      `${server.url.replace("http", "ws")}/ws/chat/${id}?token=${sessionToken}&after=0`,
    )
    socket.onopen = () => {
      open++
      resolve()
    }
    socket.onclose = ({ code }) => {
      told++
      codes.set(code, (codes.get(code) ?? 0) + 1)
      resolve()
    }
    return promise
  }
  for (let i = 0; i < SOCKETS; i += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => connectOne(i + j)))
  expect({ open, told }).toEqual({ open: SOCKETS, told: 0 })
  expect(((memoryOf(server.pid) - before) * 1024) / SOCKETS).toBeLessThan(MOST_EACH)

  const visitor = await Visitor.enter(server.url, desk.partner.widgetKey)
  const name = visitor.say()
  await until("a message is acknowledged", () => visitor.outbox.acknowledged.has(name))
  visitor.link.stop()

  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  await until("every socket has heard of it", () => told === SOCKETS)
  expect([...codes]).toEqual([[1001, SOCKETS]])
})
