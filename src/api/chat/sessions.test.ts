import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { openSocket, openVisitor, Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { LinkTokens } from "../../http/link-tokens.ts"

const CONSENT = { text: "We store what you write.", url: "https://other.example/privacy" }

const token = (visitor: Visitor) => visitor.session.sessionToken

describe.each([false, true])("a session, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      otherSettings: (settings) => ({ ...settings, widget: { ...settings.widget, consent: CONSENT } }),
    })
  })
  afterAll(() => desk.stop())

  const open = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    desk.send("POST", "/api/chat/sessions", { body, headers })
  const widgetKey = () => desk.partner.widgetKey

  test("begins with what a client must know", async () => {
    const { status, json } = await open({ widgetKey: widgetKey(), name: "Ada", email: "ada@example.com" })
    expect(status).toBe(201)
    expect(Date.parse(json.endsAt) - Date.parse(json.createdAt)).toBe(300_000)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(json).toMatchObject({
      id: expect.stringMatching(/^cs_\w{24}$/),
      sessionToken: expect.stringMatching(/^st_/),
      customerId: expect.stringMatching(/^visitor-/),
      verified: false,
      resumed: false,
      status: "waiting",
      handler: "bot",
      agent: null,
      customer: { name: "Ada", email: "ada@example.com" },
      lastSeq: 0,
      readByCustomer: 0,
      readByAgent: 0,
      idleSeconds: 300,
      endsAt: time,
      createdAt: time,
      updatedAt: time,
    })
  })

  test("takes an address as a phone's keyboard leaves it, with a space behind it", async () => {
    const { status, json } = await open({ widgetKey: widgetKey(), email: "ada@example.com " })
    expect({ status, customer: json.customer }).toEqual({
      status: 201,
      customer: { email: "ada@example.com" },
    })
  })

  test("goes on for the bearer of its token, and for nobody else", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const again = await open({ widgetKey: widgetKey(), sessionToken: token(visitor) })
    expect({ status: again.status, id: again.json.id }).toEqual({ status: 200, id: visitor.session.id })
    expect(again.json).toMatchObject({ resumed: true, customerId: visitor.session.customerId, lastSeq: 3 })
    const stranger = await open({ widgetKey: widgetKey(), customerId: visitor.session.customerId })
    expect(stranger.json.customerId).not.toBe(visitor.session.customerId)
    expect(stranger.json.id).not.toBe(visitor.session.id)
  })

  test("is not made where only a live one is wanted", async () => {
    const none = await open({ widgetKey: widgetKey(), resumeOnly: true })
    expect(none.status).toBe(404)
    const visitor = await openVisitor(desk)
    const body = { widgetKey: widgetKey(), sessionToken: token(visitor), resumeOnly: true }
    expect((await open(body)).json.id).toBe(visitor.session.id)
    await visitor.call("POST", "/close")
    expect((await open(body)).status).toBe(404)
  })

  test("in which somebody spoke is gone on with before an empty newer one", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    await visitor.call("POST", "/close")
    const body = { widgetKey: widgetKey(), sessionToken: token(visitor) }
    const empty = await open(body)
    expect(empty.status).toBe(201)
    expect((await open(body)).json.id).toBe(empty.json.id)
    await desk.withDatabase(({ db }) =>
      db
        .updateTable("conversation")
        .set({ status: "active" })
        .where("public_id", "=", visitor.session.id)
        .execute(),
    )
    expect((await open(body)).json.id).toBe(visitor.session.id)
  })

  test("tells a client that is ahead of it where it is", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    expect((await visitor.call("GET", "/events?after=50")).json).toEqual({ events: [], lastSeq: 3 })
    const socket = await visitor.socket(50)
    const said = await visitor.call("POST", "/messages", { clientId: "ahead", text: "hello" })
    expect((await socket.frame("own", ({ payload }) => payload.clientId === "ahead")).payload.seq).toBe(
      said.json.seq,
    )
    await socket.close()
  })

  test("two calls at once begin one", async () => {
    const visitor = await openVisitor(desk)
    await visitor.call("POST", "/close")
    const body = { widgetKey: widgetKey(), sessionToken: token(visitor) }
    const replies = await Promise.all([1, 2, 3, 4].map(() => open(body)))
    expect(new Set(replies.map(({ json }) => json.id)).size).toBe(1)
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201])
  })

  test("of a signed customer is theirs alone, and nobody signed inherits what was not", async () => {
    const sign = (id: string, secret = desk.partner.identitySecret) =>
      createHmac("sha256", secret).update(id).digest("hex")
    const unsigned = await openVisitor(desk)
    const identity = { customerId: "customer-1", signature: sign("customer-1") }
    const signed = (await open({ widgetKey: widgetKey(), identity, sessionToken: token(unsigned) })).json
    expect(signed).toMatchObject({ customerId: "customer-1", verified: true, resumed: false })
    expect((await open({ widgetKey: widgetKey(), identity })).json).toMatchObject({
      id: signed.id,
      resumed: true,
    })
    const forged = { customerId: "customer-1", signature: sign("customer-1", desk.other.identitySecret) }
    expect((await open({ widgetKey: widgetKey(), identity: forged })).status).toBe(401)
  })

  test("is closed by its visitor: told to all, refused to all, and still there to read", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const socket = await visitor.socket()
    expect((await visitor.call("POST", "/close")).json).toMatchObject({ status: "closed", endsAt: null })
    const closed = await socket.frame(
      "closing",
      ({ type, payload }) => type === "status" && payload.status === "closed",
    )
    expect(closed.payload.reason).toBe("closed_by_customer")
    expect((await visitor.call("POST", "/messages", { clientId: "late", text: "hi" })).status).toBe(409)
    socket.send("message", { clientId: "later", text: "hi" })
    const refused = await socket.frame("refusal", ({ type }) => type === "error")
    expect(refused.payload).toMatchObject({ code: "conflict", clientId: "later" })
    expect((await visitor.call("GET", "/messages")).json.messages).toHaveLength(2)
    const again = await open({ widgetKey: widgetKey(), sessionToken: token(visitor) })
    expect(again.json).toMatchObject({ resumed: false, customerId: visitor.session.customerId })
    const all = await desk.send("GET", "/api/chat/sessions", {
      headers: { authorization: `Bearer ${token(visitor)}` },
    })
    expect(all.json.map(({ id }: { id: string }) => id)).toEqual([again.json.id, visitor.session.id])
    expect(all.json[1]).toMatchObject({ status: "closed", preview: expect.stringContaining("Hello") })
    await socket.close()
  })

  const CALLS: [string, string, unknown][] = [
    ["GET", "", undefined],
    ["GET", "/messages", undefined],
    ["POST", "/messages", { clientId: "1", text: "hi" }],
    ["GET", "/events", undefined],
    ["POST", "/read", { seq: 1 }],
    ["POST", "/typing", { isTyping: true }],
    ["POST", "/person", undefined],
    ["POST", "/handoff", { clientId: "1", name: "Eve", email: "eve@example.com", message: "hi" }],
    ["POST", "/feedback", { seq: 2, helpful: true }],
    ["POST", "/rating", { score: 1 }],
    ["GET", "/transcript", undefined],
    ["POST", "/transcript", { email: "eve@example.com" }],
    ["POST", "/close", undefined],
  ]

  test.each(CALLS)("of another is not there: %s %s", async (method, path, body) => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const before = await visitor.events()
    const strangers = [
      await openVisitor(desk),
      await openVisitor(desk, { widgetKey: desk.other.widgetKey, consent: true }),
    ]
    for (const stranger of strangers) {
      const absent = new Visitor(desk, { ...stranger.session, id: `cs_${"x".repeat(24)}` })
      const others = new Visitor(desk, { ...stranger.session, id: visitor.session.id })
      const [none, theirs] = [await absent.call(method, path, body), await others.call(method, path, body)]
      expect({ status: theirs.status, json: theirs.json }).toEqual({ status: 404, json: none.json })
      expect(none.json.error).toBe("not_found")
    }
    expect(await visitor.events()).toEqual(before)
  })

  test.each(CALLS)("wants its token: %s %s", async (method, path, body) => {
    const visitor = await openVisitor(desk)
    const forged = `${token(visitor).slice(0, -4)}AAAA`
    const { partner } = desk
    const link = new LinkTokens("not the server's").issue(
      { kind: "conversation", partnerId: partner.id, publicId: visitor.session.id },
      new Date(),
    )
    for (const bearer of ["", forged, partner.widgetKey, partner.apiKey, link, "ct_"]) {
      const anybody = new Visitor(desk, { ...visitor.session, sessionToken: bearer })
      const { status, json } = await anybody.call(method, path, body)
      expect({ status, error: json.error }).toEqual({ status: 401, error: "unauthenticated" })
    }
  })

  test("opens no socket for a stranger, and the reason says what to do", async () => {
    const visitor = await openVisitor(desk)
    const stranger = await openVisitor(desk, { widgetKey: desk.other.widgetKey, consent: true })
    const noToken = await openSocket(desk, visitor.session.id, "").closed
    expect(noToken).toEqual({
      code: 4401,
      reason: "A valid session token is required: POST /api/chat/sessions gives one.",
    })
    const others = await openSocket(desk, visitor.session.id, token(stranger)).closed
    expect(others).toEqual(await openSocket(desk, "cs_nothing", token(stranger)).closed)
    expect(others.code).toBe(4404)
  })

  test.each(["sessions", "config"])(
    "is nothing for a secret key, or for a page of others: %s",
    async (what) => {
      const call = (key: string, headers: Record<string, string> = {}) =>
        what === "config"
          ? desk.send("GET", `/api/chat/config?key=${key}`, { headers })
          : open({ widgetKey: key }, headers)
      const secret = await call(desk.partner.apiKey)
      expect({ status: secret.status, detail: secret.json.detail }).toEqual({
        status: 403,
        detail: "This is a secret key. Pages use the widget key, which begins with pk_.",
      })
      expect((await call(`pk_${"x".repeat(32)}`)).status).toBe(401)
      expect((await call(widgetKey(), { origin: "https://evil.example" })).status).toBe(403)
      expect((await call(widgetKey(), { origin: "https://crm.acme.example" })).status).toBeLessThan(300)
    },
  )

  test("waits for the visitor's consent where the partner wants it", async () => {
    const body = { widgetKey: desk.other.widgetKey }
    const refused = await open(body)
    expect({ status: refused.status, field: refused.json.field }).toEqual({ status: 422, field: "consent" })
    expect((await open({ ...body, consent: true })).status).toBe(201)
    const config = await desk.send("GET", `/api/chat/config?key=${desk.other.widgetKey}`)
    expect(config.json.consent).toEqual(CONSENT)
    // What a proxy keeps of a call without a page must not be given to a page.
    expect(config.headers.get("vary")).toBe("Origin")
  })
})

describe.each([false, true])("a session in which nothing is said, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      partnerSettings: (settings) => ({ ...settings, session: { idleSeconds: 1 } }),
    })
  })
  afterAll(() => desk.stop())

  test("ends by itself, is told to its clients, and the next one is new", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const socket = await visitor.socket()
    const ended = await socket.frame(
      "end",
      ({ type, payload }) => type === "status" && payload.status === "closed",
    )
    expect(ended.payload).toMatchObject({ reason: "timeout" })
    const { json } = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey, sessionToken: token(visitor) },
    })
    expect(json).toMatchObject({ resumed: false, lastSeq: 0, customerId: visitor.session.customerId })
    expect(json.id).not.toBe(visitor.session.id)
    expect((await visitor.call("GET", "/messages")).json.messages).toHaveLength(2)
    await socket.close()
  })

  test("ends where the bot's answer can no longer come, and not before", async () => {
    const quietFor = async (minutes: number) => {
      const visitor = await openVisitor(desk)
      await visitor.ask("hello")
      const socket = await visitor.socket()
      await desk.withDatabase(({ db }) =>
        db
          .updateTable("conversation")
          .set({ last_from: "customer", last_message_at: Date.now() - minutes * 60_000 })
          .where("public_id", "=", visitor.session.id)
          .execute(),
      )
      return { visitor, socket }
    }
    const waiting = await quietFor(9)
    const forgotten = await quietFor(11)
    await forgotten.socket.frame(
      "end",
      ({ type, payload }) => type === "status" && payload.status === "closed",
    )
    expect((await waiting.visitor.call("GET", "")).json).toMatchObject({
      status: "active",
      endsAt: expect.any(String),
    })
    await Promise.all([waiting.socket.close(), forgotten.socket.close()])
  })
})
