import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Database, openDatabase } from "../src/storage/database.ts"
import { binaryAlone } from "./binary.ts"
import { ChatSocket } from "./chat-client.ts"
import { makePartner } from "./fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { insertAgent } from "./routing-world.ts"
import { until } from "./wait.ts"

type Partner = Awaited<ReturnType<typeof makePartner>>

/** A visitor who has begun a session. */
async function visit(url: string, { widgetKey }: Partner) {
  const session = await send(`${url}/api/chat/sessions`, undefined, { widgetKey })
  const headers = { authorization: `Bearer ${session.sessionToken}` }
  const socketUrl = `${url.replace("http", "ws")}/ws/chat/${session.id}?token=${session.sessionToken}&after=0`
  return {
    number: session.conversationId as number,
    socket: () => new ChatSocket(socketUrl),
    wantsPerson: () => send(`${url}/api/chat/sessions/${session.id}/person`, headers),
    state: async () => (await fetch(`${url}/api/chat/sessions/${session.id}`, { headers })).json(),
    close: () => send(`${url}/api/chat/sessions/${session.id}/close`, headers),
  }
}

async function send(url: string, headers: Record<string, string> = {}, body: unknown = {}) {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  expect(reply.ok).toBe(true)
  return reply.json()
}

function agentSocket(url: string, { apiKey }: Partner, number: number): ChatSocket {
  return new ChatSocket(`${url.replace("http", "ws")}/ws?clientId=agent-${number}`, {
    authorization: `Bearer ${apiKey}`,
  })
}

const isStatus = (reason: string) => (frame: { type: string; payload: { reason?: string } }) =>
  frame.type === "status" && frame.payload.reason === reason

describe("two servers on one database", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-routing-"))
  const chatd = binaryAlone()
  let location: { dataDir: string; url: string }
  let database: Database
  let partner: Partner
  let first: string
  let second: string

  beforeAll(async () => {
    location = { dataDir, url: await freshDatabase() }
    database = await openDatabase(location)
    partner = await makePartner(database)
    for (const number of [1, 2]) await insertAgent(database, partner.id, number, 1)
    first = (await chatd.serve(["--database-url", location.url])).url
    second = (await chatd.serve(["--database-url", location.url])).url
  })
  afterAll(async () => {
    await chatd.remove()
    await database.close()
    await dropDatabase(location.url)
    rmSync(dataDir, { recursive: true, force: true })
  })

  test("who asks at one is given to who is there at the other; who waits sees their place, and who comes", async () => {
    const agent = agentSocket(first, partner, 1)
    await agent.opened
    await until("the agent is known to be there", () => isThere(database, 1))
    const visitors = []
    for (let i = 0; i < 3; i++) {
      const visitor = await visit(second, partner)
      expect((await visitor.wantsPerson()).outcome).toBe("queued")
      visitors.push({ ...visitor, chat: visitor.socket() })
    }
    const [ada, bob, cid] = visitors
    if (!ada || !bob || !cid) throw new Error("three have come")
    const given = await ada.chat.frame("an agent", isStatus("assigned"))
    expect(given.payload.agent).toEqual({ id: 1, name: "Agent 1" })
    expect((await agent.frame("the news", isStatus("assigned"))).payload.agentId).toBe(1)

    const placed = (position: number) => (frame: { type: string; payload: { position?: number } }) =>
      frame.type === "queue" && frame.payload.position === position
    expect((await ada.state()).queue).toBeNull()
    await until("both wait", async () => (await cid.state()).queue?.position === 2)
    expect((await bob.state()).queue).toEqual({ position: 1 })

    // Somebody else comes, at the other server: the one who waited longest has an agent, the next one moves up.
    const colleague = agentSocket(second, partner, 2)
    await colleague.opened
    expect((await bob.chat.frame("an agent", isStatus("assigned"))).payload.agent.id).toBe(2)
    await cid.chat.frame("the first place", placed(1))
    // And room is made at the first.
    await ada.close()
    expect((await cid.chat.frame("an agent", isStatus("assigned"))).payload.agent.id).toBe(1)
    for (const { chat } of visitors) await chat.close()
    await agent.close()
    await colleague.close()
    await until(
      "the agents are gone",
      async () => !(await isThere(database, 1)) && !(await isThere(database, 2)),
    )
  }, 60_000)
})

async function isThere({ db }: Database, number: number): Promise<boolean> {
  const rows = await db
    .selectFrom("agent_connection")
    .innerJoin("agent", "agent.id", "agent_connection.agent_id")
    .select("agent.id")
    .where("agent.number", "=", number)
    .execute()
  return rows.length > 0
}

describe("the binary", () => {
  const chatd = binaryAlone()
  afterAll(() => chatd.remove())

  test("killed while customers ask: nobody is forgotten, and who had an agent keeps them", async () => {
    const dataDir = join(chatd.folder, "data")
    const database = await openDatabase({ dataDir })
    const partner = await makePartner(database)
    await insertAgent(database, partner.id, 1, 1_000)
    await database.close()
    const waiting = () => chatd.count("conversation where status = 'waiting' and handler = 'person'")
    const given = () => chatd.count("conversation where status = 'active' and agent_id = 1")
    const asked = () => chatd.count("event where type = 'status' and data like '%person_requested%'")
    const assigned = () => chatd.count("route_decision where kind = 'assigned'")

    for (let round = 0; round < 3; round++) {
      const server = await chatd.serve()
      const agent = agentSocket(server.url, partner, 1)
      await agent.opened
      await until("the agent is known to be there", () => chatd.count("agent_connection") > 0)
      const visitors = []
      for (let i = 0; i < 10; i++) visitors.push(await visit(server.url, partner))
      const asking = visitors.map((visitor) => visitor.wantsPerson())
      await Promise.race(asking)
      server.kill("SIGKILL")
      await Promise.allSettled(asking)
      await server.finished
    }
    const server = await chatd.serve()
    const agent = agentSocket(server.url, partner, 1)
    await agent.opened
    await until("nobody waits", () => waiting() === 0)
    expect(asked()).toBeGreaterThan(0)
    expect(given()).toBe(asked())
    expect(assigned()).toBe(asked())
    expect(chatd.count("event where type = 'status' and data like '%requeued%'")).toBe(0)

    const [last] = await chatd.json([
      "route",
      "explain",
      String(chatd.count("conversation")),
      "--partner",
      partner.id,
    ])
    expect(last === undefined || last.kind === "queued").toBe(true)
    server.kill("SIGTERM")
    expect((await server.finished).code).toBe(0)
    await agent.closed
  }, 120_000)
})
