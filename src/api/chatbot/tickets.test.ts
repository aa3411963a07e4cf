import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { agentSocket } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { listTickets } from "../../storage/repositories/ticket-lists.ts"

const ADMIN_TOKEN = "a-token-of-twenty-characters"
const FORM = {
  name: "A Customer",
  email: "customer@example.com",
  phone: "000000000",
  message: "Cookies were not delivered",
  priority: "High",
}

describe.each([false, true])("tickets of the chatbot's contract, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres, settings: { "server.admin_token": ADMIN_TOKEN } })
    admin = await signedInAgent(desk, { role: "admin" })
    agent = await signedInAgent(desk, { email: "bob@acme.example" })
  })
  afterAll(() => desk.stop())

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const put = (body: unknown, token?: string) =>
    desk.send("PUT", "/ticket", { body, ...(token && { headers: bearer(token) }) })
  const get = (uuid: string, token?: string, query = "") =>
    desk.send("GET", `/ticket/${uuid}${query}`, token ? { headers: bearer(token) } : {})
  /** A visitor who wants a person while nobody is there, and what they are told. */
  const wishing = async (token = desk.partner.widgetKey, session_id: string = crypto.randomUUID()) => {
    const body = { message: "I want to talk to a person", token, session_id }
    const { json } = await desk.send("POST", "/chatbot-response", { body })
    return { session_id, ...json } as { session_id: string; ticket_uuid: string; is_human_handoff: boolean }
  }
  const stored = () =>
    desk.withDatabase((database) => listTickets(database.db, desk.partner.id, { view: "all", limit: 100 }))

  test("are told before the form is filled in, and are what it becomes", async () => {
    const { session_id, ticket_uuid: uuid, is_human_handoff } = await wishing()
    expect(is_human_handoff).toBe(true)
    expect(uuid).toMatch(/^[0-9a-f]{8}-/)
    expect((await get(uuid, desk.partner.apiKey)).status).toBe(404)
    const filled = await put({ uuid, token: desk.partner.widgetKey, session_id, ...FORM })
    expect(filled.status).toBe(200)
    const ticket = {
      uuid,
      ticket_id: expect.stringMatching(/^T-\d+$/),
      status: "Open",
      subject: FORM.message,
      session_id,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      closed_at: null,
      ...FORM,
    }
    expect(filled.json).toEqual(ticket)
    // Sent again, it is the same one.
    expect((await put({ uuid, token: desk.partner.widgetKey, session_id, ...FORM })).json).toEqual(ticket)
    expect((await stored()).filter((one) => one.uuid === uuid)).toMatchObject([
      { source: "chatbot", requester: { name: FORM.name, email: FORM.email, phone: FORM.phone } },
    ])
    const body = { message: "", session_id, token: desk.partner.widgetKey }
    const { json } = await desk.send("POST", "/chatbot-response", { body })
    expect(json.response).toContain(filled.json.ticket_id)
    expect(json.ticket_uuid).toBe(uuid)
  })

  test("are made by a page that knows the uuid alone, which is shown nothing of them", async () => {
    const { ticket_uuid: uuid } = await wishing()
    const filled = await put({ uuid, ...FORM })
    expect(filled.json).toMatchObject({ uuid, status: "Open", priority: "High", message: null, email: null })
    const again = await put({ uuid, ...FORM, email: "other@example.com" })
    expect(again.json).toMatchObject({ ticket_id: filled.json.ticket_id, email: null })
    expect((await get(uuid)).status).toBe(404)
    expect((await stored()).filter((one) => one.uuid === uuid)).toHaveLength(1)
  })

  const commentsOn = (uuid: string) =>
    desk.withDatabase(({ db }) =>
      db
        .selectFrom("ticket_change")
        .innerJoin("ticket", "ticket.id", "ticket_change.ticket_id")
        .select(["actor", "text"])
        .where("uuid", "=", uuid)
        .where("kind", "=", "comment")
        .execute(),
    )

  test("are made anew where a person is wanted again after the form was sent", async () => {
    const { session_id, ticket_uuid: first } = await wishing()
    await put({ uuid: first, ...FORM })
    const again = await wishing(desk.partner.widgetKey, session_id)
    expect(again.is_human_handoff).toBe(true)
    expect(again.ticket_uuid).not.toBe(first)
    // Until that form is sent as well, it is the same.
    const once = await wishing(desk.partner.widgetKey, session_id)
    expect(once.ticket_uuid).toBe(again.ticket_uuid)
    const second = { ...FORM, message: "Also: the box was on fire", priority: "Urgent" }
    const filled = await put({
      uuid: again.ticket_uuid,
      token: desk.partner.widgetKey,
      session_id,
      ...second,
    })
    expect(filled.json).toMatchObject({ uuid: again.ticket_uuid, ...second })
    // The first form, sent again by a page that never got its reply, is still the first ticket.
    expect((await put({ uuid: first, ...FORM })).json).toMatchObject({ uuid: first, status: "Open" })
    const made = (await stored()).filter(({ uuid }) => uuid === first || uuid === again.ticket_uuid)
    expect(made.map(({ description }) => description).sort()).toEqual([second.message, FORM.message].sort())
    expect(await commentsOn(first)).toEqual([])
  })

  test.each(["their owner", "a page that knows the uuid alone", "the partner's server"])(
    "lose no word of a form that is sent again with other words, by %s",
    async (who) => {
      const { session_id, ticket_uuid: uuid } = await wishing()
      const caller = {
        "their owner": { token: desk.partner.widgetKey, session_id },
        "a page that knows the uuid alone": {},
        "the partner's server": { token: desk.partner.apiKey },
      }[who]
      await put({ uuid, ...FORM, ...caller })
      await put({ uuid, status: "Closed" }, desk.partner.apiKey)
      const form = { uuid, ...caller, ...FORM, message: "Also: the box was on fire" }
      expect((await put(form)).json).toMatchObject({ uuid, status: "Open" })
      expect((await put(form)).status).toBe(200)
      expect(await commentsOn(uuid)).toEqual([{ actor: "customer", text: form.message }])
    },
  )

  test("need what the form needs", async () => {
    const { ticket_uuid: uuid } = await wishing()
    for (const field of ["message", "name", "email"]) {
      const reply = await put({ uuid, ...FORM, [field]: undefined })
      expect({ field, status: reply.status, loc: reply.json.detail[0].loc }).toEqual({
        field,
        status: 422,
        loc: ["body", field],
      })
    }
    for (const wrong of [{ email: "nobody" }, { priority: "Soon" }, { status: "Lost" }]) {
      const [field = ""] = Object.keys(wrong)
      const reply = await put({ uuid, ...FORM, ...wrong })
      expect(reply.status).toBe(422)
      expect(reply.json.detail[0].loc).toEqual(["body", field])
    }
    expect((await put({})).json.detail[0].loc).toEqual(["body", "uuid"])
    expect((await put({ uuid: "string" })).status).toBe(404)
  })

  test("are shown to their owner, the partner's server and admins, and to nobody else", async () => {
    const opened = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey, name: "Ada", email: "ada@example.com" },
    })
    const token: string = opened.json.sessionToken
    const { ticket_uuid: uuid } = await wishing(token)
    // What is known of them need not be said again.
    const filled = await put({ uuid, token, message: "Help", priority: "urgent" })
    expect(filled.json).toMatchObject({ name: "Ada", email: "ada@example.com", priority: "Urgent" })
    const stranger = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey },
    })
    for (const allowed of [token, desk.partner.apiKey, admin.token, ADMIN_TOKEN])
      expect((await get(uuid, allowed)).json).toEqual(filled.json)
    expect((await get(uuid, undefined, `?token=${token}`)).json).toEqual(filled.json)
    for (const refused of [
      undefined,
      stranger.json.sessionToken,
      desk.partner.widgetKey,
      desk.other.apiKey,
    ]) {
      const hidden = await get(uuid, refused)
      const absent = await get(crypto.randomUUID(), refused)
      expect(hidden.status).toBe(404)
      expect(hidden.text).toBe(absent.text)
    }
    expect((await get(uuid, agent.token)).status).toBe(403)
    expect((await get(uuid, "st_nobody")).status).toBe(401)
    // A stranger does not fill in another's form either.
    const another = await wishing(token)
    const theirs = await put({ uuid: another.ticket_uuid, token: stranger.json.sessionToken, ...FORM })
    expect(theirs.status).toBe(404)
  })

  test("are shown to a visitor by the name of their session", async () => {
    const { session_id, ticket_uuid: uuid } = await wishing()
    await put({ uuid, ...FORM })
    expect((await get(uuid, desk.partner.widgetKey, `?session_id=${session_id}`)).json.message).toBe(
      FORM.message,
    )
    expect((await get(uuid, undefined, `?session_id=${session_id}`)).json.message).toBe(FORM.message)
    expect((await get(uuid, undefined, `?session_id=${crypto.randomUUID()}`)).status).toBe(404)
    expect((await get(uuid, desk.partner.apiKey, `?session_id=${session_id}`)).status).toBe(200)
  })

  test("go their way in S0's words, by admins and the partner's server", async () => {
    const { session_id, ticket_uuid: uuid } = await wishing()
    await put({ uuid, ...FORM })
    const owner = { uuid, session_id, token: desk.partner.widgetKey }
    expect((await put({ ...owner, status: "Closed" })).status).toBe(403)
    expect((await put({ ...owner, priority: "Low" })).status).toBe(403)
    const changes: [string, object, object][] = [
      [desk.partner.apiKey, { status: "Inprogress" }, { status: "Inprogress", closed_at: null }],
      [admin.token, { status: "closed" }, { status: "Closed", closed_at: expect.any(String) }],
      [ADMIN_TOKEN, { status: "in progress", priority: "LOW" }, { status: "Inprogress", priority: "Low" }],
      [admin.token, { subject: "Cookies" }, { subject: "Cookies" }],
    ]
    for (const [token, change, after] of changes)
      expect((await put({ uuid, ...change }, token)).json).toMatchObject(after)
    expect((await put({ uuid, status: "Open" }, agent.token)).status).toBe(403)
    expect((await put({ uuid, status: "Open" }, desk.other.apiKey)).status).toBe(404)
    expect((await put({ ...owner, comment: "They came." })).status).toBe(200)
    const changed = await desk.withDatabase(({ db }) =>
      db
        .selectFrom("ticket_change")
        .innerJoin("ticket", "ticket.id", "ticket_change.ticket_id")
        .select(["actor", "kind", "to_value", "text"])
        .where("uuid", "=", uuid)
        .orderBy("seq")
        .execute(),
    )
    const agentId = `agent-${admin.agent.number}`
    expect(changed.map(({ actor, kind, to_value, text }) => [actor, kind, to_value ?? text])).toEqual([
      ["customer", "created", null],
      ["api", "status", "in_progress"],
      [agentId, "status", "closed"],
      ["operator", "status", "in_progress"],
      ["operator", "priority", "low"],
      [agentId, "subject", "Cookies"],
      ["customer", "comment", "They came."],
    ])
  })

  test("are none where a person takes over", async () => {
    const socket = await agentSocket(desk, 7)
    expect(await wishing()).toMatchObject({ is_human_handoff: true, ticket_uuid: "" })
    await socket.close()
  })

  test("count as messages do, whoever fills the form in", async () => {
    const token = desk.partner.widgetKey
    await admin.call("PATCH", "/settings", { set: { "limits.messages_per_minute": "3" } })
    const { session_id, ticket_uuid: uuid } = await wishing()
    const fill = (message: string) => put({ uuid, token, ...FORM, message })
    const comment = (text: string) => put({ uuid, token, session_id, comment: text })
    const replies = [
      await fill("It leaks"),
      await comment("Still"),
      await fill("A lot"),
      await comment("Yes"),
    ]
    await admin.call("PATCH", "/settings", { unset: ["limits.messages_per_minute"] })
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429, 429])
  })

  test("of many visitors fill nobody's mailbox", async () => {
    const email = "victim@example.com"
    const made: number[] = []
    for (let i = 0; i < 11; i++) {
      const { ticket_uuid: uuid } = await wishing()
      made.push((await put({ uuid, ...FORM, email: i % 2 ? email : email.toUpperCase() })).status)
    }
    expect(made).toEqual([...Array(10).fill(200), 429])
  })

  test("of a page of a foreign origin are refused", async () => {
    const headers = { origin: "https://evil.example" }
    const body = { uuid: crypto.randomUUID(), token: desk.partner.widgetKey, ...FORM }
    expect((await desk.send("PUT", "/ticket", { body, headers })).status).toBe(403)
  })
})
