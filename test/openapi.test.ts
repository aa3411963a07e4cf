import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Validator } from "@seriousme/openapi-schema-validator"
import { openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { addAgent, PASSWORD } from "./desk-agents.ts"
import { chatBody, failureBody, feedbackBody, TICKET_BODY, UNANSWERED } from "./fixtures/crm.ts"
import { guidePartner } from "./guide-partner.ts"
import { keepFile } from "./kept-file.ts"
import { examplesOf, type OpenApiDocument, operationsOf, schemaFaults } from "./openapi-document.ts"
import { registeredRoutes } from "./registered-routes.ts"

const routes = await registeredRoutes()
/** Each folder of src/api that registers routes is a contract with a document of its own. */
const CONTRACTS = [...new Set(routes.map(({ contract }) => contract))].sort()

let desk: Desk
const documents = new Map<string, OpenApiDocument>()
beforeAll(async () => {
  desk = await startDesk()
  for (const name of CONTRACTS)
    documents.set(name, (await desk.send("GET", `/docs/openapi/${name}.json`)).json)
})
afterAll(() => desk.stop())

const documentOf = (name: string): OpenApiDocument => {
  const document = documents.get(name)
  if (!document?.openapi)
    throw new Error(
      `${name} has no document: describe it in src/api/${name}/openapi.ts, as the others do, and list it in src/app.ts`,
    )
  return document
}

describe.each(CONTRACTS)("the document of %s", (name) => {
  test("has every route that the sources register, and no other", () => {
    const registered = routes.filter(({ contract }) => contract === name).map(({ route }) => route)
    const documented = operationsOf(documentOf(name)).map(({ route }) => route)
    expect(documented.sort()).toEqual(registered.sort())
  })

  test("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate({ ...documentOf(name) })
    expect(result).toEqual({ valid: true })
    expect(documentOf(name).openapi).toBe("3.1.0")
  })

  test("has an id, a group, a scheme and a place in the path for everything that it names", () => {
    const document = documentOf(name)
    const operations = operationsOf(document)
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = document.tags.map((tag) => tag.name)
    const used = new Set(operations.flatMap(({ operation }) => operation.tags))
    expect([...used].sort()).toEqual([...tags].sort())
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe("")
      expect(operation.security.length).toBeGreaterThan(0)
      for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme)
    }
    const text = JSON.stringify(document)
    for (const [, schema = ""] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(schema)
  })

  test("shows examples that fit their schemas to the last field, one at least for each body and reply", () => {
    const document = documentOf(name)
    const faultsOf = schemaFaults(document, true)
    const examples = examplesOf(document)
    for (const { of, schema, value } of examples)
      expect({ of, faults: faultsOf(schema, value) }).toEqual({ of, faults: [] })
    const shown = new Set(examples.map(({ of }) => of))
    for (const { route, operation } of operationsOf(document)) {
      if (operation.requestBody) expect(shown).toContain(`${route} body`)
      for (const [status, { content }] of Object.entries(operation.responses))
        if (content) expect(shown).toContain(`${route} ${status}`)
    }
  })
})

describe("what the server really tells", () => {
  /** Makes a call and checks its reply against the document. */
  async function told(contract: string, route: string, path: string, key?: string, body?: unknown) {
    const [method = ""] = route.split(" ")
    const reply = await desk.send(method, path, {
      body,
      ...(key && { headers: { authorization: `Bearer ${key}` } }),
    })
    const document = documentOf(contract)
    const operation = operationsOf(document).find((one) => one.route === route)?.operation
    const response = operation?.responses[reply.status]
    if (!response) throw new Error(`${route} does not document ${reply.status}: ${reply.text}`)
    const { content } = response
    if (!content) expect(reply.text).toBe("")
    else {
      const type = reply.headers.get("content-type")?.split(";")[0] ?? ""
      const told = content[type] ?? content["*/*"]
      if (!told) throw new Error(`${route} does not document ${type}`)
      const value = type === "application/json" ? reply.json : reply.text
      const faults = schemaFaults(document, true)(told.schema, value)
      expect({ route, faults }).toEqual({ route, faults: [] })
    }
    covered.add(`${contract} ${route}`)
    return reply
  }
  const covered = new Set<string>()

  test("of the CRM's contract is what its document says", async () => {
    const crm = (route: string, path: string, body?: unknown) => told("crm", route, path, undefined, body)
    await crm("POST /api/agent/:type/", "/api/agent/test/", chatBody())
    await crm("POST /api/agent/:type/", "/api/agent/customer/", chatBody(UNANSWERED))
    await crm("POST /api/agent/:type/", "/api/agent/nobody/", chatBody())
    await crm("POST /api/agent/:type/", "/api/agent/customer/", chatBody(""))
    const { json } = await crm("POST /api/agent-failure/", "/api/agent-failure/", failureBody())
    const failure = `/api/agent-failure/${json.failure_id}`
    await crm("POST /api/agent-failure/:id/decline", `${failure}/decline`)
    await crm("POST /api/agent-failure/:id/create-ticket", `${failure}/create-ticket`, TICKET_BODY)
    expect((await crm("POST /api/agent-failure/:id/decline", `${failure}/decline`)).status).toBe(409)
    await crm("POST /api/feedback", "/api/feedback", feedbackBody())
    await crm("GET /api/health", "/api/health")
  })

  test("of the partner's contract is what its document says", async () => {
    const acme = guidePartner(desk)
    const { apiKey, widgetKey } = acme.keys
    const call = (route: string, path: string, body?: unknown, key = apiKey) =>
      told("partner", route, path, key, body)
    await call("POST /api/partner/register", "/api/partner/register", { name: "A", domain: "a.example" })
    await call("PATCH /api/customers/:customerId", "/api/customers/ada", { birthdate: "1990-01-15" })
    await call("GET /api/customers/:customerId", "/api/customers/ada")
    await call("GET /api/customers/:customerId", "/api/customers/nobody")
    const create = "POST /api/partner/conversations"
    await call(create, "/api/partner/conversations", {}, widgetKey)
    const { json } = await call(create, "/api/partner/conversations", { customerId: "ada" })
    const conversation = `/api/partner/conversations/${json.id}`
    const said = await call("POST /api/partner/messages", "/api/partner/messages", {
      conversationId: json.id,
      senderId: "ada",
      content: "Hello",
      metadata: { a: 1 },
      clientMessageId: "1",
    })
    await acme.agentSays(json.id, 2, "Hello Ada")
    await call("POST /api/partner/conversations/:id/read", `${conversation}/read`, {
      messageId: said.json.id,
    })
    await call("POST /api/partner/conversations/:id/typing", `${conversation}/typing`, { isTyping: true })
    await call("GET /api/partner/messages/:id", `/api/partner/messages/${json.id}`)
    await call("PATCH /api/partner/conversations/:id", conversation, { status: "closed" })
    await call("GET /api/partner/conversations/:id", "/api/partner/conversations/ada")
    const events = await call("GET /api/partner/conversations/:id/events", `${conversation}/events`)
    const types = events.json.events.map(({ type }: { type: string }) => type)
    expect([...new Set(types)].sort()).toEqual(["message", "read", "status"])
  })

  test("of the chat's contract is what its document says", async () => {
    const { widgetKey } = desk.partner
    const sessions = "/api/chat/sessions"
    await told("chat", "GET /api/chat/config", `/api/chat/config?key=${widgetKey}`)
    const body = { widgetKey, name: "Ada", email: "ada@example.com" }
    const { json } = await told("chat", `POST ${sessions}`, sessions, undefined, body)
    const call = (method: string, what: string, sent?: unknown) =>
      told(
        "chat",
        `${method} ${sessions}/:id${what.replace(/\?.*/, "")}`,
        `${sessions}/${json.id}${what}`,
        json.sessionToken,
        sent,
      )
    await told("chat", `POST ${sessions}`, sessions, undefined, { ...body, sessionToken: json.sessionToken })
    await call("POST", "/messages", { clientId: "1", text: UNANSWERED })
    expect((await call("POST", "/messages", { clientId: "1", text: UNANSWERED })).status).toBe(200)
    for (let after = 0, answered = false; !answered; ) {
      const { events, lastSeq } = (await call("GET", `/events?after=${after}&wait=25`)).json
      answered = events.some(
        ({ payload }: { payload: { sender?: { kind: string } } }) => payload.sender?.kind === "bot",
      )
      after = lastSeq
    }
    await call("POST", "/read", { seq: 1 })
    await call("POST", "/typing", { isTyping: true })
    await call("POST", "/feedback", { seq: 1, helpful: true })
    await call("POST", "/person")
    await call("POST", "/handoff", { clientId: "2", message: "Please help" })
    const tickets = "/api/chat/tickets"
    const ask = (route: string, path: string, sent?: unknown) =>
      told("chat", route, path, json.sessionToken, sent)
    const wish = { clientId: "wish", description: "It leaks", sessionId: json.id }
    const { json: ticket } = await ask(`POST ${tickets}`, tickets, wish)
    expect((await ask(`POST ${tickets}`, tickets, wish)).status).toBe(200)
    await ask(`POST ${tickets}/:id/comments`, `${tickets}/${ticket.id}/comments`, {
      clientId: "more",
      text: "It still does",
    })
    await ask(`GET ${tickets}/:id`, `${tickets}/${ticket.id}`)
    await ask(`GET ${tickets}/:id`, `${tickets}/T-777`)
    await ask(`GET ${tickets}`, tickets)
    await call("POST", "/rating", { score: 5, comment: "Good" })
    await call("GET", "/transcript")
    const files = `GET ${sessions}/:id/attachments/:file`
    await told(
      "chat",
      files,
      `${sessions}/${json.id}/attachments/${await keepFile(desk, json.id)}`,
      json.sessionToken,
    )
    await told("chat", files, `${sessions}/${json.id}/attachments/nowhere`, json.sessionToken)
    await call("POST", "/transcript", { email: "ada@example.com" })
    await call("GET", "/messages")
    await call("GET", "")
    await call("POST", "/close")
    await call("GET", "/events")
    await told("chat", `GET ${sessions}`, sessions, json.sessionToken)
    await told("chat", `GET ${sessions}`, sessions)
  })

  test("of the chatbot's contract is what its document says", async () => {
    const { widgetKey: token, apiKey } = desk.partner
    const session_id = crypto.randomUUID()
    const path = "/chatbot-response"
    const asked = { message: "I want to talk to a person", token, session_id }
    const { json } = await told("chatbot", `POST ${path}`, path, undefined, asked)
    expect((await told("chatbot", `POST ${path}`, path, undefined, { token })).status).toBe(422)
    expect((await told("chatbot", `POST ${path}`, path, "pk_none", { ...asked, token: "" })).status).toBe(401)
    const uuid = json.ticket_uuid
    const form = { uuid, token, name: "Ada", email: "ada@example.com", message: "Help" }
    await told("chatbot", "PUT /ticket", "/ticket", undefined, form)
    await told("chatbot", "PUT /ticket", "/ticket", apiKey, { uuid, status: "Closed" })
    await told("chatbot", "GET /ticket/:uuid", `/ticket/${uuid}`, apiKey)
    expect((await told("chatbot", "GET /ticket/:uuid", `/ticket/${uuid}`, token)).status).toBe(404)
    const login = { credential: "eyJhbGciOiJub25lIn0.e30." }
    await told("chatbot", "POST /google-login", "/google-login", undefined, login)
    const opened = await desk.send("POST", "/api/chat/sessions", { body: { widgetKey: token } })
    const verified = `/verify-token?token=${opened.json.sessionToken}`
    expect((await told("chatbot", "GET /verify-token", verified)).json.valid).toBe(true)
    expect((await told("chatbot", "GET /verify-token", "/verify-token")).status).toBe(401)
    await told("chatbot", "GET /all-chats", "/all-chats?messages=true", apiKey)
    await told("chatbot", "GET /stats", "/stats", apiKey)
    await told("chatbot", "POST /stats", "/stats", apiKey, {})
    expect((await told("chatbot", "GET /stats", "/stats")).status).toBe(401)
    const [served, listed] = await Promise.all(
      ["/openapi.json", "/docs/openapi/chatbot.json"].map((one) => desk.send("GET", one)),
    )
    expect(served?.json).toEqual(listed?.json)
  })

  test("of the desk's contract is what its document says", async () => {
    await desk.withDatabase((database) => addAgent(database, desk.partner))
    const signIn = (password: string) =>
      told("desk", "POST /api/desk/sign-in", "/api/desk/sign-in", undefined, {
        email: "ada@acme.example",
        password,
      })
    expect((await signIn("wrong")).status).toBe(401)
    const { json } = await signIn(PASSWORD)
    await told("desk", "GET /api/desk/me", "/api/desk/me", json.token)
    const tickets = "/api/desk/tickets"
    const ask = (method: string, what: string, path: string, body?: unknown) =>
      told("desk", `${method} ${tickets}${what}`, `${tickets}${path}`, json.token, body)
    const { json: opened } = await ask("POST", "", "", {
      clientId: "1",
      description: "Called: it leaks",
      requester: { name: "Ada", email: "ada@example.com" },
    })
    const { number } = opened.ticket
    await ask("PATCH", "/:number", `/${number}`, { status: "closed", assignee: 1 })
    await ask("POST", "/:number/comments", `/T-${number}/comments`, {
      clientId: "2",
      text: "Done",
      visibility: "internal",
    })
    await ask("GET", "/:number", `/${opened.ticket.uuid}`)
    await ask("GET", "", "?view=all&q=leaks")
    await ask("GET", "/export", "/export?format=json")
    await ask("GET", "/export", "/export")
    const { session } = await openVisitor(desk)
    const transcript = "GET /api/desk/conversations/:number/transcript"
    const path = `/api/desk/conversations/${session.conversationId}/transcript`
    for (const query of ["?format=json", ""]) await told("desk", transcript, `${path}${query}`, json.token)
    await told("desk", "GET /api/desk/me", "/api/desk/me")
  })

  test("was tried of every call of customers, partners and CRMs", () => {
    // Freshdesk's webhook is tried where Freshdesk is, in freshdesk-back.test.ts.
    const tried = routes.filter(({ contract }) => contract !== "desk" && contract !== "incoming")
    expect([...covered].filter((one) => !one.startsWith("desk ")).sort()).toEqual(
      tried.map(({ contract, route }) => `${contract} ${route}`).sort(),
    )
  })
})
