import { afterAll, beforeAll, expect, test } from "bun:test"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"

let desk: Desk
let admin: SignedInAgent
let visitor: { id: string; sessionToken: string }
beforeAll(async () => {
  desk = await startDesk()
  admin = await signedInAgent(desk, { role: "admin" })
  const { widgetKey } = desk.partner
  visitor = (await desk.send("POST", "/api/chat/sessions", { body: { widgetKey } })).json
  const ticket = { clientId: "1", description: "It leaks", name: "Ada", email: "ada@example.com" }
  const headers = { authorization: `Bearer ${visitor.sessionToken}` }
  await desk.send("POST", "/api/chat/tickets", { headers, body: ticket })
})
afterAll(() => desk.stop())

const kept = async (path: string, token?: string) => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { status, headers: said } = await desk.send("GET", path, { headers })
  return { status, cache: said.get("cache-control") }
}
const NOWHERE = { status: 200, cache: "no-store" }

test("what is an agent's, a customer's or the partner's is kept by no cache", async () => {
  const { token } = admin
  for (const path of ["/me", "/customers", "/conversations", "/tickets/1", "/tickets/export", "/audit"])
    expect({ path, ...(await kept(`/api/desk${path}`, token)) }).toEqual({ path, ...NOWHERE })
  const session = `/api/chat/sessions/${visitor.id}`
  for (const path of ["/api/chat/sessions", session, `${session}/transcript`, "/api/chat/tickets/T-1"])
    expect({ path, ...(await kept(path, visitor.sessionToken)) }).toEqual({ path, ...NOWHERE })
  expect(await kept("/all-chats", desk.partner.apiKey)).toEqual(NOWHERE)
})

test("nor is what an address with a token in it opens, or a refusal", async () => {
  const [ticket] = (await admin.call("GET", "/tickets")).json.tickets
  expect(await kept(`/ticket/${ticket.uuid}?token=${visitor.sessionToken}`)).toEqual(NOWHERE)
  expect(await kept(`/ticket/${ticket.uuid}?token=st_wrong`)).toEqual({ status: 401, cache: "no-store" })
})

test("what is everybody's may be kept", async () => {
  expect((await kept(`/api/chat/config?key=${desk.partner.widgetKey}`)).cache).toBe("public, max-age=60")
  expect((await kept("/crm")).cache).toBe("no-cache")
})
