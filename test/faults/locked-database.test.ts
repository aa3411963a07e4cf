import { Database as BunSqlite } from "bun:sqlite"
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { PATIENCE_MS } from "../../src/storage/sqlite/busy.ts"
import type { Serving } from "../binary.ts"
import { openSocket } from "../socket-client.ts"
import { until } from "../wait.ts"
import { byConversation, type FaultDesk, faultDesk } from "./fault-desk.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(60_000)

/** No answer from memory or from what can be read waits for the one who writes, or most would: half of what a write waits. */
const MOST_DELAY_MS = PATIENCE_MS.server / 2

let desk: FaultDesk
let server: Serving
beforeAll(async () => {
  desk = await faultDesk()
  server = await desk.serve()
})
afterAll(() => desk.stop())

async function delayOf(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

test("another process holds the database: senders are told, readers are served, and it goes on by itself", async () => {
  const visitor = await Visitor.enter(server.url, desk.partner.widgetKey)
  const first = visitor.say("before")
  await until("a message is acknowledged", () => visitor.outbox.acknowledged.has(first))
  await until("it is answered", () => visitor.last >= 3)
  const { id, sessionToken } = visitor.session
  const headers = { authorization: `Bearer ${sessionToken}`, "content-type": "application/json" }
  const messages = `${server.url}/api/chat/sessions/${id}/messages`
  const pinged = await openSocket(`${server.url}/ws/chat/${id}?token=${sessionToken}`)

  const other = new BunSqlite(join(desk.chatd.folder, "data/chatd.db"))
  other.run("begin immediate")
  try {
    const during = visitor.say("during")
    const body = JSON.stringify({ clientId: "posted", text: "posted" })
    const posted = fetch(messages, { method: "POST", headers, body })
    const entered = fetch(`${server.url}/api/chat/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ widgetKey: desk.partner.widgetKey }),
    })
    const delays: number[] = []
    await until("the sender has been told", async () => {
      delays.push(await delayOf(() => pinged.settled()))
      delays.push(await delayOf(async () => (await fetch(messages, { headers })).json()))
      return visitor.errors.length > 0
    })
    expect(visitor.errors[0]).toMatchObject({ code: "unavailable", clientId: during })
    expect(delays.sort((a, b) => a - b)[delays.length >> 1]).toBeLessThan(MOST_DELAY_MS)
    const replies = [await posted, await entered]
    expect(replies.map(({ status }) => status)).toEqual([503, 503])
    expect(visitor.seen.map(({ payload }) => payload.clientId)).not.toContain(during)
  } finally {
    other.run("rollback")
    other.close()
  }

  await until("what was refused is stored once it can be", () => visitor.outbox.isEmpty)
  const answers = () => visitor.seen.filter(({ payload }) => payload.sender?.kind === "bot").length
  await until("everything stored is answered", () => answers() === visitor.outbox.said.length)
  expect(visitor.wrongs).toEqual([])
  const [events = []] = byConversation(desk.events()).values()
  const said = events.flatMap(({ sender_kind, text }) => (sender_kind === "customer" ? [text] : []))
  expect(said).toEqual(["before", "during"])
  pinged.close()
  visitor.link.stop()
})

test("held for a moment only, nobody notices", async () => {
  const visitor = await Visitor.enter(server.url, desk.partner.widgetKey)
  const other = new BunSqlite(join(desk.chatd.folder, "data/chatd.db"))
  other.run("pragma busy_timeout = 5000")
  for (let i = 0; i < 10; i++) {
    other.run("begin immediate")
    visitor.say()
    await Bun.sleep(60)
    other.run("rollback")
    await until("it is acknowledged", () => visitor.outbox.isEmpty)
  }
  other.close()
  expect(visitor.errors).toEqual([])
  visitor.link.stop()
})
