import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, type Reply, startDesk } from "../../../test/desk.ts"
import {
  chatBody,
  failureBody,
  feedbackBody,
  TICKET_BODY,
  UNANSWERED,
  USER_INFO,
  withField,
} from "../../../test/fixtures/crm.ts"
import { ticketSchema } from "./schemas.ts"

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

interface Scenario {
  name: string
  method?: string
  path: string
  body?: unknown
  status: number
  mustContain?: string[]
  mustNotContain?: string[]
}

function check(scenarios: Scenario[]): void {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
    const { method = "POST", path, body, status, mustContain = [], mustNotContain = [] } = scenario
    const reply = await desk.send(method, path, { body })
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status })
    for (const text of mustContain) expect(reply.text).toContain(text)
    for (const text of mustNotContain) expect(reply.text).not.toContain(text)
    expectGuideError(reply)
  })
}

/** All error responses are JSON with `detail` or `error`, and show nothing of our inside. */
function expectGuideError(reply: Reply): void {
  if (reply.status < 400) return
  expect(reply.headers.get("content-type")).toStartWith("application/json")
  expect(reply.json).toHaveProperty("detail")
  expect(typeof reply.json.error).toBe("string")
  expect(reply.text).not.toMatch(/\bat \/|\bat async|\.ts:\d|node_modules|bunfs/)
}

async function failureId(about: Record<string, unknown> = {}): Promise<string> {
  return (await desk.send("POST", "/api/agent-failure/", { body: failureBody(about) })).json.failure_id
}

describe("a chat", () => {
  test.each(["customer", "support", "test"])("with %s is answered with the guide's fields", async (type) => {
    const { status, json } = await desk.send("POST", `/api/agent/${type}/`, {
      body: chatBody(undefined, { session_id: `${type}-session-1` }),
    })
    expect(status).toBe(200)
    const { debug, ...reply } = json
    expect(Object.keys(reply).sort()).toEqual([
      "classification_confidence",
      "requires_escalation",
      "response",
      "session_id",
      "sources",
      "timestamp",
    ])
    expect(reply).toMatchObject({
      response: expect.stringContaining("kb ingest"),
      session_id: `${type}-session-1`,
      timestamp: expect.stringMatching(TIME),
      requires_escalation: false,
    })
    expect(reply.classification_confidence).toBeWithin(0, 1.0001)
    // What is quoted is from one article, and no other is named as its source.
    expect(reply.sources).toHaveLength(1)
    for (const source of reply.sources) {
      expect(source).toMatchObject({
        title: expect.any(String),
        entry_type: expect.any(String),
        entry_id: expect.stringMatching(/\.md$/),
      })
      expect(source.confidence).toBeWithin(0, 1.0001)
    }
    expect(debug === undefined).toBe(type !== "test")
  })

  test("that has no answer is escalated, with a reason", async () => {
    const { status, json } = await desk.send("POST", "/api/agent/customer/", { body: chatBody(UNANSWERED) })
    expect(status).toBe(200)
    expect(json.requires_escalation).toBe(true)
    expect(json.escalation_reason).toMatch(/^(low_confidence|no_results)$/)
    expect(json.response).not.toBe("")
  })

  test.each([
    [UNANSWERED, "I couldn't find a confident answer to that."],
    [
      "I want to talk to a human",
      "Of course. I can create a support ticket, and a person will get back to you.",
    ],
    ["Gibt es bei Ihnen Teegeschirr für Zebras?", "Darauf habe ich keine sichere Antwort gefunden."],
    [
      "Je veux parler à un humain",
      "Bien sûr. Je peux créer un ticket d’assistance, et une personne vous recontactera.",
    ],
  ])("%p is escalated in its own language", async (message, response) => {
    const body = chatBody(message, { session_id: crypto.randomUUID() })
    const { json } = await desk.send("POST", "/api/agent/customer/", { body })
    expect(json).toMatchObject({ response, requires_escalation: true })
  })

  test.each([
    ["I want to make a complaint", "Of course. I can create a support ticket"],
    ["create a ticket", "Of course. I can create a support ticket"],
    ["Ich will mit jemandem reden", "Gern. Ich kann ein Support-Ticket erstellen"],
  ])("that wishes for a person is told that one can be had: %s", async (message, said) => {
    const body = chatBody(message, { session_id: crypto.randomUUID() })
    const { json } = await desk.send("POST", "/api/agent/customer/", { body })
    expect(json).toMatchObject({ requires_escalation: true, escalation_reason: "human_requested" })
    expect(json.response).toStartWith(said)
  })

  test("that says yes or no to the offer of a ticket is understood; without an offer it is a message", async () => {
    const session_id = crypto.randomUUID()
    const ask = async (message: string) =>
      (await desk.send("POST", "/api/agent/customer/", { body: chatBody(message, { session_id }) })).json
    expect(await ask(UNANSWERED)).toMatchObject({ requires_escalation: true })
    expect(await ask("yes please")).toMatchObject({
      response: "Of course. I can create a support ticket, and a person will get back to you.",
      escalation_reason: "human_requested",
    })
    expect(await ask("no, thanks")).toMatchObject({
      response: "No problem! Feel free to ask another question.",
      requires_escalation: false,
    })
    expect((await ask("no")).response).not.toBe("No problem! Feel free to ask another question.")
  })

  test("goes on in the session that the reply names; another user gets one of their own", async () => {
    const ask = async (session_id: string, agent_id: string) => {
      const body = chatBody(undefined, { session_id, user_info: { ...USER_INFO, agent_id } })
      return (await desk.send("POST", "/api/agent/customer/", { body })).json.session_id as string
    }
    expect(await ask("shared", "jane")).toBe("shared")
    expect(await ask("shared", "jane")).toBe("shared")
    const own = await ask("shared", "mallory")
    expect(own).not.toBe("shared")
    expect(await ask(own, "mallory")).toBe(own)
    expect(await ask("shared", "mallory")).toBe(own)
  })

  const { phone: _p, company: _c, division: _d, user_type: _u, ...required } = USER_INFO
  check([
    {
      name: "needs none of the optional fields",
      path: "/api/agent/customer/",
      body: chatBody("hi", { user_info: required }),
      status: 200,
    },
    {
      name: "takes null for them",
      path: "/api/agent/customer/",
      body: chatBody("hi", {
        user_info: { ...required, phone: null, company: "", division: null, user_type: null },
      }),
      status: 200,
    },
    {
      name: "ignores what it does not know",
      path: "/api/agent/customer/",
      body: chatBody("hi", { extra: [1, { a: 2 }] }),
      status: 200,
    },
    {
      name: "with an unknown agent is not found",
      path: "/api/agent/sales/",
      body: chatBody(),
      status: 404,
      mustContain: ["customer, support or test"],
    },
    {
      name: "is not a GET",
      method: "GET",
      path: "/api/agent/customer/",
      status: 405,
      mustContain: ["nothing at GET /api/agent/customer/. Use POST."],
      mustNotContain: ["did you mean"],
    },
    {
      name: "is not a GET without its slash either",
      method: "GET",
      path: "/api/agent/customer",
      status: 404,
      mustContain: ["did you mean POST /api/agent/customer/?"],
    },
    {
      name: "of no known path is told no other",
      path: "/api/agent/customer/more",
      body: chatBody(),
      status: 404,
      mustNotContain: ["did you mean", "Use "],
    },
    { name: "is no health", path: "/api/health", status: 405, mustContain: ["Use GET."] },
  ])
})

describe("trailing slashes", () => {
  check([
    {
      name: "a chat without one is told so",
      path: "/api/agent/customer",
      body: chatBody(),
      status: 404,
      mustContain: ["did you mean /api/agent/customer/?"],
    },
    {
      name: "a failure without one is told so",
      path: "/api/agent-failure",
      body: failureBody(),
      status: 404,
      mustContain: ["/api/agent-failure/?"],
    },
    {
      name: "a ticket with one is told so",
      path: "/api/agent-failure/x/create-ticket/",
      body: TICKET_BODY,
      status: 404,
      mustContain: ["/api/agent-failure/x/create-ticket?"],
    },
    {
      name: "a no with one is told so",
      path: "/api/agent-failure/x/decline/",
      status: 404,
      mustContain: ["/api/agent-failure/x/decline?"],
    },
    {
      name: "feedback with one is told so",
      path: "/api/feedback/",
      body: feedbackBody(),
      status: 404,
      mustContain: ["/api/feedback?"],
    },
    {
      name: "health with one is told so",
      method: "GET",
      path: "/api/health/",
      status: 404,
      mustContain: ["/api/health?"],
    },
  ])
})

describe("a body that cannot be right", () => {
  const posts = {
    "/api/agent/customer/": chatBody(),
    "/api/agent-failure/": failureBody(),
    "/api/feedback": feedbackBody(),
  }
  check(
    Object.keys({ ...posts, "/api/agent-failure/x/create-ticket": 1 }).flatMap((path): Scenario[] => [
      { name: `is not JSON: ${path}`, path, body: "{no json", status: 400, mustContain: ["not valid JSON"] },
      { name: `is a list: ${path}`, path, body: [], status: 422, mustContain: ['"field":"body"'] },
      { name: `is a word: ${path}`, path, body: '"hello"', status: 422, mustContain: ['"field":"body"'] },
      { name: `is null: ${path}`, path, body: "null", status: 422, mustContain: ['"field":"body"'] },
      { name: `is empty: ${path}`, path, status: 422, mustContain: ['"field":"body"'] },
    ]),
  )
  const OPTIONAL = /phone|company|division|user_type|user_info.confidence|^confidence_score$|sources_used/
  for (const [path, body] of Object.entries(posts)) {
    const fields = Object.entries(body).flatMap(([name, value]) =>
      name === "user_info"
        ? ["user_info", ...Object.keys(value as object).map((inner) => `user_info.${inner}`)]
        : [name],
    )
    const isRequired = (field: string) =>
      !OPTIONAL.test(field) || (path.includes("failure") && field === "confidence_score")
    check(
      fields.filter(isRequired).flatMap((field): Scenario[] => [
        {
          name: `lacks ${field}: ${path}`,
          path,
          body: withField(body, field),
          status: 422,
          mustContain: [`"field":"${field}"`, `"detail":"${field}: `],
        },
        {
          name: `has a list for ${field}: ${path}`,
          path,
          body: withField(body, field, [1]),
          status: 422,
          mustContain: [`"field":"${field}"`],
        },
        {
          name: `has nothing in ${field}: ${path}`,
          path,
          body: withField(body, field, ""),
          status: 422,
          mustContain: [`"field":"${field}"`],
        },
        {
          name: `has too much in ${field}: ${path}`,
          path,
          body: withField(body, field, "x".repeat(30_000)),
          status: 422,
          mustContain: [`"field":"${field}"`],
          mustNotContain: ["xxxxxx"],
        },
      ]),
    )
  }
  check([
    {
      name: "lacks a text, and not a string",
      path: "/api/agent/customer/",
      body: withField(chatBody(), "message"),
      status: 422,
      mustContain: ['"detail":"message: is required."'],
    },
    {
      name: "lacks an address, and not an @",
      path: "/api/feedback",
      body: withField(feedbackBody(), "user_info.email"),
      status: 422,
      mustContain: ['"detail":"user_info.email: is required."'],
    },
  ])
  const history = (entry: object) => ({
    conversation_history: [{ ...TICKET_BODY.conversation_history[0], ...entry }],
  })
  const ticket = "/api/agent-failure/x/create-ticket"
  check([
    {
      name: "has a score above 1",
      path: "/api/agent-failure/",
      body: failureBody({ confidence_score: 1.01 }),
      status: 422,
      mustContain: ["confidence_score"],
    },
    {
      name: "has a score in words",
      path: "/api/feedback",
      body: feedbackBody({ confidence_score: "0.9" }),
      status: 422,
      mustContain: ["confidence_score"],
    },
    {
      name: "has a rating of its own",
      path: "/api/feedback",
      body: feedbackBody({ feedback_type: "meh" }),
      status: 422,
      mustContain: ["feedback_type"],
    },
    {
      name: "has no history",
      path: ticket,
      body: {},
      status: 422,
      mustContain: ['"field":"conversation_history"'],
    },
    {
      name: "has a role of its own",
      path: ticket,
      body: history({ role: "system" }),
      status: 422,
      mustContain: ["conversation_history.0.role"],
    },
    {
      name: "has a time that is none",
      path: ticket,
      body: history({ timestamp: "yesterday" }),
      status: 422,
      mustContain: ["conversation_history.0.timestamp"],
    },
    {
      name: "has content that is no text",
      path: ticket,
      body: history({ content: 17 }),
      status: 422,
      mustContain: ["conversation_history.0.content"],
    },
  ])
})

describe("an escalation", () => {
  test("becomes one failure and one ticket, however often it is sent", async () => {
    const asked = await desk.send("POST", "/api/agent/customer/", {
      body: chatBody(UNANSWERED, { session_id: "e1" }),
    })
    const report = {
      session_id: "e1",
      agent_response: asked.json.response,
      confidence_score: asked.json.classification_confidence,
    }
    const [first, second] = [await failureId(report), await failureId(report)]
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).toBe(first)
    const path = `/api/agent-failure/${first}/create-ticket`
    const replies = [
      await desk.send("POST", path, { body: TICKET_BODY }),
      ...(await Promise.all([1, 2, 3].map(() => desk.send("POST", path, { body: TICKET_BODY })))),
    ]
    for (const reply of replies) {
      expect(reply.status).toBe(200)
      expect(reply.json).toEqual({ ticket_id: replies[0]?.json.ticket_id })
    }
    expect(replies[0]?.json.ticket_id).toMatch(/^T-\d+$/)
    const declined = await desk.send("POST", `/api/agent-failure/${first}/decline`)
    expect(declined.status).toBe(409)
    expectGuideError(declined)
  })

  test("is two when the same question was asked twice", async () => {
    const ids = []
    for (let i = 0; i < 2; i++) {
      const asked = await desk.send("POST", "/api/agent/customer/", {
        body: chatBody(UNANSWERED, { session_id: "e2" }),
      })
      ids.push(await failureId({ session_id: "e2", agent_response: asked.json.response }))
    }
    expect(ids[0]).not.toBe(ids[1] as string)
  })

  test("can be declined, without a body, again, and still become a ticket", async () => {
    const id = await failureId({ session_id: "declined" })
    for (const body of [undefined, "", "{}"])
      expect(await desk.send("POST", `/api/agent-failure/${id}/decline`, { body })).toMatchObject({
        status: 200,
        json: { success: true },
      })
    const ticket = await desk.send("POST", `/api/agent-failure/${id}/create-ticket`, {
      body: { conversation_history: [] },
    })
    expect(ticket.status).toBe(200)
  })

  test("becomes a ticket with all that was said, however long the day was", async () => {
    const id = await failureId({ session_id: "long" })
    const turn = (content: string) => ({ role: "user", content, timestamp: "2026-11-21T10:00:00Z" })
    const ticketOf = (messages: number, length: number) =>
      desk.send("POST", `/api/agent-failure/${id}/create-ticket`, {
        body: { conversation_history: Array.from({ length: messages }, () => turn("x".repeat(length))) },
      })
    expect(await ticketOf(60, 20_000)).toMatchObject({
      status: 413,
      json: { detail: "The body is larger than 1024 KB." },
    })
    expect((await ticketOf(480, 2_000)).json).toEqual({ ticket_id: expect.stringMatching(/^T-\d+$/) })
  })

  test("of nobody and of another partner look the same", async () => {
    const id = await failureId({ session_id: "foreign" })
    const headers = { authorization: `Bearer ${desk.other.apiKey}` }
    for (const action of ["create-ticket", "decline"]) {
      const foreign = await desk.send("POST", `/api/agent-failure/${id}/${action}`, {
        body: TICKET_BODY,
        headers,
      })
      const unknown = await desk.send("POST", `/api/agent-failure/nobody/${action}`, {
        body: TICKET_BODY,
        headers,
      })
      expect(foreign.status).toBe(404)
      expect(foreign.json).toEqual(unknown.json)
      expectGuideError(foreign)
    }
  })
})

describe("what a CRM's own formatting does to a field", () => {
  test.each([
    ["2026-11-21T10:00:00", "2026-11-21T10:00:00Z"],
    ["2026-11-21T10:00:00.123456", "2026-11-21T10:00:00.123456Z"],
    ["2026-11-21T10:00Z", "2026-11-21T10:00:00Z"],
    ["2026-11-21T12:00:00+0200", "2026-11-21T12:00:00+02:00"],
    ["2026-11-21T12:00:00-03", "2026-11-21T12:00:00-03:00"],
  ])("costs nobody the ticket: %s", async (timestamp, taken) => {
    const body = { conversation_history: [{ role: "user", content: "Hello?", timestamp }] }
    const id = await failureId({ query: `What about ${timestamp}?` })
    const { status, text } = await desk.send("POST", `/api/agent-failure/${id}/create-ticket`, { body })
    expect({ status, text }).toMatchObject({ status: 200 })
    expect(ticketSchema.parse(body).conversation_history[0]?.timestamp).toBe(taken)
  })

  test("is no reason to refuse an address with a space around it", async () => {
    const email = " jane.smith@company.com\n"
    const chat = chatBody(undefined, { session_id: "spaced", user_info: { ...USER_INFO, email } })
    expect((await desk.send("POST", "/api/agent/customer/", { body: chat })).status).toBe(200)
    expect(await failureId({ user_email: email })).toBeString()
    const feedback = withField(feedbackBody({ session_id: "spaced" }), "user_info.email", email)
    expect((await desk.send("POST", "/api/feedback", { body: feedback })).status).toBe(200)
  })
})

describe("feedback", () => {
  test("is taken once a message; the same again is no fault, another one is", async () => {
    const rate = (feedback_type: string, message_id = "f1") =>
      desk.send("POST", "/api/feedback", { body: feedbackBody({ feedback_type, message_id }) })
    expect(await rate("helpful")).toMatchObject({ status: 200, json: { success: true } })
    expect(await rate("helpful")).toMatchObject({ status: 200, json: { success: true } })
    const other = await rate("unhelpful")
    expect(other.status).toBe(409)
    expectGuideError(other)
    expect(await rate("unhelpful", "f2")).toMatchObject({ status: 200 })
  })

  test("is one an answer, also where each click makes up a new id", async () => {
    const about = { session_id: "f5" }
    const ask = async () =>
      (await desk.send("POST", "/api/agent/customer/", { body: chatBody(undefined, about) })).json.response
    const response = await ask()
    const rate = async (feedback_type: string, message_id: string) => {
      const query = chatBody().message
      const body = feedbackBody({ ...about, feedback_type, message_id, query, response })
      return (await desk.send("POST", "/api/feedback", { body })).status
    }
    const clicks = ["helpful", "unhelpful", "helpful", "unhelpful"].map((type, i) => rate(type, `click-${i}`))
    expect((await Promise.all(clicks)).sort()).toEqual([200, 200, 409, 409])
    // The same question and answer once more is another message.
    await ask()
    expect(await rate("helpful", "second")).toBe(200)
    expect(await rate("unhelpful", "second")).toBe(409)
  })

  test("on an answer that was escalated is refused", async () => {
    const { json } = await desk.send("POST", "/api/agent/customer/", {
      body: chatBody(UNANSWERED, { session_id: "f3" }),
    })
    const body = feedbackBody({ session_id: "f3", query: UNANSWERED, response: json.response })
    expect((await desk.send("POST", "/api/feedback", { body })).status).toBe(409)
  })

  test("needs neither score nor sources", async () => {
    const { confidence_score: _c, sources_used: _s, ...body } = feedbackBody({ message_id: "f4" })
    expect((await desk.send("POST", "/api/feedback", { body })).status).toBe(200)
  })
})

test("health has the guide's shape", async () => {
  const { status, json } = await desk.send("GET", "/api/health")
  expect(status).toBe(200)
  expect(Object.keys(json)).toEqual(["overall_status", "services", "summary"])
  expect(json.overall_status).toBe("healthy")
  const states = Object.values(json.services as Record<string, { status: string }>)
  expect(states.length).toBeGreaterThan(1)
  for (const state of states) expect(state.status).toMatch(/^(healthy|degraded|down)$/)
  expect(json.summary).toEqual({ total: states.length, healthy: states.length, degraded: 0, down: 0 })
})
