import { afterAll, beforeAll, expect, test } from "bun:test"
import { Client } from "pg"
import { type Desk, startDesk } from "./desk.ts"
import { until } from "./wait.ts"

const MESSAGES = 40

let desk: Desk
let widgetKey: string
/** Where the two servers are. */
let first: string
let second: string

beforeAll(async () => {
  desk = await startDesk({ postgres: true })
  widgetKey = desk.partner.widgetKey
  first = desk.url
  second = await desk.another()
})
afterAll(() => desk.stop())

test("what comes in at one server reaches the clients of another on the same database, in order", async () => {
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

/** What customers say, and how their conversations are said to stand, as a partner's own server is told of it at one of ours. */
async function customersHeardAt(origin: string) {
  const texts: string[] = []
  const reasons: string[] = []
  const partnersServer = new WebSocket(`${origin.replace("http", "ws")}/ws`, {
    headers: { authorization: `Bearer ${desk.partner.apiKey}` },
    // The DOM's types, which win here, know no headers.
  } as never)
  partnersServer.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data)
    if (type === "message" && !payload.isFromAgent) texts.push(payload.content)
    if (type === "status") reasons.push(payload.reason)
  }
  await new Promise((opened) => {
    partnersServer.onopen = opened
  })
  return { texts, reasons, partnersServer }
}

test("what is written while a server cannot hear the other is told once it can, and nothing twice", async () => {
  const { texts, reasons, partnersServer } = await customersHeardAt(second)
  const say = async (session: { id: string; sessionToken: string }, text: string) => {
    const path = `${first}/api/chat/sessions/${session.id}/messages`
    await until("it is stored", async () => {
      const reply = await send(path, { clientId: text, text }, session.sessionToken)
      return reply.status < 300
    })
  }
  const over = await post(`${first}/api/chat/sessions`, { widgetKey })
  await say(over, "before")
  await until("it is heard", () => texts.includes("before"))
  await send(`${first}/api/chat/sessions/${over.id}/close`, {}, over.sessionToken)
  // Whoever is being read for when the connections break is told to come back.
  await until("its end is heard", () => reasons.includes("closed_by_customer"))
  const sessions = [
    await post(`${first}/api/chat/sessions`, { widgetKey }),
    await post(`${first}/api/chat/sessions`, { widgetKey }),
  ]
  await breakConnections()
  for (const [i, session] of sessions.entries())
    for (const nth of ["first", "second"]) await say(session, `${nth} of ${i}`)
  await until("all is heard", () => texts.filter((text) => /of \d$/.test(text)).length >= 4)
  await say(sessions[0], "after")
  await until("it goes on", () => texts.includes("after"))
  partnersServer.close()
  const inOrder = (i: number) => texts.filter((text) => text.endsWith(`of ${i}`))
  expect([inOrder(0), inOrder(1)]).toEqual([
    ["first of 0", "second of 0"],
    ["first of 1", "second of 1"],
  ])
  // Of what the test before said the end may be heard as late as this.
  expect(texts.filter((text) => !/of \d$|^message /.test(text))).toEqual(["before", "after"])
})

test("what a partner's server read for itself, since it was missing, is not told again once its conversation is over", async () => {
  const { texts, reasons, partnersServer } = await customersHeardAt(second)
  const session = await post(`${first}/api/chat/sessions`, { widgetKey })
  const other = await post(`${first}/api/chat/sessions`, { widgetKey })
  const say = (origin: string, { id, sessionToken }: { id: string; sessionToken: string }, text: string) =>
    until("it is stored", async () => {
      const path = `${origin}/api/chat/sessions/${id}/messages`
      return (await send(path, { clientId: text, text }, sessionToken)).status < 300
    })
  await say(first, session, "before")
  // Whoever is being read for when the connections break is told to come back.
  await until("it is heard, and its answer", () => reasons.includes("answered"))
  await breakConnections()
  await say(first, session, "missed")
  await say(second, session, "heard")
  await until("what was missing is read", () => texts.includes("missed"))
  await send(`${second}/api/chat/sessions/${session.id}/close`, {}, session.sessionToken)
  await say(first, other, "after")
  await until("it goes on", () => texts.includes("after"))
  partnersServer.close()
  expect(texts).toEqual(["before", "missed", "heard", "after"])
})

test("a partner's server hears everything of conversations that come to both servers, once", async () => {
  const { texts, partnersServer } = await customersHeardAt(second)
  const said: string[] = []
  for (let i = 0; i < 60; i++) {
    const { id, sessionToken } = await post(`${first}/api/chat/sessions`, { widgetKey })
    for (const origin of [first, second]) {
      const text = `message ${said.length}`
      await post(`${origin}/api/chat/sessions/${id}/messages`, { clientId: text, text }, sessionToken)
      said.push(text)
    }
  }
  const isHeard = () => said.every((text) => texts.includes(text))
  await until("all is heard", isHeard)
  partnersServer.close()
  expect(texts.toSorted()).toEqual(said.toSorted())
})

test("a client of the partner's own desk at one server is somebody for customers at another, until it is gone", async () => {
  const wish = async () => {
    const session = await post(`${second}/api/chat/sessions`, { widgetKey })
    const reply = await send(`${second}/api/chat/sessions/${session.id}/person`, {}, session.sessionToken)
    return (await reply.json()).outcome
  }
  expect(await wish()).toBe("form")
  const agent = new WebSocket(`${first.replace("http", "ws")}/ws?clientId=agent-7`, {
    headers: { authorization: `Bearer ${desk.partner.apiKey}` },
    // The DOM's types, which win here, know no headers.
  } as never)
  await until("the agent is somebody", async () => (await wish()) === "queued")
  agent.close()
  await until("the agent is gone", async () => (await wish()) === "form")
})

async function breakConnections(): Promise<void> {
  const client = new Client({ connectionString: desk.config.database_url })
  await client.connect()
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  )
  await client.end()
}

async function post(address: string, body: unknown, token?: string) {
  const reply = await send(address, body, token)
  expect(reply.status).toBe(201)
  return reply.json()
}

function send(address: string, body: unknown, token?: string): Promise<Response> {
  return fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
}
