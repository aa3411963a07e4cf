import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { type Frame, openSocket, type SocketClient } from "../../../test/socket-client.ts"
import { until } from "../../../test/wait.ts"
import { partnerById, updatePartner } from "../../storage/repositories/partners.ts"

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const ORDER = { commandType: "order_lookup", value: { id: "ORD-12345", nested: [1, null, "ü"] } }

describe.each([false, true])("the socket of the guide, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  const open: SocketClient[] = []
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
  })
  afterAll(async () => {
    for (const socket of open) socket.close()
    await desk.stop()
  })

  const kept = async (socket: Promise<SocketClient>) => {
    open.push(await socket)
    return socket
  }
  const asCustomer = ({ customerId, sessionToken }: { customerId: string; sessionToken: string }) =>
    kept(acme.connect({ clientId: customerId, token: sessionToken }))
  const typesOf = (frames: readonly Frame[]) => frames.map(({ type }) => type)

  test.each([
    ["customer", 500],
    ["agent", 1_000],
    ["server", 5_000],
  ] as const)("a %s may send %i frames in a second, and is sent away with more", async (who, most) => {
    const socket = await {
      customer: async () => asCustomer(await acme.begin("busy")),
      agent: () => kept(acme.connectAgent(9)),
      server: () => kept(acme.connectServer()),
    }[who]()
    const flood = (frames: number) => {
      for (let i = 0; i < frames; i++) socket.send('{"type":"ping"}')
    }
    flood(most - 1)
    const pongs = () => socket.frames.filter(({ type }) => type === "pong").length
    await until("every frame is answered", () => pongs() === most - 1)
    // Enough for two seconds: the burst may fall on the border between them.
    flood(2 * most + 1)
    expect(await socket.closed).toEqual({ code: 4429, reason: "Too many frames a second." })
  })

  test("tells customer, agent and server of a message alike, in the guide's shape", async () => {
    const conversation = await acme.begin("shapes")
    const { id: conversationId, customerId } = conversation
    await acme.agentSays(conversationId, 2, "Hi there!")
    const [customer, agent, server] = await Promise.all([
      asCustomer(conversation),
      kept(acme.connectAgent(2)),
      kept(acme.connectServer()),
    ])
    const colleague = await kept(acme.connectAgent(3))
    const payload = {
      conversationId,
      content: "Hello, I need help",
      senderId: customerId,
      isFromAgent: false,
      metadata: ORDER,
      clientMessageId: "mine",
    }
    customer.send({ type: "message", payload })
    const frame = await customer.next("message")
    expect(frame).toEqual({
      type: "message",
      seq: 3,
      payload: { id: expect.any(Number), ...payload, timestamp: TIME, readStatus: false },
    })
    expect(await agent.next("message")).toEqual(frame)
    expect(await server.next("message")).toEqual(frame)
    expect(typesOf(await colleague.settled())).not.toContain("message")
    const polled = await acme.call("GET", `/api/partner/conversations/${conversationId}/events?after=2`)
    expect(polled.json.events).toEqual([frame])
  })

  test("passes typing on, to others only, and stores nothing of it", async () => {
    const conversation = await acme.begin("typing")
    const { id: conversationId } = conversation
    await acme.agentSays(conversationId, 2, "Hi there!")
    const [customer, agent] = [await asCustomer(conversation), await kept(acme.connectAgent(2))]
    const before = (await acme.call("GET", `/api/partner/conversations/${conversationId}/events`)).json
      .lastSeq
    customer.send({ type: "typing", payload: { conversationId, isTyping: true, isAgent: false } })
    expect(await agent.next("typing")).toEqual({
      type: "typing",
      payload: { conversationId, isTyping: true, isAgent: false },
    })
    agent.send({ type: "typing", payload: { conversationId, isTyping: false, isAgent: true } })
    expect((await customer.next("typing")).payload).toEqual({
      conversationId,
      isTyping: false,
      isAgent: true,
    })
    expect(typesOf(await customer.settled()).filter((type) => type === "typing")).toHaveLength(1)
    // Whoever has no socket says it by a call.
    const call = (isTyping: boolean, key: string) =>
      acme.call("POST", `/api/partner/conversations/${conversationId}/typing`, { isTyping }, acme.bearer(key))
    expect((await call(false, conversation.sessionToken)).status).toBe(204)
    const stopped = { conversationId, isTyping: false, isAgent: false }
    for (const each of [agent, customer]) expect((await each.next("typing")).payload).toEqual(stopped)
    expect((await call(true, acme.keys.apiKey)).status).toBe(204)
    expect((await customer.next("typing")).payload).toEqual({ conversationId, isTyping: true, isAgent: true })
    expect((await acme.call("GET", `/api/partner/conversations/${conversationId}/events`)).json.lastSeq).toBe(
      before,
    )
  })

  test("tells typing to the agent who has it by now, whoever had it when its customer came", async () => {
    const conversation = await acme.begin("handed over")
    const { id: conversationId, customerId: senderId } = conversation
    const customer = await asCustomer(conversation)
    const [first, second] = [await kept(acme.connectAgent(2)), await kept(acme.connectAgent(3))]
    customer.send({ type: "message", payload: { conversationId, senderId, content: "Hello?" } })
    await customer.next("message")
    await acme.agentSays(conversationId, 3, "Hi there!")
    await second.next("message")
    customer.send({ type: "typing", payload: { conversationId, isTyping: true, isAgent: false } })
    expect((await second.next("typing")).payload).toEqual({ conversationId, isTyping: true, isAgent: false })
    expect(typesOf(await first.settled())).not.toContain("typing")
  })

  test("tells status and read receipts with the guide's payloads", async () => {
    const conversation = await acme.begin("status")
    const { id: conversationId } = conversation
    const customer = await asCustomer(conversation)
    const message = (await acme.agentSays(conversationId, 7, "Hello")).json
    expect((await customer.next("status")).payload).toEqual({
      conversationId,
      status: "active",
      agentId: 7,
      reason: "agent_joined",
    })
    const agent = await kept(acme.connectAgent(7))
    customer.send({ type: "read", payload: { conversationId, messageId: message.id } })
    expect((await agent.next("read")).payload).toEqual({
      conversationId,
      messageId: message.id,
      by: "customer",
    })
    await acme.call("PATCH", `/api/partner/conversations/${conversationId}`, { status: "closed" })
    expect((await customer.next("status")).payload).toMatchObject({ conversationId, status: "closed" })
  })

  test("gives the flashback profile to those who help, in the guide's shape, and not to the customer", async () => {
    await acme.call("PATCH", "/api/customers/born", { birthdate: "1990-01-15" })
    const conversation = await acme.begin("born")
    const [customer, server] = [await asCustomer(conversation), await kept(acme.connectServer())]
    await acme.agentSays(conversation.id, 2, "Hello")
    const { payload } = await server.next("flashback")
    const date = { month: expect.any(String), year: expect.any(Number) }
    expect(payload).toEqual({
      flashBack: {
        firstEventDate: date,
        firstEventTrait: expect.any(String),
        secondEventDate: date,
        secondEventTrait: expect.any(String),
      },
    })
    await customer.next("message")
    expect(typesOf(await customer.settled())).not.toContain("flashback")
  })

  test("gives a new flashback profile to those who help already, and not the same one again", async () => {
    const change = (changes: object) => acme.call("PATCH", "/api/customers/told-late", changes)
    await change({ birthdate: "1990-01-15" })
    const { id: conversationId } = await acme.begin("told-late")
    const server = await kept(acme.connectServer())
    // Another customer's, of an earlier test, may still come.
    const theirs: object = { type: "flashback", conversationId }
    const given = () => server.frames.filter((frame) => Bun.deepMatch(theirs, frame))
    await acme.agentSays(conversationId, 2, "Hello")
    // It is read once somebody helps: a birthdate that is changed before would be given twice.
    await until("the profile is given", () => given().length === 1)
    await change({ name: "Ada" })
    await change({ name: "Ada", birthdate: "1990-01-15" })
    await change({ birthdate: "1991-02-16" })
    await until("the new one is given", () => given().length > 1)
    await server.settled()
    expect(new Set(given().map(({ payload }) => JSON.stringify(payload))).size).toBe(2)
    expect(given()).toHaveLength(2)
  })

  // With SQLite there is one server.
  if (postgres)
    test("gives the flashback profile on whichever server the helpers are", async () => {
      const other = await kept(openSocket(`${await desk.another()}/ws`, acme.bearer(acme.keys.apiKey)))
      await acme.call("PATCH", "/api/customers/born-elsewhere", { birthdate: "1990-01-15" })
      const { id } = await acme.begin("born-elsewhere")
      await acme.agentSays(id, 2, "Hello")
      expect(await other.next("flashback")).toMatchObject({ conversationId: id })
    })

  test("gives what was missed, in order, before what comes; by after or by a frame", async () => {
    const conversation = await acme.begin("missing")
    const { id: conversationId, customerId, sessionToken } = conversation
    const first = (await acme.agentSays(conversationId, 2, "0")).json
    for (let i = 1; i <= 5; i++) await acme.agentSays(conversationId, 2, `${i}`)
    const back = await kept(
      acme.connect({ clientId: customerId, token: sessionToken, after: String(first.id) }),
    )
    await acme.agentSays(conversationId, 2, "6")
    const contents = (socket: SocketClient) =>
      socket.frames.flatMap(({ type, payload }) => (type === "message" ? [payload.content] : []))
    await until("all has come", () => contents(back).length === 6)
    expect(contents(back)).toEqual(["1", "2", "3", "4", "5", "6"])
    const agent = await kept(acme.connectAgent(2))
    agent.send({ type: "sync", payload: { conversationId, after: 0 } })
    await until("all has come to the agent", () => contents(agent).length === 7)
    expect(agent.frames.filter(({ seq }) => seq !== undefined).map(({ seq }) => seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ])
  })

  test("has nothing from a place that cannot be", async () => {
    const { id: conversationId, customerId, sessionToken } = await acme.begin("nowhere")
    for (const after of ["1e300", "999999999999000001"]) {
      const socket = await kept(acme.connect({ clientId: customerId, token: sessionToken, after }))
      expect((await socket.closed).code).toBe(4404)
    }
    for (const after of ["999999", "17", "1.5", "x", "-1"]) {
      const socket = await kept(acme.connect({ clientId: customerId, token: sessionToken, after }))
      expect(await socket.closed).toMatchObject({
        code: 4400,
        reason: "after must be the id of a message; for a conversation's seq send a sync frame.",
      })
    }
    const customer = await kept(acme.connect({ clientId: customerId, token: sessionToken }))
    customer.send({ type: "sync", payload: { conversationId, after: 3_000_000_000 } })
    expect((await customer.next("error")).payload).toMatchObject({ code: "invalid_input", field: "after" })
    customer.send({ type: "sync", payload: { conversationId, after: 99_999 } })
    await acme.agentSays(conversationId, 2, "Still heard")
    expect((await customer.next("message")).payload).toMatchObject({ content: "Still heard" })
  })

  test("stores the same name once, and acknowledges it each time", async () => {
    const conversation = await acme.begin("again")
    const { id: conversationId, customerId: senderId } = conversation
    await acme.agentSays(conversationId, 2, "Hi")
    const customer = await asCustomer(conversation)
    const payload = { conversationId, senderId, content: "Once", clientMessageId: "one" }
    for (let i = 0; i < 3; i++) customer.send({ type: "message", payload })
    const ids = new Set([
      (await customer.next("message")).payload.id,
      (await customer.next("message")).payload.id,
      (await customer.next("message")).payload.id,
    ])
    expect(ids.size).toBe(1)
    expect((await acme.call("GET", `/api/partner/messages/${conversationId}`)).json).toHaveLength(2)
  })

  test("keeps the order of what one socket says, from its first word on", async () => {
    const conversation = await acme.begin("order")
    const { id: conversationId, customerId: senderId } = conversation
    await acme.agentSays(conversationId, 2, "Hi")
    const customer = await asCustomer(conversation)
    const said = Array.from({ length: 40 }, (_, i) => `${i}`)
    for (const content of said)
      customer.send({ type: "message", payload: { conversationId, senderId, content } })
    await until(
      "all is stored",
      () => typesOf(customer.frames).filter((type) => type === "message").length === 40,
    )
    const list = (await acme.call("GET", `/api/partner/messages/${conversationId}`)).json
    expect(list.slice(1).map(({ content }: { content: string }) => content)).toEqual(said)
  })

  test("says what is wrong, by field, and stays", async () => {
    const conversation = await acme.begin("wrong")
    const { id: conversationId, customerId: senderId } = conversation
    const other = await acme.begin("not-wrong")
    const customer = await asCustomer(conversation)
    const refusalOf = async (payload: object, type = "message") => {
      customer.send({ type, payload })
      return (await customer.next("error")).payload
    }
    const words = { conversationId, senderId, content: "x", clientMessageId: "c" }
    expect(await refusalOf({ ...words, content: "" })).toMatchObject({
      code: "invalid_input",
      field: "content",
      clientMessageId: "c",
    })
    expect(await refusalOf({ ...words, content: undefined })).toMatchObject({ field: "payload.content" })
    expect(await refusalOf({ ...words, senderId: "not-wrong" })).toMatchObject({ field: "senderId" })
    expect(await refusalOf({ ...words, senderId: "agent-2", isFromAgent: true })).toMatchObject({
      code: "forbidden",
    })
    expect(await refusalOf({ ...words, conversationId: other.id })).toMatchObject({ code: "not_found" })
    for (const type of ["typing", "read", "sync"])
      expect(
        await refusalOf({ conversationId: other.id, isTyping: true, messageId: 1, after: 0 }, type),
      ).toMatchObject({ code: "not_found" })
    const agent = await kept(acme.connectAgent(2))
    agent.send({ type: "message", payload: { ...words, senderId: "agent-3", isFromAgent: true } })
    expect((await agent.next("error")).payload).toMatchObject({ code: "forbidden" })
    await customer.settled()
  })

  test("counts a customer's messages, and says how long to wait", async () => {
    const conversation = await acme.begin("flooding")
    const { id: conversationId, customerId: senderId } = conversation
    await acme.agentSays(conversationId, 2, "Hi")
    const customer = await asCustomer(conversation)
    for (let i = 0; i < 61; i++)
      customer.send({ type: "message", payload: { conversationId, senderId, content: `${i}` } })
    const { payload } = await customer.next("error")
    expect(payload.code).toBe("rate_limited")
    expect(payload.resetInSeconds).toBeWithin(1, 61)
    expect(payload.message).toMatch(/\d+ second|wait/)
  })

  describe("lets in", () => {
    test("a customer by token, by signature, by JWT, and a visitor by the widget key", async () => {
      const known = await acme.begin("proven")
      const visitor = await acme.beginFromPage()
      const key = acme.keys.widgetKey
      const ways: Record<string, string>[] = [
        { clientId: "proven", token: known.sessionToken },
        { token: known.sessionToken },
        { clientId: "proven", key, signature: acme.sign("proven") },
        { clientId: "proven", key, jwt: await acme.jwt("proven") },
      ]
      for (const query of ways) {
        const socket = await kept(acme.connect(query))
        const { json } = await acme.agentSays(known.id, 2, `to ${Object.keys(query)}`)
        expect((await socket.next("message")).payload.id).toBe(json.id)
      }
      const socket = await kept(acme.connect({ clientId: visitor.customerId, key }))
      await acme.agentSays(visitor.id, 2, "to a visitor")
      expect((await socket.next("message")).payload.content).toBe("to a visitor")
    })

    test("nobody else, with a reason that says what to do", async () => {
      const known = await acme.begin("guarded")
      const visitor = await acme.beginFromPage()
      const key = acme.keys.widgetKey
      const refused = async (query: Record<string, string>, headers = {}) =>
        (await acme.connect(query, headers)).closed
      const cases: [Promise<{ code: number; reason: string }>, RegExp][] = [
        [refused({}), /clientId is missing/],
        [refused({ clientId: "guarded" }), /add &token= with the sessionToken/],
        [refused({ clientId: "guarded", key }), /&signature= or &jwt= from your server, or &token=/],
        [refused({ clientId: "guarded", key, signature: acme.sign("other") }), /signature/],
        [refused({ clientId: "guarded", key, jwt: await acme.jwt("other") }), /not this clientId's/],
        [refused({ clientId: "guarded", token: visitor.sessionToken }), /not this clientId's/],
        [refused({ clientId: "guarded", token: `${known.sessionToken}x` }), /not valid any more/],
        [refused({ clientId: visitor.customerId, key: "pk_wrong" }), /pk_/],
        [refused({ clientId: visitor.customerId, key: acme.keys.apiKey }), /secret key/],
        [refused({ clientId: "agent-2", token: known.sessionToken }), /not this clientId's/],
        [refused({ clientId: "agent-2", key }), /signature/],
        [refused({ clientId: "agent-2" }, acme.bearer("sk_wrong")), /API key is not valid/],
        [refused({ clientId: "agent-007" }, acme.bearer(acme.keys.apiKey)), /form agent-2/],
        [
          refused(
            { clientId: "agent-2" },
            { ...acme.bearer(acme.keys.apiKey), origin: "https://acme.example" },
          ),
          /secret API key is for servers.*replace this key if the page was public\.$/,
        ],
        [refused({ clientId: "nobody", key, signature: acme.sign("nobody") }), /Create a conversation first/],
      ]
      for (const [closed, says] of cases) {
        const { code, reason } = await closed
        expect({ code, reason }).toEqual({ code: 4401, reason: expect.stringMatching(says) })
      }
    })

    test("a bare id where its partner switched that on, and shut it again where it is off", async () => {
      const conversation = await acme.begin("bare")
      const setBare = (bareClientId: boolean, of = acme.keys.id) =>
        desk.withDatabase(async ({ db }) => {
          const partner = await partnerById(db, of)
          if (!partner) throw new Error("The partner is gone.")
          await updatePartner(db, {
            ...partner,
            settings: { ...partner.settings, sockets: { bareClientId } },
          })
        })
      const isLetIn = async () => {
        const socket = await acme.connect({ clientId: "bare" })
        const is = await Promise.race([socket.closed.then(() => false), socket.settled().then(() => true)])
        if (is) open.push(socket)
        return is
      }
      await setBare(true)
      await until("a bare id is let in", isLetIn)
      const socket = open.at(-1) as SocketClient
      await acme.agentSays(conversation.id, 2, "As the guide has it")
      expect((await socket.next("message")).payload.content).toBe("As the guide has it")
      const refusedAt = async (origin: string) =>
        (await (await acme.connect({ clientId: "bare" }, { origin })).closed).reason
      expect(await refusedAt("https://forgotten.example")).toBe(
        "Pages of https://forgotten.example may not use this API; add it to the partner's allowed origins.",
      )
      // A close frame holds no more.
      const long = `https://${"long-name.".repeat(8)}example`
      expect(await refusedAt(long)).toBe(`Pages of ${long} may not use…`)
      await setBare(true, desk.other.id)
      await until("of two partners none is guessed", async () => !(await isLetIn()))
      await setBare(false, desk.other.id)
      await until("a bare id is let in again", isLetIn)
      await setBare(false)
      await until("a bare id is refused", async () => !(await isLetIn()))
    })
  })
})
