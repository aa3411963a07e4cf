import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { OPERATOR_SECRET, OperatorTokens } from "../../http/operator-tokens.ts"
import { serverSecret } from "../../storage/repositories/server-secrets.ts"
import type { ConversationDetail, DeskEvent, Summary } from "./protocol.ts"

describe.each([false, true])("conversations over HTTP, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let ada: SignedInAgent
  let grace: SignedInAgent
  let begun = 0

  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    ada = await signedInAgent(desk)
    grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace" })
  })
  afterAll(() => desk.stop())

  /** A customer's conversation that Ada has, so that no bot speaks in it. */
  async function taken(customerId = `customer-${++begun}`) {
    const { id: number } = await acme.begin(customerId)
    expect((await ada.call("POST", `/conversations/${number}/take`)).status).toBe(200)
    const say = async (text: string) => {
      expect((await acme.say(number, customerId, text)).status).toBe(200)
    }
    return { number, customerId, say, path: `/conversations/${number}` }
  }
  const summaryOf = async (number: number): Promise<Summary> =>
    (await ada.call("GET", `/conversations/${number}`)).json.conversation
  const listed = async (query: string, by = ada): Promise<number[]> =>
    (await by.call("GET", `/conversations?${query}`)).json.conversations.map((one: Summary) => one.number)

  test("events come after no place that cannot be", async () => {
    const { path } = await taken()
    expect(await ada.call("GET", `${path}/events?after=3000000000`)).toMatchObject({
      status: 422,
      json: { field: "after" },
    })
  })

  test("a summary says who it is with, whose it is, what was said last and what nobody has read", async () => {
    const { number, say, path } = await taken("ada-lovelace")
    await acme.call("PATCH", "/api/customers/ada-lovelace", { name: "Ada L.", email: "ada@example.com" })
    await say("One")
    await say(`${"🦊".repeat(199)}xyz`)
    const summary = await summaryOf(number)
    expect(summary).toEqual({
      number,
      status: "active",
      handler: "person",
      priority: "medium",
      customer: {
        ref: "v-ada-lovelace",
        id: "ada-lovelace",
        name: "Ada L.",
        email: "ada@example.com",
        verified: true,
        here: false,
      },
      agent: { number: 1, name: "Ada" },
      lastSeq: 3,
      readByAgent: 0,
      readByCustomer: 0,
      unread: 2,
      lastMessage: { seq: 3, from: "customer", text: `${"🦊".repeat(199)}x`, at: expect.any(String) },
      queuedAt: expect.any(String),
      assignedAt: expect.any(String),
      position: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    expect((await ada.call("POST", `${path}/read`, { seq: 2 })).status).toBe(204)
    expect(await summaryOf(number)).toMatchObject({ readByAgent: 2, unread: 1, lastSeq: 4 })
    // The customer's read tick, and what was read twice, change nothing.
    expect((await ada.call("POST", `${path}/read`, { seq: 1 })).status).toBe(204)
    expect((await ada.call("POST", `${path}/read`, { seq: 999 })).status).toBe(204)
    expect(await summaryOf(number)).toMatchObject({ readByAgent: 4, unread: 0, lastSeq: 5 })
  })

  test("a reply is stored once under its name, with the agent's name and where it came from", async () => {
    const { number, path, customerId } = await taken()
    const body = {
      clientId: "r1",
      text: "Good morning",
      source: { title: "Greetings", url: "https://x.example" },
    }
    const first = await ada.call("POST", `${path}/messages`, body)
    expect(first.status).toBe(201)
    expect(first.json).toEqual({
      seq: 2,
      type: "message",
      at: expect.any(String),
      sender: { kind: "agent", id: "agent-1", name: "Ada" },
      clientId: "r1",
      text: "Good morning",
      data: { source: body.source },
    })
    const again = await ada.call("POST", `${path}/messages`, body)
    expect({ status: again.status, json: again.json }).toEqual({ status: 200, json: first.json })
    // Another agent's names are their own.
    expect((await grace.call("POST", `${path}/messages`, { ...body, text: "Me too" })).status).toBe(201)
    const { json } = await ada.call("GET", `${path}/events?after=1`)
    expect(json.events.map((one: DeskEvent) => [one.seq, one.sender.name, one.text])).toEqual([
      [2, "Ada", "Good morning"],
      [3, "Grace", "Me too"],
    ])
    expect(json.lastSeq).toBe(3)
    expect(await summaryOf(number)).toMatchObject({ agent: { number: 1 }, unread: 0 })
    const seen = await acme.call("GET", `/api/partner/messages/${number}`)
    expect(seen.json.map((one: { content: string }) => one.content)).toEqual(["Good morning", "Me too"])
    expect(customerId).toStartWith("customer-")
  })

  test("a first reply makes the conversation the agent's, who joins before they speak", async () => {
    const { id: number } = await acme.begin("unasked")
    const sent = await grace.call("POST", `/conversations/${number}/messages`, {
      clientId: "1",
      text: "Hello",
    })
    expect(sent.status).toBe(201)
    expect(await summaryOf(number)).toMatchObject({
      status: "active",
      handler: "person",
      agent: { number: 2, name: "Grace" },
    })
    const { json } = await ada.call("GET", `/conversations/${number}/events`)
    expect(sent.json).toMatchObject({ seq: json.events[1].seq, type: "message", text: "Hello" })
    expect(json.events[1]).toMatchObject({ type: "message", text: "Hello" })
    expect(json.events[0]).toMatchObject({
      type: "status",
      sender: { kind: "agent", id: "agent-2", name: "Grace" },
      data: { status: "active", handler: "person", agentId: 2, agentName: "Grace", reason: "agent_joined" },
    })
  })

  test("what cannot be sent is refused by its field", async () => {
    const { path } = await taken()
    const refused = async (what: string, body: unknown) => {
      const { status, json } = await ada.call("POST", `${path}/${what}`, body)
      return [status, json.field]
    }
    for (const what of ["messages", "notes"]) {
      expect(await refused(what, { text: "Hi" })).toEqual([422, "clientId"])
      expect(await refused(what, { clientId: "a\nb", text: "Hi" })).toEqual([422, "clientId"])
      expect(await refused(what, { clientId: "x".repeat(101), text: "Hi" })).toEqual([422, "clientId"])
      expect(await refused(what, { clientId: "a" })).toEqual([422, "text"])
      expect(await refused(what, { clientId: "a", text: " \n" })).toEqual([422, "text"])
      expect(await refused(what, { clientId: "a", text: "x".repeat(4_001) })).toEqual([422, "text"])
      expect(await refused(what, "[]")).toEqual([422, "body"])
      expect((await refused(what, "{"))[0]).toBe(400)
    }
    expect(await refused("messages", { clientId: "a", text: "Hi", source: {} })).toEqual([
      422,
      "source.title",
    ])
    expect(await refused("read", { seq: -1 })).toEqual([422, "seq"])
    expect(await refused("transfer", {})).toEqual([422, "agent"])
    expect(await refused("transfer", { agent: 2, queue: true })).toEqual([422, "agent"])
    expect(await refused("transfer", { agent: 77 })).toEqual([422, "agent"])
    expect(await refused("priority", { priority: "huge" })).toEqual([422, "priority"])
  })

  test("conversations are taken, transferred, given back, closed and opened again", async () => {
    const { number, path } = await taken()
    const move = async (what: string, body?: unknown, by = ada): Promise<Summary> => {
      const { status, json } = await by.call("POST", `${path}/${what}`, body)
      expect(status).toBe(200)
      return json
    }
    expect(await move("take", undefined, grace)).toMatchObject({
      number,
      agent: { number: 2, name: "Grace" },
    })
    expect(await move("transfer", { agent: 1, note: "Yours" }, grace)).toMatchObject({ agent: { number: 1 } })
    expect(await move("transfer", { queue: true })).toMatchObject({
      status: "waiting",
      agent: null,
      position: expect.any(Number),
    })
    expect(await move("priority", { priority: "urgent" })).toMatchObject({ priority: "urgent", position: 1 })
    expect(await move("take")).toMatchObject({ agent: { number: 1 }, position: null })
    expect(await move("close")).toMatchObject({ status: "closed", agent: { number: 1 } })
    expect(await listed("view=open")).not.toContain(number)
    expect(await listed("view=closed&agent=1")).toContain(number)
    const late = await ada.call("POST", `${path}/messages`, { clientId: "late", text: "Hello?" })
    expect(late.status).toBe(409)
    expect(late.json.detail).toBe("This conversation has ended. Reopen it to go on.")
    expect((await ada.call("POST", `${path}/take`)).status).toBe(409)
    expect(await move("reopen")).toMatchObject({ status: "active", agent: { number: 1 } })
    const { lastSeq } = await move("hand-back")
    expect(await move("hand-back")).toMatchObject({ status: "active", handler: "bot", agent: null, lastSeq })
  })

  test("a transfer's note is kept where the conversation is there already, and with a transfer that is refused it is not", async () => {
    const { path } = await taken()
    const transfer = (body: object) => ada.call("POST", `${path}/transfer`, body)
    const notes = async () => {
      const { events } = (await ada.call("GET", `${path}/events`)).json
      return events.filter(({ type }: DeskEvent) => type === "note").map(({ text }: DeskEvent) => text)
    }
    await grace.call("POST", `${path}/take`)
    const { json } = await transfer({ agent: 2, note: "She likes tea" })
    expect(json).toMatchObject({ status: "active", agent: { number: 2 } })
    expect((await transfer({ agent: 2 })).status).toBe(200)
    await transfer({ queue: true })
    expect((await transfer({ queue: true, note: "No hurry" })).json).toMatchObject({ status: "waiting" })
    expect(await notes()).toEqual(["She likes tea", "No hurry"])
    await ada.call("POST", `${path}/close`)
    expect((await transfer({ queue: true, note: "Too late" })).status).toBe(409)
    expect(await notes()).toEqual(["She likes tea", "No hurry"])
  })

  test("lists are by view, whose they are and with whom, page by page", async () => {
    const mine = await taken("listed")
    const queued = await taken("listed")
    await ada.call("POST", `${queued.path}/transfer`, { queue: true })
    const graces = await taken("listed")
    await grace.call("POST", `${graces.path}/take`)
    const bots = await taken("listed")
    await ada.call("POST", `${bots.path}/hand-back`)
    const closed = await taken("listed")
    await ada.call("POST", `${closed.path}/close`)
    const silent = await acme.begin("listed")
    const all = [closed, bots, graces, queued, mine].map(({ number }) => number)
    const of = (query: string, by = ada) => listed(`customer=v-listed&${query}`, by)
    expect(await of("view=all")).toEqual(all)
    expect(await of("view=all")).not.toContain(silent.id)
    expect(await of("")).toEqual(all.slice(1))
    expect(await of("view=mine")).toEqual([mine.number])
    expect(await of("view=mine", grace)).toEqual([graces.number])
    expect(await of("view=open&agent=2")).toEqual([graces.number])
    expect(await of("view=bot")).toEqual([bots.number])
    expect(await of("view=closed")).toEqual([closed.number])
    expect(await listed("view=all&customer=v-nobody")).toEqual([])
    expect(await listed("view=all&customer=nonsense")).toEqual([])
    const page = async (before: string) => {
      const { json } = await ada.call("GET", `/conversations?view=all&customer=v-listed&limit=2${before}`)
      return [json.conversations.map((one: Summary) => one.number), json.more]
    }
    expect(await page("")).toEqual([all.slice(0, 2), true])
    expect(await page(`&before=${all[1]}`)).toEqual([all.slice(2, 4), true])
    expect(await page(`&before=${all[3]}`)).toEqual([all.slice(4), false])
    for (const query of ["view=nonsense", "limit=0", "limit=501", "agent=x", "before=-1"])
      expect((await ada.call("GET", `/conversations?${query}`)).status).toBe(422)
  })

  test("nobody's are the operator's own: what is asked for by nobody is not everybody's", async () => {
    const secret = await desk.withDatabase(({ db }) => serverSecret(db, OPERATOR_SECRET))
    const as = (agentNumber: number | undefined) => {
      const token = new OperatorTokens(secret).issue({ partnerId: desk.partner.id, agentNumber }, new Date())
      const headers = { authorization: `Bearer ${token}` }
      return desk.send("GET", "/api/desk/conversations?view=mine", { headers })
    }
    expect(await as(undefined)).toMatchObject({ status: 403, json: { error: "forbidden" } })
    const numbers = (await as(2)).json.conversations.map((one: Summary) => one.number)
    expect(numbers).toEqual(await listed("view=mine", grace))
  })

  test("the queue has its order, by urgency and then by age", async () => {
    const waiting: number[] = []
    for (let i = 0; i < 3; i++) {
      const one = await taken(`queued-${i}`)
      await ada.call("POST", `${one.path}/transfer`, { queue: true })
      waiting.push(one.number)
    }
    await ada.call("POST", `/conversations/${waiting[2]}/priority`, { priority: "high" })
    const { json } = await ada.call("GET", "/queue")
    const order = json.conversations.map((one: Summary) => one.number)
    expect(json.waiting).toBe(order.length)
    expect(json.conversations.map((one: Summary) => one.position)).toEqual(
      order.map((_: number, i: number) => i + 1),
    )
    expect(json.longestWaitSeconds).toBeGreaterThanOrEqual(0)
    const ours = order.filter((number: number) => waiting.includes(number))
    expect(ours).toEqual([waiting[2], waiting[0], waiting[1]])
    expect(await listed("view=queue")).toEqual(order)
    expect(await listed(`view=queue&before=${order[0]}&limit=1`)).toEqual([order[1]])
  })

  test("the whole of one says who the customer is, where they were, and their flashback", async () => {
    const session = await desk.send("POST", "/api/chat/sessions", {
      body: {
        widgetKey: desk.partner.widgetKey,
        page: { url: "https://acme.example/pricing", title: "Prices" },
      },
    })
    const number = session.json.conversationId
    const { json } = await ada.call("GET", `/conversations/${number}`)
    expect(json).toMatchObject({
      conversation: { number, lastSeq: 0, lastMessage: null, unread: 0 },
      customer: { id: session.json.customerId, verified: false, conversations: 1 },
      why: null,
      page: { url: "https://acme.example/pricing", title: "Prices" },
      flashback: null,
    } satisfies { [Key in keyof ConversationDetail]: unknown })
    const { number: known } = await taken("born")
    await acme.call("PATCH", "/api/customers/born", { birthdate: "1990-01-15" })
    const detail = (await ada.call("GET", `/conversations/${known}`)).json
    expect(detail.flashback.firstEventTrait).toBeString()
    expect(detail.flashback.firstEventDate.year).toBeNumber()
  })

  test("a transcript has what was said, notes where they are wanted; the route says how it came there", async () => {
    const { path, say } = await taken("kept")
    await say("Where is it?")
    await ada.call("POST", `${path}/notes`, { clientId: "n", text: "Lost in the post" })
    await ada.call("POST", `${path}/messages`, { clientId: "m", text: "On its way" })
    const text = async (query = "") => {
      const { text, headers } = await ada.call("GET", `${path}/transcript${query}`)
      expect(headers.get("content-disposition")).toMatch(/^attachment; filename="conversation-\d+\./)
      return text
    }
    expect((await text()).replaceAll(/\[.*?\]/g, "[…]")).toBe(
      "[…] kept:\nWhere is it?\n\n[…] Ada:\nOn its way\n\n",
    )
    expect(await text("?notes=true")).toContain("Ada (note):\nLost in the post\n")
    expect(JSON.parse(await text("?format=json&notes=true")).lines).toMatchObject([
      { type: "message", from: "customer", name: "kept", text: "Where is it?" },
      { type: "note", from: "agent", name: "Ada", text: "Lost in the post" },
      { type: "message", from: "agent", name: "Ada", text: "On its way" },
    ])
    expect((await ada.call("GET", `${path}/transcript?format=pdf`)).status).toBe(422)
    const { decisions } = (await ada.call("GET", `${path}/route`)).json
    expect(decisions).toMatchObject([
      { kind: "taken", agent: { number: 1, name: "Ada" }, sentence: expect.stringContaining("Ada") },
    ])
  })

  test("what is no conversation is not found, and nobody comes in without a token", async () => {
    for (const number of ["0", "-1", "x", "1e3", "9999999", "1".repeat(40)]) {
      expect((await ada.call("GET", `/conversations/${number}`)).status).toBe(404)
      expect((await ada.call("POST", `/conversations/${number}/take`)).status).toBe(404)
    }
    for (const path of ["/conversations", "/queue", "/conversations/1", "/conversations/1/events"])
      expect((await desk.send("GET", `/api/desk${path}`)).status).toBe(401)
  })
})
