import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { keysOf } from "../../storage/repositories/partner-keys.ts"

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const ORDER = { commandType: "order_lookup", value: "ORD-12345" }

describe.each([false, true])("conversations of the guide, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
  })
  afterAll(() => desk.stop())

  test("are made and listed in the guide's shape", async () => {
    const { status, json } = await acme.call("POST", "/api/partner/conversations", {
      customerId: "customer-12345",
    })
    expect(status).toBe(200)
    expect(Object.entries(json)).toEqual([
      ["id", 1],
      ["customerId", "customer-12345"],
      ["status", "waiting"],
      ["createdAt", TIME],
      ["updatedAt", TIME],
      ["sessionToken", expect.stringMatching(/^st_/)],
    ])
    await acme.agentSays(json.id, 2, "Hi there! How can I help you with your order?")
    const list = (await acme.call("GET", "/api/partner/conversations/customer-12345")).json
    expect(list.map((one: object) => Object.entries(one))).toEqual([
      [
        ["id", 1],
        ["customerId", "customer-12345"],
        ["agentId", 2],
        ["status", "active"],
        ["createdAt", TIME],
        ["updatedAt", TIME],
      ],
    ])
    expect((await acme.call("GET", "/api/partner/conversations/nobody")).json).toEqual([])
  })

  test("hold messages in the guide's shape, with metadata as it was sent", async () => {
    const { id, customerId } = await acme.begin("shapes")
    await acme.agentSays(id, 2, "Hi there!")
    const content = "Hello, I need help with my order"
    const { status, json } = await acme.say(id, customerId, content, { isFromAgent: false, metadata: ORDER })
    expect(status).toBe(200)
    expect(Object.entries(json)).toEqual([
      ["id", expect.any(Number)],
      ["conversationId", id],
      ["senderId", "shapes"],
      ["content", content],
      ["isFromAgent", false],
      ["timestamp", TIME],
      ["readStatus", false],
      ["metadata", ORDER],
    ])
    const list = (await acme.call("GET", `/api/partner/messages/${id}`)).json
    expect(list.map(({ content, isFromAgent }: Record<string, unknown>) => [content, isFromAgent])).toEqual([
      ["Hi there!", true],
      [content, false],
    ])
    expect(list[1]).toEqual(json)
    expect("metadata" in list[0]).toBe(false)
  })

  test("are never another customer's, whose id cannot be told apart from theirs", async () => {
    const begin = (body: BodyInit) =>
      fetch(`${desk.url}/api/partner/conversations`, {
        method: "POST",
        headers: acme.bearer(acme.keys.apiKey),
        body,
      })
    const inParts = (bytes: Uint8Array) =>
      new ReadableStream({
        start(parts) {
          for (const byte of bytes) parts.enqueue(Uint8Array.of(byte))
          parts.close()
        },
      })
    // As a server writes them that takes Latin-1 for UTF-8: both would be of the customer "Andr\ufffd".
    const latin = ["Andr\xe9", "Andr\xe8"].map((id) => Buffer.from(`{"customerId":"${id}"}`, "latin1"))
    for (const body of [...latin, ...latin.map(inParts)]) {
      const reply = await begin(body)
      expect({ status: reply.status, ...(await reply.json()) }).toEqual({
        status: 400,
        detail: "The body is not valid UTF-8.",
        error: "invalid_input",
      })
    }
    for (const id of ["Andr\\ud800", "Andr\\ud801", "Andr\\ufffd"]) {
      const reply = await begin(`{"customerId":"${id}"}`)
      expect({ status: reply.status, ...(await reply.json()) }).toEqual({
        status: 422,
        detail: "customerId has a character in it that could not be read; send it as UTF-8.",
        error: "invalid_input",
        field: "customerId",
      })
    }
    const whole = await begin(inParts(Buffer.from('{"customerId":"André 🎉"}')))
    expect(await whole.json()).toMatchObject({ customerId: "André 🎉" })
  })

  test("tell a message as it is stored", async () => {
    const { id } = await acme.begin("halves")
    const { json } = await acme.agentSays(id, 2, "half \ud83c\0 of it")
    expect(json.content).toBe("half \ufffd of it")
    expect((await acme.call("GET", `/api/partner/messages/${id}`)).json).toEqual([json])
  })

  test("say what was read, up to there and no further", async () => {
    const { id, customerId, sessionToken } = await acme.begin("reading")
    const first = (await acme.agentSays(id, 2, "One")).json
    await acme.agentSays(id, 2, "Two")
    const own = (await acme.say(id, customerId, "Three")).json
    const read = (messageId: number, headers?: Record<string, string>) =>
      acme.call("POST", `/api/partner/conversations/${id}/read`, { messageId }, headers)
    expect((await read(first.id, acme.bearer(sessionToken))).status).toBe(204)
    const statuses = async () =>
      (await acme.call("GET", `/api/partner/messages/${id}`)).json.map(
        ({ readStatus }: { readStatus: boolean }) => readStatus,
      )
    expect(await statuses()).toEqual([true, false, false])
    expect((await read(own.id)).status).toBe(204)
    expect(await statuses()).toEqual([true, false, true])
    expect((await read(1)).json).toMatchObject({ error: "invalid_input", field: "messageId" })
  })

  test("tell receipts by a message, whatever a client says that it has seen", async () => {
    const identity = { customerId: "seeing", signature: acme.sign("seeing") }
    const chat = await acme.call("POST", "/api/chat/sessions", { identity }, acme.bearer(acme.keys.widgetKey))
    const { id: session, conversationId: id, sessionToken } = chat.json
    const said = (await acme.agentSays(id, 2, "Goodbye")).json
    await acme.call("PATCH", `/api/partner/conversations/${id}`, { status: "closed" })
    // The widget says up to where it shows everything: that the conversation has ended, too.
    const { lastSeq } = (await acme.call("GET", `/api/partner/conversations/${id}/events`)).json
    const path = `/api/chat/sessions/${session}`
    await acme.call("POST", `${path}/read`, { seq: lastSeq }, acme.bearer(sessionToken))
    const polled = await acme.call("GET", `/api/partner/conversations/${id}/events?after=${lastSeq}`)
    expect(polled.json.events.map(({ payload }: { payload: object }) => payload)).toEqual([
      { conversationId: id, messageId: said.id, by: "customer" },
    ])
    const told = await acme.call(
      "GET",
      `${path}/events?after=${lastSeq}`,
      undefined,
      acme.bearer(sessionToken),
    )
    expect(told.json.events.map(({ payload }: { payload: object }) => payload)).toEqual([
      { by: "customer", seq: lastSeq },
    ])
    await acme.call("POST", `/api/partner/conversations/${id}/read`, { messageId: said.id + 500 })
    const beyond = await acme.call("GET", `/api/partner/conversations/${id}/events?after=${lastSeq + 1}`)
    expect(beyond.json.events).toMatchObject([{ payload: { messageId: said.id, by: "agent" } }])
  })

  test("are closed by either side, and then take no more messages", async () => {
    const { id, customerId } = await acme.begin("closing")
    const { status, json } = await acme.call("PATCH", `/api/partner/conversations/${id}`, {
      status: "closed",
    })
    expect({ status, closed: json.status }).toEqual({ status: 200, closed: "closed" })
    const late = await acme.say(id, customerId, "Are you still there?")
    expect({ status: late.status, error: late.json.error }).toEqual({ status: 409, error: "conflict" })
    const own = await acme.begin("closing")
    const asCustomer = acme.bearer(own.sessionToken)
    await acme.call("PATCH", `/api/partner/conversations/${own.id}`, { status: "closed" }, asCustomer)
    const reasons = async (of: number) => {
      const { events } = (await acme.call("GET", `/api/partner/conversations/${of}/events`)).json
      return events.flatMap(({ payload }: { payload: { reason?: string } }) => payload.reason ?? [])
    }
    expect([await reasons(id), await reasons(own.id)]).toEqual([["closed_by_agent"], ["closed_by_customer"]])
    // None of the guide's calls reopens it.
    const agents = await acme.agentSays(id, 2, "I am.")
    expect(agents).toMatchObject({
      status: 409,
      json: {
        error: "conflict",
        detail: "This conversation has ended. Begin a new one to go on, or reopen it in the console.",
      },
    })
    expect(
      (await acme.call("PATCH", `/api/partner/conversations/${id}`, { status: "waiting" })).json,
    ).toEqual({ detail: "status: can only be set to closed.", error: "invalid_input", field: "status" })
  })

  test("take the same message once, by its own name or by the header", async () => {
    const { id, customerId } = await acme.begin("again")
    await acme.agentSays(id, 2, "Hello")
    const named = { clientMessageId: "m-1" }
    const one = await acme.say(id, customerId, "Once", named)
    const two = await acme.say(id, customerId, "Once", named)
    expect(two.json).toEqual(one.json)
    expect(one.json.clientMessageId).toBe("m-1")
    const headers = { ...acme.bearer(acme.keys.apiKey), "idempotency-key": "k-1" }
    const body = { conversationId: id, senderId: customerId, content: "By the header" }
    const [first, second] = await Promise.all(
      [1, 2].map(() => acme.call("POST", "/api/partner/messages", body, headers)),
    )
    expect(first?.json.id).toBe(second?.json.id)
    expect((await acme.call("GET", `/api/partner/messages/${id}`)).json).toHaveLength(3)
  })

  test("take no key that is too long, so that two do not become one", async () => {
    const { id, customerId } = await acme.begin("long-keys")
    const body = { conversationId: id, senderId: customerId, content: "First" }
    const under = (key: string) => ({ ...acme.bearer(acme.keys.apiKey), "idempotency-key": key })
    const send = (key: string) => acme.call("POST", "/api/partner/messages", body, under(key))
    expect((await send("k".repeat(100))).status).toBe(200)
    const { status, json } = await send(`${"k".repeat(100)}1`)
    expect({ status, ...json }).toEqual({
      status: 422,
      detail: "Idempotency-Key must have at most 100 characters.",
      error: "invalid_input",
      field: "Idempotency-Key",
    })
    const begun = await acme.call(
      "POST",
      "/api/partner/conversations",
      { customerId },
      under("k".repeat(101)),
    )
    expect(begun.status).toBe(422)
    // The bot may have answered by now.
    const messages = (await acme.call("GET", `/api/partner/messages/${id}`)).json
    expect(messages.filter(({ senderId }: { senderId: string }) => senderId === customerId)).toHaveLength(1)
  })

  test("are begun once under the same key, and apart under another customer's", async () => {
    const begin = async (customerId: string, key?: string) =>
      (
        await acme.call(
          "POST",
          "/api/partner/conversations",
          { customerId },
          { ...acme.bearer(acme.keys.apiKey), ...(key && { "idempotency-key": key }) },
        )
      ).json.id
    const ids = await Promise.all([begin("keyed", "k"), begin("keyed", "k"), begin("keyed", "k")])
    expect(new Set(ids).size).toBe(1)
    expect(await begin("other-keyed", "k")).not.toBe(ids[0])
    expect(await begin("keyed")).not.toBe(ids[0])
  })

  test("can be polled for everything, however much lies between two messages", async () => {
    const { id, customerId, sessionToken } = await acme.begin("polling")
    await acme.agentSays(id, 2, "One")
    for (let i = 0; i < 3; i++) {
      const { json } = await acme.agentSays(id, 2, `More ${i}`)
      await acme.call(
        "POST",
        `/api/partner/conversations/${id}/read`,
        { messageId: json.id },
        acme.bearer(sessionToken),
      )
    }
    await acme.say(id, customerId, "Last")
    const seen: string[] = []
    let after = 0
    for (let more = true; more; ) {
      const { json, headers } = await acme.call("GET", `/api/partner/messages/${id}?after=${after}&limit=1`)
      seen.push(...json.map(({ content }: { content: string }) => content))
      after = json.at(-1)?.id ?? after
      more = headers.has("x-more")
    }
    expect(seen).toEqual(["One", "More 0", "More 1", "More 2", "Last"])

    const events: unknown[] = []
    for (let from = 0; ; ) {
      const { json } = await acme.call("GET", `/api/partner/conversations/${id}/events?after=${from}&limit=2`)
      events.push(...json.events)
      if (json.lastSeq === from) break
      from = json.lastSeq
    }
    const all = (await acme.call("GET", `/api/partner/conversations/${id}/events`)).json
    expect(events.map((event) => (event as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(events.map((event) => (event as { type: string }).type)).toEqual(
      all.events.map(({ type }: { type: string }) => type),
    )
  })

  test("can be polled from a message on, and from nowhere that cannot be", async () => {
    const { id } = await acme.begin("polling-by-id")
    const first = (await acme.agentSays(id, 2, "One")).json
    const second = (await acme.agentSays(id, 2, "Two")).json
    const poll = async (after: number | string) =>
      (await acme.call("GET", `/api/partner/conversations/${id}/events?after=${after}`)).json
    expect(await poll(first.id)).toEqual(await poll(first.id % 1_000_000))
    expect((await poll(first.id)).events.at(-1).payload).toMatchObject({ id: second.id })
    for (const after of [3_000_000_000, Number.MAX_SAFE_INTEGER, "1e300"])
      expect(await poll(after)).toMatchObject({ error: "invalid_input", field: "after" })
    // From beyond its end it goes on at its end.
    const { lastSeq } = await poll(0)
    expect(await poll(99_999)).toEqual({ events: [], lastSeq })
  })

  test("of customers that a page proves note the use of the key that signed them", async () => {
    const partner = guidePartner(desk, desk.other)
    const lastUsed = () =>
      desk.withDatabase(async ({ db }) => {
        const keys = await keysOf(db, desk.other.id)
        return keys.find(({ kind }) => kind === "identity")?.lastUsedAt
      })
    await partner.beginFromPage({ identity: { customerId: "forged", signature: "0".repeat(64) } })
    expect(await lastUsed()).toBeUndefined()
    await partner.beginFromPage({ identity: { jwt: await partner.jwt("signed") } })
    expect(await lastUsed()).toBeDate()
  })

  test("a poll may wait for what comes", async () => {
    const { id } = await acme.begin("waiting")
    const waiting = acme.call("GET", `/api/partner/conversations/${id}/events?after=0&wait=20`)
    await acme.agentSays(id, 2, "Here I am")
    const { events } = (await waiting).json
    expect(events.map(({ type }: { type: string }) => type)).toEqual(["status", "message"])
    expect(events[1].payload.content).toBe("Here I am")
  })

  test("an agent has one id, the number without zeros before it", async () => {
    const { id } = await acme.begin("zeros")
    for (const senderId of ["agent-007", "agent-00", "agent-1234567890", "agent-x", "agent-７"]) {
      const { status, json } = await acme.say(id, senderId, "Hello", { isFromAgent: true })
      expect({ status, ...json }).toEqual({
        status: 422,
        error: "invalid_input",
        field: "senderId",
        detail: "senderId of an agent has the form agent-2, without zeros before the number.",
      })
    }
    expect((await acme.agentSays(id, 7, "Hello")).status).toBe(200)
  })

  test("of one customer are listed to the first, however many there are", async () => {
    const begun: number[] = []
    for (let i = 0; i < 205; i++) begun.unshift((await acme.begin("regular")).id)
    const listed: number[] = []
    const pages: number[] = []
    let path = "/api/partner/conversations/regular"
    for (let more = true; more; ) {
      const { json, headers } = await acme.call("GET", path)
      listed.push(...json.map(({ id }: { id: number }) => id))
      pages.push(json.length)
      path = `/api/partner/conversations/regular?before=${listed.at(-1)}`
      more = headers.get("x-more") === "true"
    }
    expect(listed).toEqual(begun)
    expect(pages).toEqual([200, 5])
    const { json, headers } = await acme.call("GET", `/api/partner/conversations/regular?limit=205`)
    expect([json.field, headers.get("x-more")]).toEqual(["limit", null])
    const few = await acme.call("GET", `/api/partner/conversations/regular?limit=2&before=${begun[2]}`)
    expect(few.json.map(({ id }: { id: number }) => id)).toEqual(begun.slice(3, 5))
  })

  test("messages before one go back to the beginning", async () => {
    const { id } = await acme.begin("history")
    const sent: { id: number }[] = []
    for (let i = 0; i < 5; i++) sent.push((await acme.agentSays(id, 2, `${i}`)).json)
    const { json, headers } = await acme.call(
      "GET",
      `/api/partner/messages/${id}?before=${sent[3]?.id}&limit=2`,
    )
    expect(json.map(({ content }: { content: string }) => content)).toEqual(["1", "2"])
    expect(headers.get("x-more")).toBe("true")
  })

  test("messages after one and before another are those between the two", async () => {
    const { id } = await acme.begin("between")
    const sent: { id: number }[] = []
    for (let i = 0; i < 6; i++) sent.push((await acme.agentSays(id, 2, `${i}`)).json)
    const between = async (limit: number) => {
      const range = `after=${sent[0]?.id}&before=${sent[4]?.id}&limit=${limit}`
      const { json, headers } = await acme.call("GET", `/api/partner/messages/${id}?${range}`)
      return [json.map(({ content }: { content: string }) => content), headers.get("x-more")]
    }
    expect(await between(500)).toEqual([["1", "2", "3"], null])
    expect(await between(3)).toEqual([["1", "2", "3"], null])
    expect(await between(2)).toEqual([["1", "2"], "true"])
  })

  test("take null for what is left out, as many servers write it", async () => {
    const { id, customerId } = await acme.begin("nulls")
    const left = { metadata: null, clientMessageId: null }
    const { status, json } = await acme.say(id, customerId, "Hello", left)
    expect(status).toBe(200)
    expect(json).not.toContainAnyKeys(["metadata", "clientMessageId"])
    const visitor = await acme.beginFromPage({ customerId: null, identity: null, sessionToken: null })
    expect(visitor.customerId).toStartWith("visitor-")
    expect((await acme.call("POST", "/api/partner/conversations", { customerId: null })).json).toEqual({
      detail: "customerId is required.",
      error: "invalid_input",
      field: "customerId",
    })
  })

  test.each([
    ["conversationId", { senderId: "wrong", content: "x" }],
    ["conversationId", { conversationId: "1", senderId: "wrong", content: "x" }],
    ["conversationId", { conversationId: 1.5, senderId: "wrong", content: "x" }],
    ["senderId", { senderId: 7, content: "x" }],
    ["senderId", { senderId: "somebody-else", content: "x" }],
    ["senderId", { senderId: "wrong", content: "x", isFromAgent: true }],
    ["content", { senderId: "wrong" }],
    ["content", { senderId: "wrong", content: " \n" }],
    ["content", { senderId: "wrong", content: "x".repeat(4_001) }],
    ["isFromAgent", { senderId: "wrong", content: "x", isFromAgent: "no" }],
    ["metadata", { senderId: "wrong", content: "x", metadata: [1] }],
    ["metadata", { senderId: "wrong", content: "x", metadata: { value: "x".repeat(9_000) } }],
    ["clientMessageId", { senderId: "wrong", content: "x", clientMessageId: "" }],
  ])("a message that is wrong in %s is refused by its name: %j", async (field, body) => {
    const { id } = await acme.begin("wrong")
    const named = field === "conversationId" ? body : { conversationId: id, ...body }
    const { status, json } = await acme.call("POST", "/api/partner/messages", named)
    expect({ status, error: json.error }).toEqual({ status: 422, error: "invalid_input" })
    expect(json.field.split(".")[0]).toBe(field)
    expect(json.detail).toStartWith(field)
    expect((await acme.call("GET", `/api/partner/messages/${id}`)).json).toEqual([])
  })

  test.each(["0", "-1", "1.5", "x", "999", "9".repeat(30), "%00"])(
    "there is no conversation %s",
    async (id) => {
      for (const path of [`/api/partner/messages/${id}`, `/api/partner/conversations/${id}/events`])
        expect((await acme.call("GET", path)).status).toBe(404)
    },
  )

  test("a customer who writes too much is told how long to wait; the partner's agents are not", async () => {
    const { id, customerId, sessionToken } = await acme.begin("flooding")
    await acme.agentSays(id, 2, "Hello")
    let reply = await acme.say(id, customerId, "0")
    for (let i = 1; i <= 60 && reply.status === 200; i++)
      reply = await acme.call(
        "POST",
        "/api/partner/messages",
        { conversationId: id, senderId: customerId, content: `${i}` },
        acme.bearer(sessionToken),
      )
    const seconds = reply.json.detail.reset_in_seconds
    expect({ status: reply.status, after: reply.headers.get("retry-after") }).toEqual({
      status: 429,
      after: String(seconds),
    })
    expect(seconds).toBeWithin(1, 61)
    expect(reply.json.error).toContain(`${seconds} second`)
    expect((await acme.agentSays(id, 2, "Slowly, please")).status).toBe(200)
  })

  test("a customer speaks for nobody else", async () => {
    const { id, customerId, sessionToken } = await acme.begin("own")
    const other = await acme.begin("not-own")
    const asCustomer = (body: object) =>
      acme.call("POST", "/api/partner/messages", body, acme.bearer(sessionToken))
    const about = { conversationId: id, content: "x" }
    expect((await asCustomer({ ...about, senderId: "agent-2", isFromAgent: true })).status).toBe(403)
    expect((await asCustomer({ ...about, senderId: "not-own" })).json.field).toBe("senderId")
    expect((await asCustomer({ ...about, conversationId: other.id, senderId: customerId })).status).toBe(404)
    const list = await acme.call(
      "GET",
      "/api/partner/conversations/not-own",
      undefined,
      acme.bearer(sessionToken),
    )
    expect(list.json).toEqual([])
  })

  test("a verified customer and an unverified one never meet, whatever they are called", async () => {
    const verified = await acme.begin("meeting")
    const claimed = await acme.beginFromPage({ customerId: "meeting" })
    expect(claimed.customerId).toStartWith("visitor-")
    const signed = await acme.beginFromPage({
      identity: { customerId: "meeting", signature: acme.sign("meeting") },
    })
    expect(signed.customerId).toBe("meeting")
    const listed = async (id: string, key: string) =>
      (await acme.call("GET", `/api/partner/conversations/${id}`, undefined, acme.bearer(key))).json.map(
        (one: { id: number }) => one.id,
      )
    expect(await listed("meeting", acme.keys.apiKey)).toEqual([signed.id, verified.id])
    expect(await listed(claimed.customerId, claimed.sessionToken)).toEqual([claimed.id])
    expect(await listed("meeting", claimed.sessionToken)).toEqual([])
    const read = await acme.call(
      "GET",
      `/api/partner/messages/${verified.id}`,
      undefined,
      acme.bearer(claimed.sessionToken),
    )
    expect(read.status).toBe(404)
    const named = await acme.call("POST", "/api/partner/conversations", { customerId: "visitor-made-up" })
    expect(named.status).toBe(404)
  })

  test("the secret key is refused from a page, and no key at all says what to do", async () => {
    const fromPage = { ...acme.bearer(acme.keys.apiKey), origin: "https://acme.example" }
    const refused = await acme.call("POST", "/api/partner/conversations", { customerId: "x" }, fromPage)
    expect(refused.status).toBe(403)
    expect(refused.json.detail).toContain("widget key (pk_…)")
    const nobody = await acme.call("POST", "/api/partner/conversations", { customerId: "x" }, {})
    expect(nobody.status).toBe(401)
    expect(nobody.json.detail).toContain("Authorization: Bearer")
  })
})
