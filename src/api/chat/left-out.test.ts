import { afterAll, beforeAll, expect, test } from "bun:test"
import { openVisitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const nulls = (...names: string[]) => Object.fromEntries(names.map((name) => [name, null]))

test("what a client has not it may leave out or send as null", async () => {
  const bare = {
    ...nulls("sessionToken", "identity", "customerId", "resumeOnly", "consent", "locale"),
    ...nulls("name", "email", "phone"),
    page: { url: "https://acme.example/", ...nulls("title", "referrer") },
    site: nulls("url", "description"),
  }
  const { widgetKey } = desk.partner
  const opened = await desk.send("POST", "/api/chat/sessions", { body: { widgetKey, ...bare } })
  expect({ status: opened.status, customer: opened.json.customer }).toEqual({ status: 201, customer: {} })
  const empty = await desk.send("POST", "/api/chat/sessions", {
    body: { widgetKey, page: null, site: null },
  })
  expect(empty.status).toBe(201)
})

test("the same holds for messages, forms, tickets and ratings, over the socket too", async () => {
  const visitor = await openVisitor(desk, { name: "Ada", email: "ada@example.com" })
  const { id, sessionToken } = visitor.session
  const post = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${sessionToken}` }
    const { status, json } = await desk.send("POST", path, { body, headers })
    return { status, json }
  }
  const said = await post(`/api/chat/sessions/${id}/messages`, {
    text: "hi",
    ...nulls("clientId", "metadata"),
  })
  expect(said.status).toBe(201)
  expect(said.json).not.toHaveProperty("metadata")
  const socket = await visitor.socket()
  socket.send("message", { clientId: "by-socket", text: "hi", metadata: null })
  await socket.frame(
    "its message",
    ({ payload }) => (payload as { clientId?: string })?.clientId === "by-socket",
  )
  await socket.close()
  const unknown = nulls("name", "email", "phone", "priority")
  const form = { clientId: "form", message: "It leaks.", ...unknown }
  expect((await post(`/api/chat/sessions/${id}/handoff`, form)).status).toBe(201)
  const ticket = await post("/api/chat/tickets", {
    clientId: "ticket",
    description: "It leaks.",
    ...unknown,
    ...nulls("sessionId", "subject"),
  })
  expect(ticket).toMatchObject({ status: 201, json: { priority: "medium", subject: "It leaks." } })
  expect((await post(`/api/chat/sessions/${id}/rating`, { score: 5, comment: null })).status).toBe(204)
})
