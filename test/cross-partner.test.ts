import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "./desk.ts"
import { addAgent, type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { failureBody, TICKET_BODY } from "./fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { keepFile } from "./kept-file.ts"
import { registeredRoutes } from "./registered-routes.ts"
import { openSocket } from "./socket-client.ts"

/** Ids of things that are there, or of the same form and nowhere. */
interface Ids {
  session: string
  conversation: number
  message: number
  customer: string
  visitor: string
  failure: string
  shortcut: string
  /** Of an intent. */
  example: number
  /** An agent's number. */
  agent: number
  /** Of an agent's token. */
  token: string
  /** A ticket's uuid. */
  ticket: string
  /** Of a ticket that its form has not become yet. */
  announced: string
  /** An agent's ticket: its uuid, number, and what a customer knows it by. */
  deskTicket: string
  ticketNumber: number
  reference: string
  /** A webhook's number. */
  webhook: number
  /** Of a file. */
  file: string
}

interface Case {
  route: string
  path(ids: Ids): string
  body?(ids: Ids): unknown
  /** Who asks: the partner's server, a customer with a session token, or an agent. */
  as: readonly ("server" | "customer" | "agent")[]
}

const BOTH = ["server", "customer"] as const
const session = (method: string, what: string, body?: unknown): Case => ({
  route: `${method} /api/chat/sessions/:id${what}`,
  path: (ids) => `/api/chat/sessions/${ids.session}${what}`,
  body: () => body,
  as: ["customer"],
})
const conversation = (method: string, what: string, body?: (ids: Ids) => unknown): Case => ({
  route: `${method} /api/partner/conversations/:id${what}`,
  path: (ids) => `/api/partner/conversations/${ids.conversation}${what}`,
  ...(body && { body }),
  as: BOTH,
})

const desk = (
  method: string,
  what: string,
  path: (ids: Ids) => string,
  body?: (ids: Ids) => unknown,
): Case => ({
  route: `${method} /api/desk${what}`,
  path: (ids) => `/api/desk${path(ids)}`,
  ...(body && { body }),
  as: ["agent"],
})

const deskConversation = (method: string, what: string, body?: (ids: Ids) => unknown): Case =>
  desk(
    method,
    `/conversations/:number${what}`,
    ({ conversation: number }) => `/conversations/${number}${what}`,
    body,
  )

const chatTicket = (method: string, name: (ids: Ids) => string, what: string, body?: unknown): Case => ({
  route: `${method} /api/chat/tickets/:id${what}`,
  path: (ids) => `/api/chat/tickets/${name(ids)}${what}`,
  ...(body !== undefined && { body: () => body }),
  as: ["customer"],
})
const deskWebhook = (method: string, what: string, body?: (ids: Ids) => unknown): Case =>
  desk(method, `/webhooks/:number${what}`, ({ webhook }) => `/webhooks/${webhook}${what}`, body)

/** Every call that names something by its id. */
const CASES: readonly Case[] = [
  deskConversation("GET", ""),
  deskConversation("GET", "/events"),
  deskConversation("GET", "/route"),
  deskConversation("GET", "/transcript"),
  deskConversation("POST", "/messages", () => ({ clientId: "c", text: "Hello" })),
  deskConversation("POST", "/notes", () => ({ clientId: "c", text: "Hello" })),
  deskConversation("POST", "/read", () => ({ seq: 1 })),
  deskConversation("POST", "/take"),
  deskConversation("POST", "/hand-back"),
  deskConversation("POST", "/close"),
  deskConversation("POST", "/reopen"),
  deskConversation("POST", "/transfer", () => ({ queue: true })),
  deskConversation("POST", "/priority", () => ({ priority: "urgent" })),
  session("GET", ""),
  session("GET", "/messages"),
  session("POST", "/messages", { clientId: "c", text: "Hello" }),
  session("GET", "/events"),
  session("POST", "/read", { seq: 1 }),
  session("POST", "/typing", { isTyping: true }),
  session("POST", "/person"),
  session("POST", "/handoff", {
    clientId: "c",
    name: "Eve",
    email: "eve@example.com",
    message: "Hi",
    priority: "low",
  }),
  session("POST", "/feedback", { seq: 1, helpful: true }),
  session("POST", "/rating", { score: 5 }),
  session("GET", "/transcript"),
  {
    route: "GET /api/chat/sessions/:id/attachments/:file",
    path: (ids) => `/api/chat/sessions/${ids.session}/attachments/${ids.file}`,
    as: ["customer"],
  },
  desk("GET", "/attachments/:id", ({ file }) => `/attachments/${file}`),
  session("POST", "/transcript", { email: "eve@example.com" }),
  session("POST", "/close"),
  conversation("PATCH", "", () => ({ status: "closed" })),
  conversation("GET", "/events"),
  conversation("POST", "/read", (ids) => ({ messageId: ids.message })),
  conversation("POST", "/typing", () => ({ isTyping: true })),
  {
    route: "GET /api/partner/conversations/:id",
    path: (ids) => `/api/partner/conversations/${ids.customer}`,
    as: BOTH,
  },
  {
    route: "GET /api/partner/messages/:id",
    path: (ids) => `/api/partner/messages/${ids.conversation}`,
    as: BOTH,
  },
  {
    route: "POST /api/partner/messages",
    path: () => "/api/partner/messages",
    body: (ids) => ({ conversationId: ids.conversation, senderId: ids.customer, content: "Hello" }),
    as: BOTH,
  },
  {
    route: "POST /api/partner/conversations",
    path: () => "/api/partner/conversations",
    body: (ids) => ({ customerId: ids.visitor }),
    as: ["server"],
  },
  {
    route: "GET /api/customers/:customerId",
    path: (ids) => `/api/customers/${ids.customer}`,
    as: ["server"],
  },
  {
    route: "PATCH /api/customers/:customerId",
    path: (ids) => `/api/customers/${ids.visitor}`,
    body: () => ({ name: "Eve" }),
    as: ["server"],
  },
  {
    route: "POST /api/agent-failure/:id/create-ticket",
    path: (ids) => `/api/agent-failure/${ids.failure}/create-ticket`,
    body: () => TICKET_BODY,
    as: ["server"],
  },
  {
    route: "POST /api/agent-failure/:id/decline",
    path: (ids) => `/api/agent-failure/${ids.failure}/decline`,
    body: () => ({}),
    as: ["server"],
  },
  desk("GET", "/customers/:ref", ({ customer }) => `/customers/v-${customer}`),
  desk(
    "PATCH",
    "/customers/:ref",
    ({ customer }) => `/customers/v-${customer}`,
    () => ({ name: "Eve" }),
  ),
  desk("POST", "/customers/:ref/sign-out", ({ customer }) => `/customers/v-${customer}/sign-out`),
  desk(
    "PATCH",
    "/canned-replies/:shortcut",
    ({ shortcut }) => `/canned-replies/${shortcut}`,
    () => ({ text: "Hi" }),
  ),
  desk(
    "GET",
    "/conversations/:number/suggestions",
    (ids) => `/conversations/${ids.conversation}/suggestions`,
  ),
  desk(
    "POST",
    "/conversations/:number/article",
    (ids) => `/conversations/${ids.conversation}/article`,
    () => ({ questionSeq: 1, answer: "Hi" }),
  ),
  {
    route: "GET /ticket/:uuid",
    path: ({ ticket }) => `/ticket/${ticket}`,
    as: ["server", "customer", "agent"],
  },
  {
    route: "PUT /ticket",
    path: () => "/ticket",
    body: ({ ticket }) => ({
      uuid: ticket,
      status: "Closed",
      message: "Hi",
      name: "Eve",
      email: "e@example.com",
    }),
    as: ["server", "customer", "agent"],
  },
  {
    route: "PUT /ticket",
    path: () => "/ticket",
    body: ({ announced }) => ({ uuid: announced, message: "Hi", name: "Eve", email: "e@example.com" }),
    as: ["server", "customer", "agent"],
  },
  ...(
    [({ deskTicket }) => deskTicket, ({ ticketNumber }) => String(ticketNumber)] as ((ids: Ids) => string)[]
  ).flatMap((name) => [
    desk("GET", "/tickets/:number", (ids) => `/tickets/${name(ids)}`),
    desk(
      "PATCH",
      "/tickets/:number",
      (ids) => `/tickets/${name(ids)}`,
      () => ({ status: "closed" }),
    ),
    desk(
      "POST",
      "/tickets/:number/comments",
      (ids) => `/tickets/${name(ids)}/comments`,
      () => ({ clientId: "c", text: "Hello", visibility: "public" }),
    ),
  ]),
  ...([({ deskTicket }) => deskTicket, ({ reference }) => reference] as ((ids: Ids) => string)[]).flatMap(
    (name) => [
      chatTicket("GET", name, ""),
      chatTicket("POST", name, "/comments", { clientId: "c", text: "Hello" }),
    ],
  ),
  {
    route: "POST /api/desk/tickets",
    path: () => "/api/desk/tickets",
    body: (ids) => ({
      clientId: "c",
      description: "Hello",
      conversation: ids.conversation,
      requester: { name: "Eve", email: "eve@example.com" },
    }),
    as: ["agent"],
  },
  {
    route: "POST /api/desk/tickets",
    path: () => "/api/desk/tickets",
    body: (ids) => ({
      clientId: "c",
      description: "Hello",
      customer: `v-${ids.customer}`,
      requester: { name: "Eve", email: "eve@example.com" },
    }),
    as: ["agent"],
  },
  {
    route: "POST /api/chat/tickets",
    path: () => "/api/chat/tickets",
    body: (ids) => ({
      clientId: "c",
      description: "Hello",
      sessionId: ids.session,
      name: "Eve",
      email: "eve@example.com",
    }),
    as: ["customer"],
  },
  desk("DELETE", "/intents/examples/:id", ({ example }) => `/intents/examples/${example}`),
  desk("DELETE", "/canned-replies/:shortcut", ({ shortcut }) => `/canned-replies/${shortcut}`),
  desk(
    "PATCH",
    "/agents/:number",
    ({ agent }) => `/agents/${agent}`,
    () => ({ name: "Eve" }),
  ),
  desk("DELETE", "/agents/:number", ({ agent }) => `/agents/${agent}`),
  deskWebhook("PATCH", "", () => ({ status: "paused" })),
  deskWebhook("DELETE", ""),
  deskWebhook("POST", "/rotate-secret", () => ({})),
  deskWebhook("POST", "/test"),
  deskWebhook("POST", "/replay", () => ({ from: 1 })),
  deskWebhook("GET", "/deliveries"),
  desk("DELETE", "/tokens/:id", ({ token }) => `/tokens/${token}`),
]

const ADA = { name: "Ada", email: "ada@example.com" }

/** Lists in which something of Acme's stands. */
const TELLING: ReadonlySet<string> = new Set(
  [
    ...[
      "canned-replies",
      "settings",
      "search",
      "conversations",
      "intents/examples",
      "tickets",
      "tickets/export",
    ],
    ...["audit", "customers", "agents", "me", "partner", "webhooks"],
  ].map((what) => `/api/desk/${what}`),
).add("/all-chats")

/** What is said of something, without the names that the caller gave it and the number of the request. */
function anonymous(text: string, ids: Ids): string {
  // The longest first: a number may stand in another's name.
  const names = Object.values(ids)
    .map(String)
    .sort((a, b) => b.length - a.length)
  const named = names.reduce((rest, id) => rest.replaceAll(id, "ID"), text)
  return named.replace(/"request_id":"[^"]+"/, '"request_id":"…"')
}

describe.each([false, true])("of another partner's, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let other: GuidePartner
  let theirs: Ids
  let nowhere: Ids
  let colleague: SignedInAgent
  /** Of the one whose it is. */
  let boss: SignedInAgent
  let own: { id: number; customerId: string; sessionToken: string; sessionId: string }

  const enter = async (partner: GuidePartner) =>
    (await desk.send("POST", "/api/chat/sessions", { body: { widgetKey: partner.keys.widgetKey } })).json
  /** Of a ticket that is told before there is one, to a visitor of the chatbot's contract. */
  const wantsForm = async (partner: GuidePartner, session_id: string) => {
    const body = { message: "I want to talk to a person", session_id, token: partner.keys.widgetKey }
    return (await desk.send("POST", "/chatbot-response", { body })).json.ticket_uuid as string
  }
  /** Five, of which the last one's number is given. */
  const addWebhooks = async () => {
    const admin = await signedInAgent(desk, { email: "admin@acme.example", role: "admin" })
    const add = () => admin.call("POST", "/webhooks", { url: "https://acme.example/secret-events" })
    for (let i = 0; i < 4; i++) await add()
    return (await add()).json.number
  }
  beforeAll(async () => {
    desk = await startDesk({ postgres, settings: { "crm.ticket_wait_ms": 1 } })
    acme = guidePartner(desk)
    other = guidePartner(desk, desk.other)
    for (let i = 0; i < 5; i++) await acme.begin(`busy-${i}`)
    const begun = await acme.begin("theirs")
    const entered = await enter(acme)
    const message = (await acme.agentSays(begun.id, 2, "A secret")).json
    await acme.call("PATCH", "/api/customers/theirs", { name: "Ada" })
    const failure = await acme.call("POST", "/api/agent-failure/", failureBody())
    for (let i = 0; i < 3; i++)
      await desk.withDatabase((database) =>
        addAgent(database, desk.partner, { email: `busy-${i}@acme.example` }),
      )
    const agent = await signedInAgent(desk)
    boss = await signedInAgent(desk, { email: "boss@acme.example", role: "admin" })
    const example = await boss.call("POST", "/intents/examples", { intent: "order", text: "A secret" })
    for (let i = 0; i < 3; i++)
      await agent.call("POST", "/tickets", { clientId: `busy-${i}`, description: "Busy", requester: ADA })
    const opened = (
      await agent.call("POST", "/tickets", {
        clientId: "theirs",
        description: "A secret",
        customer: "v-theirs",
        requester: ADA,
      })
    ).json
    theirs = {
      session: entered.id,
      conversation: begun.id,
      message: message.id,
      customer: "theirs",
      visitor: entered.customerId,
      failure: failure.json.failure_id,
      shortcut: "theirs",
      example: example.json.id,
      agent: agent.agent.number,
      token: agent.tokenId,
      ticket: await wantsForm(acme, "ticket"),
      announced: await wantsForm(acme, "announced"),
      deskTicket: opened.ticket.uuid,
      ticketNumber: opened.ticket.number,
      reference: opened.ticket.reference,
      webhook: await addWebhooks(),
      file: await keepFile(desk, entered.id),
    }
    const form = { token: acme.keys.widgetKey, message: "A secret", name: "Ada", email: "ada@example.com" }
    const filled = await desk.send("PUT", "/ticket", { body: { uuid: theirs.ticket, ...form } })
    expect(filled.status).toBe(200)
    nowhere = {
      session: `cs_${"x".repeat(24)}`,
      conversation: 777,
      message: 777_000_001,
      customer: "nowhere",
      visitor: "visitor-nowhere",
      failure: crypto.randomUUID(),
      agent: 777,
      token: "x".repeat(12),
      deskTicket: crypto.randomUUID(),
      ticketNumber: 777,
      reference: "T-777",
      shortcut: "not-there",
      example: 777,
      ticket: crypto.randomUUID(),
      announced: crypto.randomUUID(),
      webhook: 777,
      file: `at_${"x".repeat(24)}`,
    }
    await agent.call("POST", "/canned-replies", { shortcut: "theirs", text: "A secret" })
    colleague = await signedInAgent(desk, { email: "eve@other.example", role: "admin" }, desk.other)
    const mine = await enter(other)
    own = { ...mine, id: mine.conversationId, sessionId: mine.id }
  })
  afterAll(() => desk.stop())

  test("every call that names something is tried below", async () => {
    const routes = (await registeredRoutes()).map(({ route }) => route)
    const found = new Set(routes.filter((route) => route.includes("/:")))
    // The kind of agent is a word of the contract and nobody's id.
    found.delete("POST /api/agent/:type/")
    // Nor is a secret of the server's configuration.
    found.delete("POST /api/incoming/freshdesk/:secret")
    const named = new Set(CASES.map(({ route }) => route).filter((route) => route.includes(":")))
    expect([...named].sort()).toEqual([...found].sort())
  })

  describe.each(CASES)("$route", ({ route, path, body, as }) => {
    test.each([...as])("a %s is told the same as of what is nowhere", async (who) => {
      const key = { server: other.keys.apiKey, customer: own.sessionToken, agent: colleague.token }[who]
      const ask = async (ids: Ids) => {
        const { status, text } = await desk.send(route.split(" ")[0] ?? "", path(ids), {
          headers: { authorization: `Bearer ${key}` },
          ...(body && { body: body(ids) }),
        })
        return { status, says: anonymous(text, ids) }
      }
      const [hidden, absent] = [await ask(theirs), await ask(nowhere)]
      expect(hidden).toEqual(absent)
      const isList = route === "GET /api/partner/conversations/:id"
      if (isList) expect(hidden).toEqual({ status: 200, says: "[]" })
      else expect(hidden.status).toBeOneOf([404, 422])
    })
  })

  test("sockets are closed as for what is nowhere", async () => {
    const key = other.keys.widgetKey
    const token = own.sessionToken
    const addresses: ((ids: Ids) => string)[] = [
      (ids) => `/ws/chat/${ids.session}?token=${token}`,
      (ids) => `/ws?clientId=${ids.customer}&token=${token}`,
      (ids) => `/ws?clientId=${ids.visitor}&key=${key}`,
      (ids) => `/ws?clientId=${ids.customer}&key=${key}&signature=${other.sign(ids.customer)}`,
      (ids) => `/ws?clientId=${ids.customer}`,
      (ids) => `/ws?token=${token}&after=${ids.message}`,
    ]
    for (const address of addresses) {
      const closed = async (ids: Ids) => {
        const { code, reason } = await (await openSocket(desk.url + address(ids))).closed
        return { code, reason: anonymous(reason, ids) }
      }
      const hidden = await closed(theirs)
      expect(hidden).toEqual(await closed(nowhere))
      expect(hidden.code).toBeOneOf([4401, 4404])
    }
    const asServer = (ids: Ids) =>
      openSocket(`${desk.url}/ws?clientId=${ids.customer}`, other.bearer(other.keys.apiKey))
    expect(await (await asServer(theirs)).closed).toEqual(await (await asServer(nowhere)).closed)
  })

  test.each(["server", "agent", "customer"] as const)(
    "frames of a %s are answered as for what is nowhere",
    async (who) => {
      const socket = await {
        server: () => other.connectServer(),
        agent: () => other.connectAgent(2),
        customer: () => other.connect({ token: own.sessionToken }),
      }[who]()
      const frames: ((ids: Ids) => { type: string; payload: object })[] = [
        ({ conversation: conversationId, customer: senderId }) => ({
          type: "message",
          payload: { conversationId, senderId, content: "Hello", clientMessageId: "c" },
        }),
        ({ conversation: conversationId }) => ({
          type: "typing",
          payload: { conversationId, isTyping: true },
        }),
        ({ conversation: conversationId, message: messageId }) => ({
          type: "read",
          payload: { conversationId, messageId },
        }),
        ({ conversation: conversationId }) => ({ type: "sync", payload: { conversationId, after: 0 } }),
      ]
      for (const frame of frames) {
        const answer = async (ids: Ids) => {
          socket.send(frame(ids))
          return anonymous(JSON.stringify(await socket.next("error")), ids)
        }
        const hidden = await answer(theirs)
        expect(hidden).toBe(await answer(nowhere))
        expect(JSON.parse(hidden).payload.code).toBe("not_found")
      }
      socket.close()
    },
  )

  test("frames of another partner's desk are answered as for what is nowhere, and its list has none of theirs", async () => {
    const socket = await openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${colleague.token}` })
    const types = ["follow", "message", "note", "read", "typing"]
    const more = { clientId: "c", text: "Hello", seq: 1, isTyping: true, after: 0 }
    for (const type of types) {
      const answer = async (ids: Ids) => {
        socket.send({ type, payload: { conversation: ids.conversation, ...more } })
        return anonymous(JSON.stringify(await socket.next("error")), ids)
      }
      const hidden = await answer(theirs)
      expect(hidden).toBe(await answer(nowhere))
      expect(hidden).toContain('"code":"not_found"')
    }
    socket.send({ type: "hello", payload: { since: new Date(0).toISOString() } })
    await socket.next("ready")
    await acme.agentSays(theirs.conversation, 2, "Another secret")
    await acme.say(theirs.conversation, "theirs", "My secret")
    const frames = JSON.stringify(await socket.settled())
    for (const secret of ["secret", "theirs", "ada@acme.example"]) expect(frames).not.toContain(secret)
    socket.close()
  })

  test("no list has any of theirs, whoever asks for it", async () => {
    const routes = (await registeredRoutes()).map(({ route }) => route)
    const lists = routes
      .filter((route) => /^GET [^:]+$/.test(route))
      .map((route) => route.slice("GET ".length))
    const has = async (path: string, token: string) => {
      const { text } = await desk.send("GET", path + (path.endsWith("/search") ? "?q=secret" : ""), {
        headers: { authorization: `Bearer ${token}` },
      })
      return ["A secret", "v-theirs", "ada@example.com", "acme.example", "busy-"].some((word) =>
        text.includes(word),
      )
    }
    const telling: string[] = []
    for (const path of lists) {
      for (const token of [colleague.token, other.keys.apiKey, own.sessionToken])
        expect({ path, tells: await has(path, token) }).toEqual({ path, tells: false })
      if (await has(path, boss.token)) telling.push(path)
    }
    // What is theirs is told to them: the words that are looked for are there.
    expect(telling).toEqual(lists.filter((path) => TELLING.has(path)))
    expect(telling).toHaveLength(TELLING.size)
  })

  test("no figures count any of theirs", async () => {
    const [mine, own] = await Promise.all(
      [colleague, boss].map(async ({ call }) => {
        const [today, stats] = [(await call("GET", "/today")).json, (await call("GET", "/stats")).json]
        const { conversations, messages, waiting, open, agents } = today
        const counted = [stats.conversations, stats.messages.total, stats.tickets.opened]
        return { today: [conversations, messages, waiting, open, agents.length], counted }
      }),
    )
    expect(mine).toEqual({ today: [0, 0, 0, 0, 1], counted: [0, 0, 0] })
    for (const count of [own?.today[0], own?.today[1], own?.counted[0], own?.counted[2]])
      expect(count).toBeGreaterThan(0)
  })

  test("nothing of theirs is heard, and nothing that can be counted moves", async () => {
    const listeners = [await other.connectServer(), await other.connectAgent(2)]
    let failures = 0
    const ticketOf = async (partner: GuidePartner) => {
      const body = failureBody({ session_id: `counted-${++failures}` })
      const { json } = await partner.call("POST", "/api/agent-failure/", body)
      const ticket = await partner.call(
        "POST",
        `/api/agent-failure/${json.failure_id}/create-ticket`,
        TICKET_BODY,
      )
      return Number(/^T-(\d+)$/.exec(ticket.json.ticket_id)?.[1])
    }
    const countable = async () => {
      const { id, customerId } = await other.begin("counting")
      const { json } = await other.say(id, customerId, "Hello")
      return { conversation: id, message: json.id - id * 1_000_000, ticket: await ticketOf(other) }
    }
    const before = await countable()
    for (let i = 0; i < 3; i++) {
      const { id, customerId } = await acme.begin(`more-${i}`)
      await acme.agentSays(id, 2, "Hello")
      await acme.say(id, customerId, "Hello")
      await ticketOf(acme)
    }
    const after = await countable()
    expect(after).toEqual({
      conversation: before.conversation + 1,
      message: before.message,
      ticket: before.ticket + 1,
    })
    for (const socket of listeners) {
      const about = (await socket.settled()).map(({ payload }) => payload.conversationId)
      for (const id of about) expect(id).toBeLessThanOrEqual(after.conversation)
      expect(JSON.stringify(socket.frames)).not.toContain("more-")
      socket.close()
    }
  })
})
