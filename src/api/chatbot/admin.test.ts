import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED } from "../../../test/fixtures/crm.ts"
import { until } from "../../../test/wait.ts"

const ADMIN_TOKEN = "a-token-of-twenty-characters"
const DAY_MS = 86_400_000
const today = () => new Date().toISOString().slice(0, 10)
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)

describe.each([false, true])("what admins look through, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  let agent: SignedInAgent
  const names: string[] = []
  let ticket: string
  beforeAll(async () => {
    desk = await startDesk({ postgres, settings: { "server.admin_token": ADMIN_TOKEN } })
    admin = await signedInAgent(desk, { role: "admin" })
    agent = await signedInAgent(desk, { email: "bob@acme.example" })
    const say = async (message: string, token = desk.partner.widgetKey) => {
      const session_id = crypto.randomUUID()
      const website_url = "https://acme.example/"
      const body = { message, session_id, token, website_url }
      names.push(session_id)
      return (await desk.send("POST", "/chatbot-response", { body })).json
    }
    await say(ANSWERED)
    ticket = (await say("I want to talk to a person")).ticket_uuid
    const form = { uuid: ticket, name: "Ada", email: "ada@example.com", message: "Help" }
    await desk.send("PUT", "/ticket", { body: form })
    await say("I would like to book an appointment")
    await say("The secret of another partner", desk.other.widgetKey)
    // Nothing was said in it: nobody's business.
    await desk.send("POST", "/api/chat/sessions", { body: { widgetKey: desk.partner.widgetKey } })
  })
  afterAll(() => desk.stop())

  const get = (path: string, token?: string) =>
    desk.send("GET", path, token ? { headers: { authorization: `Bearer ${token}` } } : {})
  const chats = async (query = "", token = admin.token) => {
    const { status, json } = await get(`/all-chats${query}`, token)
    expect(status).toBe(200)
    return json.chats as Record<string, unknown>[]
  }
  const sessions = async (query = "", token = admin.token) =>
    (await chats(query, token)).map(({ session_id }) => session_id)

  test("are the partner's conversations, the newest first, with what became of them", async () => {
    const all = await chats()
    expect(all.map(({ session_id }) => session_id)).toEqual([names[2], names[1], names[0]])
    expect(all[2]).toEqual({
      conversation_id: 1,
      session_id: names[0],
      user: { id: expect.stringMatching(/^visitor-/), name: null, email: null, verified: false },
      status: "active",
      outcome: "answered_by_bot",
      is_booking: false,
      is_human_handoff: false,
      ticket_uuids: [],
      website_url: "https://acme.example/",
      message_count: 2,
      started_at: expect.any(String),
      updated_at: expect.any(String),
      closed_at: null,
    })
    expect(all[1]).toMatchObject({
      user: { name: "Ada", email: "ada@example.com" },
      outcome: "escalated",
      is_human_handoff: true,
      ticket_uuids: [ticket],
    })
    expect(all[0]).toMatchObject({ is_booking: true, is_human_handoff: false })
    for (const token of [desk.partner.apiKey, ADMIN_TOKEN]) expect(await chats("", token)).toEqual(all)
  })

  test("come with what was said, where that is asked for", async () => {
    const [newest] = await chats("?messages=true&limit=1")
    const messages = newest?.messages as { role: string; content: string }[]
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"])
    expect(messages[0]?.content).toBe("I would like to book an appointment")
  })

  test("come page by page", async () => {
    const first = (await get("/all-chats?limit=2", admin.token)).json
    expect(first).toMatchObject({ chats: [{}, {}], total: 3 })
    const second = (await get(`/all-chats?limit=2&before=${first.next}`, admin.token)).json
    expect(second.chats.map(({ session_id }: { session_id: string }) => session_id)).toEqual([names[0]])
    expect(second).toMatchObject({ total: 3, next: null })
  })

  test("are those that are asked for", async () => {
    expect(await sessions("?outcome=escalated")).toEqual([names[1]])
    expect(await sessions("?outcome=abandoned")).toEqual([])
    expect(await sessions("?user=ADA@example.com")).toEqual([names[1]])
    expect(await sessions("?user=ada")).toEqual([names[1]])
    expect(await sessions("?user=nobody")).toEqual([])
    expect(await sessions("?status=closed")).toEqual([])
    expect(await sessions(`?session_id=${names[1]}`)).toEqual([names[1]])
    expect(await sessions(`?session_id=${names[3]}`)).toEqual([])
    expect(await sessions(`?from=${today()}&to=${today()}`)).toHaveLength(3)
    expect(await sessions(`?to=${daysAgo(1)}`)).toEqual([])
    expect(await sessions(`?from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([])
    await until("what was said is indexed", async () => (await sessions("?search=appointment")).length > 0)
    expect(await sessions("?search=appointment")).toEqual([names[2]])
    expect(await sessions("?search=secret")).toEqual([])
    expect(await sessions("?search=...")).toEqual([])
  })

  test("are one partner's alone", async () => {
    const theirs = desk.other.apiKey
    expect(await sessions("", theirs)).toEqual([names[3]])
    expect(await sessions(`?partner_id=${desk.other.id}`, ADMIN_TOKEN)).toEqual([names[3]])
    for (const path of ["/all-chats", "/stats"]) {
      const hidden = await get(`${path}?partner_id=${desk.partner.id}`, theirs)
      const absent = await get(`${path}?partner_id=partner-nowhere`, theirs)
      expect(hidden.status).toBe(404)
      expect(hidden.text).toBe(absent.text)
      expect((await get(`${path}?partner_id=nowhere`, ADMIN_TOKEN)).status).toBe(404)
    }
    const generate = (partner_id: string) =>
      desk.send("POST", "/stats", { body: { partner_id }, headers: { authorization: `Bearer ${theirs}` } })
    const [hidden, absent] = [await generate(desk.partner.id), await generate("partner-nowhere")]
    expect(hidden.status).toBe(404)
    expect(hidden.text).toBe(absent.text)
    expect((await generate(desk.other.id)).status).toBe(200)
    // A number of ours is none of theirs: their page ends where it would.
    expect(await sessions("?before=2", theirs)).toEqual([names[3]])
    expect((await get("/stats", theirs)).json).toMatchObject({ conversations: 1 })
  })

  test("are for admins alone", async () => {
    const visitor = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey },
    })
    for (const path of ["/all-chats", "/stats"]) {
      for (const token of [undefined, desk.partner.widgetKey, visitor.json.sessionToken, "sk_none", "none"])
        expect((await get(path, token)).status).toBe(401)
      expect((await get(path, agent.token)).status).toBe(403)
      const headers = { authorization: `Bearer ${desk.partner.apiKey}`, origin: "https://acme.example" }
      expect((await desk.send("GET", path, { headers })).status).toBe(403)
    }
    const generate = (token: string) =>
      desk.send("POST", "/stats", { headers: { authorization: `Bearer ${token}` } })
    expect((await generate(agent.token)).status).toBe(403)
    expect((await generate(desk.partner.widgetKey)).status).toBe(401)
  })

  test("are asked for in words that are known", async () => {
    const wrong = [
      "limit=0",
      "limit=101",
      "status=lost",
      "from=yesterday",
      "outcome=good",
      "before=0",
      "search=",
      "session_id=",
      "from=9999-12-31",
      "to=2026-02-30",
      "from=2026-11-21T25:00:00Z",
      `from=${today()}&to=${daysAgo(1)}`,
      "limit=21&messages=true",
      "messages=perhaps",
    ]
    for (const query of wrong) {
      const { status, json } = await get(`/all-chats?${query}`, admin.token)
      expect({ query, status, loc: json.detail?.[0].loc }).toEqual({
        query,
        status: 422,
        loc: ["query", query.split("=")[0] ?? ""],
      })
    }
  })

  test("come to figures, of the rows as they are", async () => {
    const { json } = await get("/stats", admin.token)
    expect(json).toMatchObject({
      from: daysAgo(29),
      to: today(),
      time_zone: "UTC",
      conversations: 3,
      tickets: { opened: 1, closed: 0 },
      became_ticket: 1,
    })
    const { answered_by_bot, answered_by_person, pending, no_question } = json.outcomes
    expect(json.successful).toBe(answered_by_bot + answered_by_person)
    expect(json.success_rate).toBeCloseTo(json.successful / (3 - pending - no_question))
    expect(json.days).toHaveLength(30)
    expect(json.days.at(-1)).toMatchObject({ date: today(), conversations: 3 })
    const messages = (await chats()).reduce((sum, one) => sum + Number(one.message_count), 0)
    expect(json.messages).toBe(messages)
    expect(json.definitions.conversations).toContain("on the day of their customer's first message")
    expect(json.definitions.success_rate).toContain("null where there are none")
    const day = (await get(`/stats?from=${daysAgo(3)}&to=${daysAgo(3)}`, admin.token)).json
    expect(day).toMatchObject({ conversations: 0, success_rate: null })
    expect((await get(`/stats?from=${today()}&to=${daysAgo(2)}`, admin.token)).status).toBe(422)
  })

  test("are those that chatd stats shows", async () => {
    const span = `?from=${daysAgo(6)}&to=${today()}`
    const { json: here } = await get(`/stats${span}`, admin.token)
    const { json: there } = await admin.call("GET", `/stats${span}`)
    const {
      definitions,
      successful: _,
      success_rate: __,
      days,
      crm,
      agents,
      top_questions,
      top_gaps,
      rating,
      ...figures
    } = here
    expect(figures).toEqual({
      from: there.from,
      to: there.to,
      time_zone: there.timeZone,
      conversations: there.conversations,
      messages: there.messages.total,
      handed_over: there.handedOver,
      open: there.open,
      outcomes: there.outcomes,
      became_ticket: there.handoffs,
      transfers: there.transfers,
      reopened: there.reopened,
      first_response: {
        bot: there.firstResponse.bot,
        person: there.firstResponse.person,
        person_once_wanted: there.firstResponse.toWish,
      },
      queue_wait: there.queueWait,
      resolution: there.resolution,
      confidence: there.confidence,
      feedback: there.feedback,
      hours: there.hours,
      tickets: there.tickets,
    })
    expect(there.crm).toMatchObject(crm)
    expect(there.rating).toMatchObject(rating)
    expect(there.days).toMatchObject(
      days.map((one: { date: string; messages: number }) => ({ day: one.date, messages: one.messages })),
    )
    const [question, gap, who] = [there.topQuestions, there.topGaps, there.agents].map((list) => list.length)
    expect([top_questions.length, top_gaps.length, agents.length]).toEqual([question, gap, who])
    // Whatever is a figure is defined, and with the words of chatd stats.
    const places = Object.keys(definitions).map((name) => name.split(".")[0])
    for (const name of Object.keys({ ...figures, crm, agents, top_questions, top_gaps, rating }))
      if (!["from", "to", "time_zone"].includes(name)) expect(places).toContain(name)
    const words = there.definitions.map(({ text }: { text: string }) => text)
    for (const [name, text] of Object.entries(definitions))
      if (!name.startsWith("success")) expect(words).toContain(text)
  })

  test("are counted anew for a day, and come to the same", async () => {
    const generate = (body?: unknown, token = admin.token) =>
      desk.send("POST", "/stats", { body, headers: { authorization: `Bearer ${token}` } })
    const first = await generate({ date: today() })
    expect(first.json).toMatchObject({ from: today(), to: today(), conversations: 3 })
    expect((await generate({ date: today() }, desk.partner.apiKey)).json).toEqual(first.json)
    expect((await generate({ date: today() }, ADMIN_TOKEN)).json).toEqual(first.json)
    expect((await get(`/stats?from=${today()}&to=${today()}`, admin.token)).json).toEqual(first.json)
    expect((await generate()).json).toMatchObject({ from: daysAgo(1), conversations: 0 })
    const late = await generate({ date: daysAgo(-2) })
    expect(late.status).toBe(422)
    expect(late.json.detail[0].loc).toEqual(["body", "date"])
    const { json } = await admin.call("GET", "/audit")
    const counted = json.entries.filter(({ action }: { action: string }) => action === "figures_counted")
    expect(counted.map(({ actor }: { actor: string }) => actor)).toEqual([
      "ada@acme.example",
      "operator",
      "api",
      "ada@acme.example",
    ])
  })
})
