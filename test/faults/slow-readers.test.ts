import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Serving } from "../binary.ts"
import { openSocket } from "../socket-client.ts"
import { until } from "../wait.ts"
import { type FaultDesk, faultDesk } from "./fault-desk.ts"
import { memoryOf } from "./memory.ts"
import { openRawSocket, type RawSocket, rawFrame } from "./raw-socket.ts"
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
  await costsLittle(before)

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

/** Each of a history of 20 MB. */
const ASKED = 100

test("who asks for a long history again and again and reads none of it costs little memory", async () => {
  const { visitor, headers } = await longHistory()
  const { id, sessionToken, conversationId } = visitor
  const chat = `${server.url}/ws/chat/${id}?token=${sessionToken}`
  const ask = (socket: RawSocket, payload: object) => {
    socket.pause()
    for (let i = 0; i < ASKED; i++) socket.write(rawFrame(JSON.stringify({ type: "sync", payload })))
  }
  const before = memoryOf(server.pid)
  const asking = await openRawSocket(`${chat}&after=1000000`)
  ask(asking, { after: 0 })
  const guide = await openRawSocket(`${server.url}/ws`, headers)
  ask(guide, { conversationId, after: 0 })
  const others = await Promise.all(Array.from({ length: SLOW }, () => openRawSocket(`${chat}&after=0`)))
  for (const other of others) other.pause()

  // Whoever reads gets all of it meanwhile.
  const reader = await openSocket(`${chat}&after=0`)
  await until("the reader has everything", () => messagesOf(reader.frames) === LONG)
  await costsLittle(before)

  // And who asked, too, once they read.
  for (const socket of [asking, guide]) socket.resume()
  for (const { texts } of [asking, guide])
    await until("it comes to its end", () => texts.some((text) => JSON.parse(text).seq === LONG))
  for (const socket of [asking, guide, ...others]) socket.end()
  reader.close()
})

/** What is kept for who does not read stays; what was merely not yet swept up goes. */
async function costsLittle(before: number): Promise<void> {
  await until("what is kept is little", () => memoryOf(server.pid) - before < MOST_GROWTH)
}

const LONG = 600

async function longHistory() {
  const headers = { authorization: `Bearer ${desk.partner.apiKey}` }
  const { session } = await Visitor.enter(server.url, desk.partner.widgetKey)
  const socket = await openSocket(`${server.url}/ws`, headers)
  for (let i = 0; i < LONG; i++) {
    await until("what was said is stored", () => messagesOf(socket.frames) >= i - 20)
    const payload = {
      conversationId: session.conversationId,
      senderId: "agent-1",
      isFromAgent: true,
      content: LONG_TEXT,
      metadata: METADATA,
    }
    socket.send({ type: "message", payload })
  }
  await until("all is stored", () => messagesOf(socket.frames) === LONG)
  socket.close()
  return { visitor: session, headers }
}

function messagesOf(frames: readonly { type: string }[]): number {
  return frames.filter(({ type }) => type === "message").length
}
