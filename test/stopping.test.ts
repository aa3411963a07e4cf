import { expect, test } from "bun:test"
import { sql } from "kysely"
import { changeSettings } from "./answering.ts"
import { ChatSocket, openVisitor } from "./chat-client.ts"
import { startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { guidePartner } from "./guide-partner.ts"
import { startFakeChatbot } from "./servers/chatbot.ts"
import { until } from "./wait.ts"

test("a server that stops ends what waits for news at once, and goes on waiting for the bot's answer", async () => {
  const chatbot = startFakeChatbot()
  const answer = Promise.withResolvers<Response>()
  chatbot.behaves(() => answer.promise)
  const desk = await startDesk({ settings: { "external_chatbot.allow_private_addresses": true } })
  const acme = guidePartner(desk)
  const visitor = await openVisitor(desk)
  const { id } = await acme.begin("ada")
  await changeSettings(await signedInAgent(desk, { role: "admin" }), {
    "answering.mode": "external",
    "answering.external.url": chatbot.url,
    "answering.external.token": "tok-1",
    "answering.external.timeout_seconds": "60",
  })
  const say = (session_id: string, message: string) =>
    desk.send("POST", "/chatbot-response", { body: { message, session_id, token: desk.partner.apiKey } })

  const polls = [
    acme.call("GET", `/api/partner/conversations/${id}/events?after=0&wait=25`),
    visitor.call("GET", "/events?after=0&wait=25"),
  ]
  const answered = say("one", "Does it stop?")
  await until("the chatbot is asked", () => chatbot.posted.length === 1)
  const news = say("one", "")
  // Answered behind it, so that the server has it.
  await desk.send("GET", "/api/health")

  const stopped = desk.stop()
  const replies = await Promise.all(polls)
  expect(replies.map(({ status, json }) => ({ status, ...json }))).toEqual([
    { status: 200, events: [], lastSeq: 0 },
    { status: 200, events: [], lastSeq: 0 },
  ])
  const { status, json } = await news
  expect({ status, response: json.response }).toEqual({ status: 200, response: "" })
  answer.resolve(Response.json({ reply: "It does." }))
  expect((await answered).json.response).toBe("It does.")
  await stopped
  await chatbot.stop()
}, 60_000)

test("a socket that is let in while the server stops is told to come back, as those that were open are", async () => {
  const desk = await startDesk({ postgres: true, settings: { "server.drain_seconds": 20 } })
  const visitor = await openVisitor(desk)
  const holds = Promise.withResolvers<void>()
  const goesOn = Promise.withResolvers<void>()
  const held = desk.withDatabase(({ db }) =>
    db.transaction().execute(async (trx) => {
      await sql`lock table conversation in access exclusive mode`.execute(trx)
      holds.resolve()
      await goesOn.promise
    }),
  )
  await holds.promise
  const { id, sessionToken } = visitor.session
  const late = new ChatSocket(`${desk.url.replace("http", "ws")}/ws/chat/${id}?token=${sessionToken}&after=0`)
  await desk.withDatabase(({ db }) =>
    until("the socket waits to be let in", async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%public_id%'`.execute(
        db,
      )
      return (rows[0]?.waiting ?? 0) > 0
    }),
  )
  const stopped = desk.stop()
  goesOn.resolve()
  await held
  expect(await late.closed).toEqual({ code: 1001, reason: "The server is restarting. Please reconnect." })
  await stopped
}, 60_000)
