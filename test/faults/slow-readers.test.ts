import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Serving } from "../binary.ts"
import { openSocket } from "../socket-client.ts"
import { until } from "../wait.ts"
import { type FaultDesk, faultDesk } from "./fault-desk.ts"
import { memoryOf } from "./memory.ts"
import { openRawSocket } from "./raw-socket.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(60_000)

const SLOW = 20
/** Some 20 KB each on the wire, and 20 MB in all: more than the system holds back for a connection. */
const MESSAGES = 1_000
/** Who reads as fast as it comes. */
const SPEAKERS = 4
const LONG_TEXT = "語".repeat(4_000)
const METADATA = { commandType: "padding", value: "x".repeat(8_000) }
/** Megabytes: half of the 400 that it would be if what is sent were kept for each of them. */
const MOST_GROWTH = 200

let desk: FaultDesk
let server: Serving
beforeAll(async () => {
  desk = await faultDesk()
  server = await desk.serve()
})
afterAll(() => desk.stop())

test("who stops reading is sent away, holds up nobody and costs little memory; who comes back finds everything", async () => {
  const headers = { authorization: `Bearer ${desk.partner.apiKey}` }
  const address = `${server.url}/ws`
  const visitor = await Visitor.enter(server.url, desk.partner.widgetKey)
  const { conversationId } = visitor.session
  const slow = await Promise.all(Array.from({ length: SLOW }, () => openRawSocket(address, headers)))
  for (const socket of slow) socket.pause()
  const speakers = await Promise.all(Array.from({ length: SPEAKERS }, () => openSocket(address, headers)))
  const before = memoryOf(server.pid)

  const heard = () =>
    Math.min(...speakers.map(({ frames }) => frames.filter(({ type }) => type === "message").length))
  for (let i = 0; i < MESSAGES; i++) {
    await until("those who read are kept up with", () => heard() >= i - 100)
    const payload = {
      conversationId,
      senderId: "agent-1",
      isFromAgent: true,
      content: LONG_TEXT,
      metadata: METADATA,
      clientMessageId: `long-${i}`,
    }
    speakers[i % SPEAKERS]?.send({ type: "message", payload })
  }
  await until("who reads has heard everything", () => heard() === MESSAGES)
  await until("the visitor has seen everything", () => visitor.last >= MESSAGES)
  expect(visitor.wrongs).toEqual([])
  expect(visitor.link.opened).toBe(1)
  expect(memoryOf(server.pid) - before).toBeLessThan(MOST_GROWTH)

  for (const socket of slow) socket.resume()
  for (const { closed } of slow)
    expect(await closed).toEqual({
      code: 4408,
      reason: "You read too slowly. Reconnect and ask for what you missed.",
    })

  // Megabytes of history are no reason to be sent away again.
  const again = await openSocket(`${address}?after=${conversationId * 1_000_000}`, headers)
  again.send({ type: "sync", payload: { conversationId, after: 0 } })
  // What came before the question was read comes a second time: it was asked for again. Then it is whole and in order.
  await until("everything has come again", () => {
    const last = again.frames
      .flatMap(({ type, seq }) => (type === "message" ? [Number(seq)] : []))
      .slice(-MESSAGES)
    return last.length === MESSAGES && last.every((seq, i) => i === 0 || seq > (last[i - 1] ?? 0))
  })
  await again.settled()
  for (const client of [...speakers, again]) client.close()
  visitor.link.stop()
})
