import { afterAll, beforeAll, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pino from "pino"
import { type RunningServer, startServer } from "../src/app.ts"
import { loadConfig } from "../src/config/load.ts"
import { openDatabase } from "../src/storage/database.ts"
import { makePartner } from "./fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"

const MESSAGES = 40

const dataDir = mkdtempSync(join(tmpdir(), "chatd-two-"))
let url: string
let widgetKey: string
let servers: RunningServer[]

beforeAll(async () => {
  url = await freshDatabase()
  const database = await openDatabase({ dataDir, url })
  widgetKey = (await makePartner(database)).widgetKey
  await database.close()
  const config = loadConfig({
    environment: {},
    flags: { data: dataDir, database_url: url, "server.port": 0 },
  })
  servers = [
    await startServer(config, pino({ level: "silent" })),
    await startServer(config, pino({ level: "silent" })),
  ]
})

afterAll(async () => {
  for (const server of servers) await server.stop()
  await dropDatabase(url)
  rmSync(dataDir, { recursive: true, force: true })
})

test("what comes in at one server reaches the clients of another on the same database, in order", async () => {
  const [first, second] = servers.map((server) => server.url.origin) as [string, string]
  const session = await post(`${first}/api/chat/sessions`, { widgetKey })
  const seen: number[] = []
  const texts: string[] = []
  const { promise: allSeen, resolve } = Promise.withResolvers<void>()
  const socket = new WebSocket(
    `${second.replace("http", "ws")}/ws/chat/${session.id}?token=${session.sessionToken}`,
  )
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data)
    if (frame.seq === undefined) return
    seen.push(frame.seq)
    if (frame.payload.sender?.kind === "customer") texts.push(frame.payload.text)
    if (texts.length === MESSAGES) resolve()
  }
  await new Promise((opened) => {
    socket.onopen = opened
  })
  for (let i = 0; i < MESSAGES; i++) {
    const origin = i % 2 ? second : first
    await post(
      `${origin}/api/chat/sessions/${session.id}/messages`,
      { clientId: `m${i}`, text: `message ${i}` },
      session.sessionToken,
    )
  }
  await allSeen
  socket.close()
  expect(texts).toEqual(Array.from({ length: MESSAGES }, (_, i) => `message ${i}`))
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => i + 1))
})

async function post(address: string, body: unknown, token?: string) {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  expect(reply.status).toBe(201)
  return reply.json()
}
