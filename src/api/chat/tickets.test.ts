import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { failureBody, TICKET_BODY } from "../../../test/fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"

const ADA = { name: "Ada", email: "ada@example.com" }

describe.each([false, true])("a customer's tickets, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres, settings: { "crm.ticket_wait_ms": 1 } })
    acme = guidePartner(desk)
    agent = await signedInAgent(desk, { name: "Grace" })
  })
  afterAll(() => desk.stop())

  /** A visitor who proves nothing, with a session of their own. */
  async function visitor(about: Record<string, unknown> = {}) {
    const { json } = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: acme.keys.widgetKey, ...about },
    })
    return { sessionId: json.id as string, ...caller(json.sessionToken) }
  }
  const caller = (token: string) => ({
    call: (method: string, path: string, body?: unknown) =>
      desk.send(method, `/api/chat${path}`, { body, headers: { authorization: `Bearer ${token}` } }),
  })
  const WISH = { clientId: "wish", description: "My kettle leaks\nsince yesterday" }

  test("is opened once, shown and listed to whoever opened it", async () => {
    const ada = await visitor(ADA)
    const opened = await ada.call("POST", "/tickets", WISH)
    expect(opened.status).toBe(201)
    expect(opened.json).toEqual({
      id: expect.stringMatching(/^T-\d+$/),
      subject: "My kettle leaks since yesterday",
      status: "open",
      priority: "medium",
      createdAt: expect.any(String),
      updatedAt: opened.json.createdAt,
      closedAt: null,
      description: WISH.description,
      history: [
        { seq: 1, at: opened.json.createdAt, kind: "created", by: { kind: "customer", name: "Ada" } },
      ],
    })
    const again = await ada.call("POST", "/tickets", WISH)
    expect([again.status, again.json.id]).toEqual([200, opened.json.id])
    expect((await ada.call("GET", `/tickets/${opened.json.id}`)).json).toEqual(opened.json)
    const { description: _, history: __, ...listed } = opened.json
    expect((await ada.call("GET", "/tickets")).json).toEqual({ tickets: [listed] })
  })

  test("is nobody else's: another visitor, or a verified customer of the same name and address, sees nothing of it", async () => {
    const ada = await visitor(ADA)
    const { id } = (await ada.call("POST", "/tickets", { ...WISH, description: "A secret" })).json
    const begun = await acme.begin("ada@example.com")
    await acme.call("PATCH", "/api/customers/ada@example.com", ADA)
    for (const other of [await visitor(ADA), caller(begun.sessionToken)]) {
      const hidden = await other.call("GET", `/tickets/${id}`)
      const absent = await other.call("GET", "/tickets/T-777")
      expect([hidden.status, hidden.json.detail]).toEqual([404, absent.json.detail])
      const said = await other.call("POST", `/tickets/${id}/comments`, { clientId: "c", text: "Mine!" })
      expect(said.status).toBe(404)
      expect((await other.call("GET", "/tickets")).json).toEqual({ tickets: [] })
    }
    expect((await desk.send("GET", `/api/chat/tickets/${id}`)).status).toBe(401)
  })

  test("of a CRM's failure is nobody's in the chat", async () => {
    const failure = await desk.send("POST", "/api/agent-failure/", { body: failureBody() })
    const { json } = await desk.send("POST", `/api/agent-failure/${failure.json.failure_id}/create-ticket`, {
      body: TICKET_BODY,
    })
    const crmUser = await visitor({ name: "Jane", email: "jane@company.com" })
    expect((await crmUser.call("GET", `/tickets/${json.ticket_id}`)).status).toBe(404)
    expect((await agent.call("GET", `/tickets/${json.ticket_id}`)).json.ticket).toMatchObject({
      source: "failure",
      customer: null,
    })
  })

  test("of a session is told there, and what agents say among themselves is told nowhere", async () => {
    const ada = await visitor(ADA)
    await ada.call("POST", `/sessions/${ada.sessionId}/messages`, { clientId: "m", text: "It leaks" })
    const { id } = (await ada.call("POST", "/tickets", { ...WISH, sessionId: ada.sessionId })).json
    const about = `/tickets/${id}`
    await agent.call("PATCH", about, {
      status: "in_progress",
      priority: "urgent",
      assignee: 1,
      subject: "Kettle",
    })
    await agent.call("POST", `${about}/comments`, {
      clientId: "i",
      text: "A nuisance",
      visibility: "internal",
    })
    await agent.call("POST", `${about}/comments`, {
      clientId: "p",
      text: "It is on its way",
      visibility: "public",
    })
    await agent.call("PATCH", about, { status: "closed" })
    const back = await ada.call("POST", `${about}/comments`, { clientId: "b", text: "It leaks again" })
    expect([back.status, back.json.status, back.json.closedAt]).toEqual([201, "open", null])
    const { json, text } = await ada.call("GET", about)
    expect(text).not.toContain("nuisance")
    expect(json).toMatchObject({ subject: "Kettle", priority: "urgent" })
    const told = json.history.map(({ kind, by, status, text }: (typeof json.history)[number]) => [
      kind,
      by.name,
      status ?? text,
    ])
    expect(told).toEqual([
      ["created", "Ada", undefined],
      ["status", "Grace", "in_progress"],
      ["comment", "Grace", "It is on its way"],
      ["status", "Grace", "closed"],
      ["comment", "Ada", "It leaks again"],
      ["status", "Ada", "open"],
    ])
    const { json: log, text: logText } = await ada.call("GET", `/sessions/${ada.sessionId}/events`)
    expect(logText).not.toContain("nuisance")
    const events = log.events.filter(({ type }: { type: string }) => type === "ticket")
    expect(events.map(({ payload }: { payload: unknown }) => payload)).toEqual([
      { ticketId: id, status: "open", change: "created" },
      { ticketId: id, status: "in_progress", change: "status" },
      {
        ticketId: id,
        status: "in_progress",
        change: "comment",
        comment: { sender: { kind: "agent", id: "agent-1", name: "Grace" }, text: "It is on its way" },
      },
      { ticketId: id, status: "closed", change: "status" },
      {
        ticketId: id,
        status: "closed",
        change: "comment",
        comment: { sender: { kind: "customer", id: expect.any(String) }, text: "It leaks again" },
      },
      { ticketId: id, status: "open", change: "status" },
    ])
    const again = await ada.call("POST", `${about}/comments`, { clientId: "b", text: "It leaks again" })
    expect(again.status).toBe(200)
    expect((await ada.call("GET", about)).json.history).toHaveLength(6)
  })

  test("another's session is no session to open one of", async () => {
    const [ada, eve] = [await visitor(ADA), await visitor(ADA)]
    const refused = await eve.call("POST", "/tickets", { ...WISH, sessionId: ada.sessionId })
    expect(refused.status).toBe(404)
    expect((await eve.call("GET", "/tickets")).json.tickets).toEqual([])
  })

  test.each<[Record<string, unknown>, string]>([
    [{ description: " " }, "description"],
    [{ description: "x".repeat(4_001) }, "description"],
    [{ subject: "x".repeat(201) }, "subject"],
    [{ clientId: undefined }, "clientId"],
    [{ priority: "now" }, "priority"],
    [{ email: "nobody" }, "email"],
  ])("one with %j is refused by its field", async (about, field) => {
    const ada = await visitor(ADA)
    const { status, json } = await ada.call("POST", "/tickets", { ...WISH, ...about })
    expect([status, json.field]).toEqual([422, field])
    expect((await ada.call("GET", "/tickets")).json.tickets).toEqual([])
  })

  test("without a name and an address nobody could be answered; they may come along", async () => {
    const nobody = await visitor()
    expect((await nobody.call("POST", "/tickets", WISH)).json.field).toBe("name")
    expect((await nobody.call("POST", "/tickets", { ...WISH, name: "Ada" })).json.field).toBe("email")
    expect((await nobody.call("POST", "/tickets", { ...WISH, ...ADA })).status).toBe(201)
  })

  test("ten in an hour are enough; a retry is no eleventh", async () => {
    const ada = await visitor({ name: "Many", email: "many@example.com" })
    const open = (i: number) => ada.call("POST", "/tickets", { ...WISH, clientId: `wish-${i}` })
    for (let i = 0; i < 10; i++) expect((await open(i)).status).toBe(201)
    expect((await open(10)).status).toBe(429)
    expect((await open(3)).status).toBe(200)
  })
})
