import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { agentSocket, type ChatSocket, openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { until } from "../../../test/wait.ts"

describe.each([false, true])("what is said in a session, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      otherSettings: (settings) => ({
        ...settings,
        limits: { ...settings.limits, messagesPerMinute: 2, messageLength: 10 },
      }),
    })
  })
  afterAll(() => desk.stop())

  const post = (visitor: Visitor, clientId: string, text = clientId) =>
    visitor.call("POST", "/messages", { clientId, text })

  test("is stored once a name, however and how often it is sent", async () => {
    const visitor = await openVisitor(desk)
    const socket = await visitor.socket()
    const replies = await Promise.all([1, 2, 3].map(() => post(visitor, "mine", "hello")))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 201])
    expect(new Set(replies.map(({ json }) => json.id)).size).toBe(1)
    const first = await socket.messageOf("customer")
    expect(first.payload).toMatchObject({ clientId: "mine", text: "hello", type: "text" })
    socket.send("message", { clientId: "mine", text: "hello" })
    await socket.frame("a second acknowledgement", (frame) => frame !== first && frame.seq === first.seq)
    const messages = (await visitor.call("GET", "/messages")).json.messages
    expect(messages.filter(({ clientId }: { clientId?: string }) => clientId === "mine")).toHaveLength(1)
    await socket.close()
  })

  test("is looked for from no place that cannot be", async () => {
    const visitor = await openVisitor(desk)
    for (const [path, field] of [
      ["/events?after=3000000000", "after"],
      ["/messages?before=3000000000", "before"],
    ] as const)
      expect(await visitor.call("GET", path)).toMatchObject({ status: 422, json: { field } })
    expect(await visitor.call("POST", "/read", { seq: 3_000_000_000 })).toMatchObject({ status: 422 })
    // A client that is ahead of everything has nothing to be told, and stays.
    const socket = await visitor.socket(3_000_000_000)
    socket.send("ping", {})
    await socket.frame("pong", ({ type }) => type === "pong")
    await socket.close()
  })

  test("reaches every client in the same order, whoever sends it how", async () => {
    const visitor = await openVisitor(desk)
    const sockets = [await visitor.socket(), await visitor.socket()] as [ChatSocket, ChatSocket]
    const sent = Array.from({ length: 30 }, (_, i) => `m${i}`)
    await Promise.all(
      sent.map((id, i) => {
        if (i % 3 === 2) return post(visitor, id)
        sockets[i % 3]?.send("message", { clientId: id, text: id })
        return undefined
      }),
    )
    for (const socket of sockets)
      for (const id of sent) await socket.frame(id, ({ payload }) => payload?.clientId === id)
    const { lastSeq } = (await visitor.call("GET", "")).json
    for (const socket of sockets) {
      await socket.event(lastSeq)
      const seqs = socket.seqs.filter((seq) => seq <= lastSeq)
      expect(seqs).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1))
      await socket.close()
    }
  })

  test("is replayed from any number, on a socket and on one that asks again", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const all = await visitor.events()
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3])
    for (const after of [0, 1, 2]) {
      const socket = await visitor.socket(after)
      await socket.event(3)
      expect(socket.frames.slice(1)).toEqual(all.slice(after))
      socket.send("sync", { after: 0 })
      await socket.frame("the first event again", (frame) => frame.seq === 1 && frame !== socket.frames[1])
      await socket.close()
    }
    const page = (await visitor.call("GET", "/events?after=1&limit=1")).json
    expect(page).toEqual({ events: [all[1]], lastSeq: 2 })
    const { messages, more } = (await visitor.call("GET", "/messages?limit=1")).json
    expect({ seqs: messages.map(({ seq }: { seq: number }) => seq), more }).toEqual({ seqs: [2], more: true })
    const older = (await visitor.call("GET", "/messages?before=2")).json
    expect(older).toEqual({ messages: [all[0]?.payload], more: false })
  })

  test("is waited for by whoever polls, and told at once", async () => {
    const visitor = await openVisitor(desk)
    const polled = visitor.call("GET", "/events?after=0&wait=25")
    await post(visitor, "now", "hello")
    const { events, lastSeq } = (await polled).json
    expect(events[0]).toMatchObject({ seq: 1, type: "message", payload: { clientId: "now" } })
    expect(lastSeq).toBe(events.length)
  })

  test("is read up to a number, which only rises", async () => {
    const visitor = await openVisitor(desk)
    await visitor.ask("hello")
    const socket = await visitor.socket()
    socket.send("read", { seq: 2 })
    const read = await socket.frame("receipt", ({ type }) => type === "read")
    expect(read.payload).toEqual({ by: "customer", seq: 2 })
    expect((await visitor.call("POST", "/read", { seq: 1 })).status).toBe(204)
    expect((await visitor.call("POST", "/read", { seq: 99 })).status).toBe(204)
    const receipts = (await visitor.events()).filter(({ type }) => type === "read")
    expect(receipts.map(({ payload }) => payload.seq)).toEqual([2, 4])
    expect((await visitor.call("GET", "")).json.readByCustomer).toBe(4)
    await socket.close()
  })

  test("is seen being typed by the other clients, and not stored", async () => {
    const visitor = await openVisitor(desk)
    const [typist, other] = [await visitor.socket(), await visitor.socket()]
    typist.send("typing", { isTyping: true })
    const seen = await other.frame("typing", ({ type }) => type === "typing")
    expect(seen.payload).toMatchObject({ by: "customer", isTyping: true })
    await visitor.call("POST", "/typing", { isTyping: false })
    await typist.frame("the end of typing", ({ type }) => type === "typing")
    expect(typist.frames.filter(({ type }) => type === "typing")).toHaveLength(1)
    expect(await visitor.events()).toEqual([])
    typist.send("ping", {})
    await typist.frame("pong", ({ type }) => type === "pong")
    for (const socket of [typist, other]) await socket.close()
  })

  test("is seen being typed by the agent who took it since its client came", async () => {
    const visitor = await openVisitor(desk)
    const socket = await visitor.socket()
    const agent = await agentSocket(desk, 3)
    const conversationId = (await visitor.call("GET", "")).json.conversationId
    const said = { conversationId, senderId: "agent-3", content: "Hi there!", isFromAgent: true }
    const headers = { authorization: `Bearer ${desk.partner.apiKey}` }
    expect((await desk.send("POST", "/api/partner/messages", { body: said, headers })).status).toBe(200)
    // One of no account is called by their number everywhere.
    const agentSender = { kind: "agent", id: "agent-3", name: "Agent 3" }
    expect((await socket.messageOf("agent")).payload.sender).toEqual(agentSender)
    socket.send("typing", { isTyping: true })
    const seen = await agent.frame("typing", ({ type }) => type === "typing")
    expect(seen.payload).toEqual({ conversationId, isTyping: true, isAgent: false })
    for (const one of [socket, agent]) await one.close()
  })

  test("is read as often as a client can want it, and not so often that nobody else is served", async () => {
    const visitor = await openVisitor(desk)
    const posted = Array.from({ length: 55 }, (_, i) => post(visitor, `${i}`, "hello"))
    await Promise.all(posted)
    const server = { authorization: `Bearer ${desk.partner.apiKey}` }
    const path = `/api/partner/messages/${visitor.session.conversationId}`
    // As the partner's server, which may read as often as it likes.
    await until("all is answered", async () => {
      const { json } = await desk.send("GET", `${path}?limit=200`, { headers: server })
      return json.length === 110
    })
    let served = 0
    while ((await visitor.call("GET", "/events?limit=500")).status === 200) served++
    // A hundred events and ten for the call, of 60,000.
    expect(served).toBeWithin(300, 550)
    const [refused, others] = await Promise.all([
      visitor.call("GET", "/messages"),
      openVisitor(desk).then((other) => other.call("GET", "/messages")),
    ])
    expect(refused.json.detail.reset_in_seconds).toBeWithin(1, 61)
    expect(others.status).toBe(200)
    expect((await desk.send("GET", path, { headers: server })).status).toBe(200)
    const theirs = { authorization: `Bearer ${visitor.session.sessionToken}` }
    const events = `/api/partner/conversations/${visitor.session.conversationId}/events`
    for (const read of [path, events])
      expect((await desk.send("GET", read, { headers: theirs })).status).toBe(429)
  })

  test.each([
    ["who asks for a person", "POST", "/person", undefined],
    ["who rates an answer", "POST", "/feedback", { seq: 1, helpful: true }],
    ["who rates the session", "POST", "/rating", { score: 5 }],
    ["who reads the transcript", "GET", "/transcript", undefined],
    ["who reads a file", "GET", "/attachments/none", undefined],
  ] as const)("counts as much as a message: %s", async (_who, method, path, body) => {
    const visitor = await openVisitor(desk, { widgetKey: desk.other.widgetKey })
    const call = () => visitor.call(method, path, body)
    expect((await call()).status).not.toBe(429)
    expect((await post(visitor, "1")).status).toBe(201)
    expect((await call()).status).toBe(429)
  })

  test("counts as much as a message: who comments on a ticket", async () => {
    const visitor = await openVisitor(desk, { widgetKey: desk.other.widgetKey })
    const headers = { authorization: `Bearer ${visitor.session.sessionToken}` }
    const form = { clientId: "t", description: "Broken", name: "Jane", email: "jane@example.com" }
    const ticket = await desk.send("POST", "/api/chat/tickets", { headers, body: form })
    expect(ticket.status).toBe(201)
    const path = `/api/chat/tickets/${ticket.json.id}/comments`
    const comment = (clientId: string) =>
      desk.send("POST", path, { headers, body: { clientId, text: "And?" } })
    for (const id of ["1", "2"]) expect((await comment(id)).status).toBe(201)
    expect((await comment("3")).status).toBe(429)
  })

  test("is refused beyond the limit, with the seconds left, on a socket as by a call", async () => {
    const visitor = await openVisitor(desk, { widgetKey: desk.other.widgetKey })
    const socket = await visitor.socket()
    for (const id of ["1", "2"]) expect((await post(visitor, id)).status).toBe(201)
    const { status, json, headers } = await post(visitor, "3")
    expect(status).toBe(429)
    expect(json.detail.reset_in_seconds).toBeWithin(1, 61)
    expect(json.error).toMatch(/ Try again in \d+ seconds\.$/)
    expect(Number(headers.get("retry-after"))).toBe(json.detail.reset_in_seconds)
    socket.send("message", { clientId: "4", text: "hi" })
    const refused = await socket.frame("refusal", ({ type }) => type === "error")
    expect(refused.payload).toMatchObject({ code: "rate_limited", clientId: "4" })
    expect(refused.payload.resetInSeconds).toBeWithin(1, 61)
    const customers = (await visitor.call("GET", "/messages")).json.messages.filter(
      ({ sender }: { sender: { kind: string } }) => sender.kind === "customer",
    )
    expect(customers).toHaveLength(2)
    await socket.close()
  })

  test.each<[string, unknown, string]>([
    ["is empty", { clientId: "1", text: " \n" }, "text"],
    ["is too long", { clientId: "1", text: "x".repeat(4_001) }, "text"],
    ["is no text", { clientId: "1", text: 5 }, "text"],
    ["has an empty name", { clientId: "", text: "hi" }, "clientId"],
    ["has a name that is too long", { clientId: "x".repeat(101), text: "hi" }, "clientId"],
    ["has metadata that are none", { clientId: "1", text: "hi", metadata: [] }, "metadata"],
    ["has too many metadata", { clientId: "1", text: "hi", metadata: { a: "x".repeat(9_000) } }, "metadata"],
  ])("is refused where it %s, on a socket as by a call", async (_what, message, field) => {
    const visitor = await openVisitor(desk)
    const { status, json } = await visitor.call("POST", "/messages", message)
    expect({ status, field: json.field }).toEqual({ status: 422, field })
    const socket = await visitor.socket()
    socket.send("message", message)
    const refused = await socket.frame("refusal", ({ type }) => type === "error")
    expect(refused.payload).toMatchObject({ code: "invalid_input" })
    expect(refused.payload.message).toContain(field)
    expect(await visitor.events()).toEqual([])
    expect(socket.isOpen).toBe(true)
    await socket.close()
  })
})
