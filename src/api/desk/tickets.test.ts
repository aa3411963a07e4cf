import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { openSocket } from "../../../test/socket-client.ts"
import { OPERATOR_SECRET, OperatorTokens } from "../../http/operator-tokens.ts"
import { serverSecret } from "../../storage/repositories/server-secrets.ts"

const ADA = { name: "Ada", email: "ada@example.com" }

describe.each([false, true])("tickets at the desk, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let agent: SignedInAgent
  let grace: SignedInAgent
  let stranger: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    agent = await signedInAgent(desk)
    grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace" })
    stranger = await signedInAgent(desk, { email: "eve@other.example" }, desk.other)
  })
  afterAll(() => desk.stop())

  const open = async (about: Record<string, unknown> = {}) =>
    (
      await agent.call("POST", "/tickets", {
        clientId: crypto.randomUUID(),
        description: "The kettle leaks",
        requester: ADA,
        ...about,
      })
    ).json
  const numbers = async (query: string, who = agent): Promise<number[]> => {
    const { json } = await who.call("GET", `/tickets?${query}`)
    return json.tickets.map(({ number }: { number: number }) => number)
  }
  const patch = (number: number, body: unknown) => agent.call("PATCH", `/tickets/${number}`, body)

  test("an agent opens one for somebody who called; it goes by its number, T- and its number, and its uuid", async () => {
    const wish = {
      clientId: "call-1",
      description: "Called:\n the kettle leaks",
      requester: ADA,
      priority: "high",
    }
    const opened = await agent.call("POST", "/tickets", wish)
    expect(opened.status).toBe(201)
    const { ticket, history, description } = opened.json
    expect(ticket).toMatchObject({
      reference: `T-${ticket.number}`,
      subject: "Called: the kettle leaks",
      status: "open",
      priority: "high",
      requester: { ...ADA, phone: null },
      customer: null,
      conversation: null,
      assignee: null,
      source: "desk",
      closedAt: null,
    })
    expect(description).toBe(wish.description)
    expect(history).toEqual([
      {
        seq: 1,
        at: ticket.createdAt,
        actor: { id: "agent-1", name: "Ada" },
        kind: "created",
        from: null,
        to: null,
      },
    ])
    const again = await agent.call("POST", "/tickets", { ...wish, description: "Other words" })
    expect(again.status).toBe(200)
    expect(again.json).toEqual(opened.json)
    for (const name of [ticket.number, `T-${ticket.number}`, ticket.uuid, ticket.uuid.toUpperCase()])
      expect((await agent.call("GET", `/tickets/${name}`)).json).toEqual(opened.json)
    for (const name of ["0", "-1", "1e3", "T-", "T-0", "x", crypto.randomUUID()])
      expect((await agent.call("GET", `/tickets/${name}`)).status).toBe(404)
  })

  test("the same name of another agent's is another ticket", async () => {
    const wish = { clientId: "shared", description: "It leaks", requester: ADA }
    const [one, other] = [
      await agent.call("POST", "/tickets", wish),
      await grace.call("POST", "/tickets", wish),
    ]
    expect(other.json.ticket.number).not.toBe(one.json.ticket.number)
  })

  test("one of a conversation is its customer's, takes along what was said, and is told there", async () => {
    const { id, customerId } = await acme.begin("ticket-customer")
    await acme.call("PATCH", "/api/customers/ticket-customer", ADA)
    await acme.say(id, customerId, "My kettle leaks")
    const { ticket, transcript } = await open({
      conversation: id,
      customer: "v-ticket-customer",
      requester: undefined,
    })
    expect(ticket).toMatchObject({ conversation: id, customer: "v-ticket-customer", requester: ADA })
    expect(transcript[0]).toMatchObject({ role: "user", name: "Ada", content: "My kettle leaks" })
    await patch(ticket.number, { status: "in_progress", priority: "urgent" })
    await agent.call("POST", `/tickets/${ticket.number}/comments`, {
      clientId: "i",
      text: "Third one this week",
      visibility: "internal",
    })
    await agent.call("POST", `/tickets/${ticket.number}/comments`, {
      clientId: "p",
      text: "A new one is on its way",
      visibility: "public",
    })
    const { json } = await agent.call("GET", `/conversations/${id}/events`)
    const told = json.events.filter(({ type }: { type: string }) => type === "ticket")
    const about = { ticketId: ticket.reference }
    expect(told.map(({ data }: { data: unknown }) => data)).toEqual([
      { ...about, status: "open", change: "created" },
      { ...about, status: "in_progress", change: "status" },
      { ...about, status: "in_progress", change: "comment", comment: "A new one is on its way" },
    ])
    expect(told[2].sender).toEqual({ kind: "agent", id: "agent-1", name: "Ada" })
    const customer = (await agent.call("GET", "/customers/v-ticket-customer")).json
    expect(customer.tickets.map(({ number }: { number: number }) => number)).toEqual([ticket.number])
    expect(await numbers(`view=all&conversation=${id}`)).toEqual([ticket.number])
    expect(await numbers("view=all&customer=v-ticket-customer")).toEqual([ticket.number])
    expect(await numbers("view=all&customer=v-nobody")).toEqual([])
    for (const other of ["v-somebody-else", "u-ticket-customer"]) {
      const wish = { clientId: other, description: "It leaks", conversation: id, customer: other }
      const { status, json } = await agent.call("POST", "/tickets", wish)
      expect({ status, field: json.field, detail: json.detail }).toEqual({
        status: 422,
        field: "customer",
        detail: "customer is not the conversation's: leave it out.",
      })
    }
  })

  test("what is changed is noted with who and from what; what is so already is not", async () => {
    const { ticket } = await open()
    const change = { status: "in_progress", priority: "urgent", subject: " The  kettle ", assignee: 2 }
    const changed = await patch(ticket.number, change)
    expect(changed.json).toMatchObject({
      status: "in_progress",
      priority: "urgent",
      subject: "The kettle",
      assignee: { number: 2, name: "Grace" },
    })
    expect((await patch(ticket.number, change)).json).toEqual(changed.json)
    const closed = (
      await grace.call("PATCH", `/tickets/${ticket.number}`, { status: "closed", assignee: null })
    ).json
    expect(closed.closedAt).toBe(closed.updatedAt)
    expect((await patch(ticket.number, { status: "open" })).json.closedAt).toBeNull()
    const { history } = (await agent.call("GET", `/tickets/${ticket.number}`)).json
    const said = history.map(({ actor, kind, from, to }: (typeof history)[number]) => [
      actor.name,
      kind,
      from,
      to,
    ])
    expect(said).toEqual([
      ["Ada", "created", null, null],
      ["Ada", "status", "open", "in_progress"],
      ["Ada", "priority", "medium", "urgent"],
      ["Ada", "subject", "The kettle leaks", "The kettle"],
      ["Ada", "assignee", null, "2"],
      ["Grace", "status", "in_progress", "closed"],
      ["Grace", "assignee", "2", null],
      ["Ada", "status", "closed", "open"],
    ])
    const given = history.filter(({ kind }: { kind: string }) => kind === "assignee")
    expect(given).toMatchObject([{ toName: "Grace" }, { fromName: "Grace" }])
  })

  test("a retry under the same name changes and says nothing again", async () => {
    const { ticket } = await open()
    await patch(ticket.number, { clientId: "c", status: "closed" })
    await patch(ticket.number, { status: "open" })
    expect((await patch(ticket.number, { clientId: "c", status: "closed" })).json.status).toBe("open")
    const say = (clientId: string) =>
      agent.call("POST", `/tickets/${ticket.number}/comments`, {
        clientId,
        text: "Hm",
        visibility: "internal",
      })
    const [first, again] = [await say("d"), await say("d")]
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual(first.json)
    expect((await say("c")).status).toBe(409)
    expect((await patch(ticket.number, { clientId: "d", status: "closed" })).status).toBe(409)
  })

  test("are found by their requester's address in whatever letters it is typed", async () => {
    const { ticket } = await open({ requester: { name: "Jo", email: "info@müller.example" } })
    for (const typed of ["info@müller.example", "MÜLLER.example", "info@xn--mller-kva.example"])
      expect(await numbers(`q=${encodeURIComponent(typed)}`)).toEqual([ticket.number])
  })

  test("lists are by view, by what they say and by words, a page at a time", async () => {
    const made: number[] = []
    for (let i = 0; i < 5; i++)
      made.push((await open({ description: `Zebra ${i}`, subject: `Ümlaut ${i}` })).ticket.number)
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = made
    await patch(a, { status: "closed" })
    await patch(b, { assignee: 1, priority: "low" })
    await patch(c, { assignee: 2, status: "in_progress" })
    expect(await numbers("q=zebra")).toEqual([e, d, c, b])
    expect(await numbers("q=zebra&view=unassigned")).toEqual([e, d])
    expect(await numbers("q=zebra&view=mine")).toEqual([b])
    expect(await numbers("q=zebra&view=closed")).toEqual([a])
    expect(await numbers("q=zebra&view=all")).toEqual([e, d, c, b, a])
    expect(await numbers("q=zebra&status=in_progress")).toEqual([c])
    expect(await numbers("q=zebra&assignee=2")).toEqual([c])
    expect(await numbers("q=zebra&priority=low")).toEqual([b])
    expect(await numbers(`q=${encodeURIComponent("ümlaut 3")}`)).toEqual([d])
    expect(await numbers(`q=T-${e}`)).toContain(e)
    expect(await numbers("q=requester")).toEqual([])
    expect(await numbers("q=100%25")).toEqual([])
    const page = (await agent.call("GET", "/tickets?q=zebra&limit=2")).json
    expect([page.tickets.length, page.more]).toEqual([2, true])
    expect(await numbers(`q=zebra&limit=2&before=${d}`)).toEqual([c, b])
    expect(await numbers("view=all", stranger)).toEqual([])
  })

  test.each<[string, string, string]>([
    ["GET", "/tickets?view=lost", "view"],
    ["GET", "/tickets?status=inprogress", "status"],
    ["GET", "/tickets?limit=201", "limit"],
    ["GET", "/tickets?before=x", "before"],
    ["GET", "/tickets/export?format=xml", "format"],
  ])("%s %s is refused by its field", async (method, path, field) => {
    expect((await agent.call(method, path)).json).toMatchObject({ error: "invalid_input", field })
  })

  test.each<[Record<string, unknown>, string]>([
    [{ description: " " }, "description"],
    [{ description: "x".repeat(20_001) }, "description"],
    [{ subject: "x".repeat(201) }, "subject"],
    [{ subject: "  " }, "subject"],
    [{ priority: "now" }, "priority"],
    [{ assignee: 777 }, "assignee"],
    [{ requester: { name: "Ada" } }, "email"],
    [{ requester: { email: "ada@example.com" } }, "name"],
    [{ requester: { ...ADA, email: "nobody" } }, "requester.email"],
    [{ clientId: "a\nb" }, "clientId"],
    [{ clientid: "a" }, "clientid"],
  ])("one with %j is refused by its field", async (about, field) => {
    const before = await numbers("view=all")
    expect((await open(about)).field).toBe(field)
    expect(await numbers("view=all")).toEqual(before)
  })

  test("a change of nothing, or to what cannot be, is refused by its field", async () => {
    const { ticket } = await open()
    const fieldOf = async (body: unknown) => (await patch(ticket.number, body)).json.field
    expect(await fieldOf({})).toBe("body")
    expect(await fieldOf({ clientId: "x" })).toBe("body")
    expect(await fieldOf({ status: "done" })).toBe("status")
    expect(await fieldOf({ assignee: 777 })).toBe("assignee")
    expect(await fieldOf({ subject: "" })).toBe("subject")
    expect(await fieldOf({ number: 1 })).toBe("number")
    const say = async (body: unknown) =>
      (await agent.call("POST", `/tickets/${ticket.number}/comments`, body)).json.field
    expect(await say({ clientId: "c", text: "Hm" })).toBe("visibility")
    expect(await say({ clientId: "c", text: " ", visibility: "public" })).toBe("text")
    const { history } = (await agent.call("GET", `/tickets/${ticket.number}`)).json
    expect(history).toHaveLength(1)
  })

  test("an export of more tickets than are in memory at once has each once, the newest first", async () => {
    const { ticket } = await open()
    await desk.withDatabase(async ({ db }) => {
      const { id: _, ...row } = await db
        .selectFrom("ticket")
        .selectAll()
        .where("uuid", "=", ticket.uuid)
        .executeTakeFirstOrThrow()
      const more = Array.from({ length: 401 }, (_, i) => ({
        ...row,
        partner_id: desk.other.id,
        number: i + 1,
        uuid: crypto.randomUUID(),
        open_key: `many ${i}`,
        last_change: 0,
      }))
      await db.insertInto("ticket").values(more).execute()
    })
    const { json } = await stranger.call("GET", "/tickets/export?format=json")
    expect(json.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: 401 }, (_, i) => 401 - i),
    )
    await desk.withDatabase(({ db }) =>
      db.deleteFrom("ticket").where("partner_id", "=", desk.other.id).execute(),
    )
  })

  test("the export has every ticket once, with its history as JSON and a row as CSV", async () => {
    const { ticket } = await open({
      description: 'Says "it leaks",\nall the time',
      subject: "=HYPERLINK(1)",
      requester: { name: "Zoë, the first", email: "zoe@example.com" },
    })
    const exported = await agent.call("GET", `/tickets/export?format=json&q=${ticket.reference}&view=all`)
    expect(exported.headers.get("content-disposition")).toContain("tickets.json")
    const [one] = exported.json
    expect(one).toMatchObject({ ...ticket, history: [{ kind: "created" }] })
    const csv = await agent.call("GET", `/tickets/export?q=${ticket.reference}`)
    expect(csv.headers.get("content-type")).toContain("text/csv")
    expect(csv.text).toContain(`"Says ""it leaks"",\nall the time"`)
    expect(csv.text).toContain(`'=HYPERLINK(1),"Zoë, the first",zoe@example.com`)
    const all = (await agent.call("GET", "/tickets/export?format=json")).json
    expect(all.map(({ number }: { number: number }) => number)).toEqual(await numbers("view=all&limit=200"))
    expect((await stranger.call("GET", "/tickets/export?format=json")).json).toEqual([])
    expect((await stranger.call("GET", "/tickets/export")).text.split("\r\n")).toHaveLength(2)
  })

  test("clients of the partner's agents are told at once that a ticket changed, and nobody else", async () => {
    const connect = (one: SignedInAgent) =>
      openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${one.token}` })
    const [own, theirs] = [await connect(grace), await connect(stranger)]
    for (const socket of [own, theirs]) {
      socket.send({ type: "hello", payload: {} })
      await socket.next("ready")
    }
    const { ticket } = await open()
    await own.next("tickets")
    await patch(ticket.number, { status: "closed" })
    await own.next("tickets")
    await patch(ticket.number, { status: "closed" })
    const { keys } = acme
    const session = await desk.send("POST", "/api/chat/sessions", { body: { widgetKey: keys.widgetKey } })
    await desk.send("POST", "/api/chat/tickets", {
      body: { clientId: "c", description: "From the chat", ...ADA },
      headers: { authorization: `Bearer ${session.json.sessionToken}` },
    })
    // Nobody tells of this one: it is seen.
    await own.next("tickets")
    expect((await theirs.settled()).some(({ type }) => type === "tickets")).toBe(false)
    own.close()
    theirs.close()
  })

  test("the operator's command line acts as the operator, and nothing is theirs", async () => {
    const secret = await desk.withDatabase(({ db }) => serverSecret(db, OPERATOR_SECRET))
    const token = new OperatorTokens(secret).issue(
      { partnerId: desk.partner.id, agentNumber: undefined },
      new Date(),
    )
    const call = (method: string, path: string, body?: unknown) =>
      desk.send(method, `/api/desk${path}`, { headers: { authorization: `Bearer ${token}` }, body })
    const { ticket } = await open()
    await call("PATCH", `/tickets/${ticket.number}`, { status: "closed" })
    const { history } = (await agent.call("GET", `/tickets/${ticket.number}`)).json
    expect(history.at(-1).actor).toEqual({ id: "operator", name: "Operator" })
    expect((await call("GET", "/tickets?view=mine")).status).toBe(403)
  })
})
