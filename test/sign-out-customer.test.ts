import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { LINK_SECRET, LinkTokens } from "../src/http/link-tokens.ts"
import { serverSecret } from "../src/storage/repositories/server-secrets.ts"
import { ChatSocket, openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { openSocket } from "./socket-client.ts"

const SIGNED_OUT = { code: 4401, reason: "You were signed out. Open a new session." }

describe.each([false, true])("a customer who is signed out, with Postgres: %p", (postgres) => {
  let desk: Desk
  let servers: string[]
  let acme: GuidePartner
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      partnerSettings: (settings) => ({ ...settings, sockets: { ...settings.sockets, bareClientId: true } }),
    })
    servers = [desk.url, ...(postgres ? [await desk.another()] : [])]
    acme = guidePartner(desk)
    agent = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())

  const signOut = async (ref: string) =>
    expect((await agent.call("POST", `/customers/${ref}/sign-out`)).status).toBe(204)
  const statusesOf = (path: string, token: string) =>
    Promise.all(
      servers.map(async (url) => {
        const reply = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
        return reply.status
      }),
    )
  const everywhere = (status: number) => servers.map(() => status)

  test("has no session and no socket any more, on every server, and begins anew", async () => {
    const { session } = await openVisitor(desk)
    const { id, sessionToken, customerId } = session
    const sockets = servers.map(
      (url) => new ChatSocket(`${url.replace(/^http/, "ws")}/ws/chat/${id}?token=${sessionToken}`),
    )
    for (const socket of sockets) await socket.frame("hello", ({ type }) => type === "hello")
    expect(await statusesOf("/verify-token", sessionToken)).toEqual(everywhere(200))
    await signOut(`u-${customerId}`)
    for (const socket of sockets) expect(await socket.closed).toEqual(SIGNED_OUT)
    expect(await statusesOf("/verify-token", sessionToken)).toEqual(everywhere(401))
    expect(await statusesOf(`/api/chat/sessions/${id}`, sessionToken)).toEqual(everywhere(401))
    const again = await openVisitor(desk, { sessionToken })
    expect(again.session.customerId).not.toBe(customerId)
    // Whoever has the token knows the id in it.
    for (const door of [{ key: desk.partner.widgetKey }, {}] as Record<string, string>[]) {
      const byId = await acme.connect({ clientId: customerId, ...door })
      expect((await byId.closed).code).toBe(4401)
    }
  })

  test("whom their company signs in comes back to what is theirs, others stay", async () => {
    const before = await acme.begin("stolen")
    const other = await acme.begin("other")
    const path = `/api/partner/messages/${before.id}`
    const query = `clientId=stolen&token=${before.sessionToken}`
    const sockets = await Promise.all(servers.map((url) => openSocket(`${url}/ws?${query}`)))
    for (const socket of sockets) await socket.settled()
    expect(await statusesOf(path, before.sessionToken)).toEqual(everywhere(200))
    await signOut("v-stolen")
    for (const socket of sockets) expect(await socket.closed).toEqual(SIGNED_OUT)
    expect(await statusesOf(path, before.sessionToken)).toEqual(everywhere(401))
    const after = await acme.begin("stolen")
    expect(await statusesOf(path, after.sessionToken)).toEqual(everywhere(200))
    expect(await statusesOf("/verify-token", other.sessionToken)).toEqual(everywhere(200))
    const entries = await desk.withDatabase(({ db }) =>
      db
        .selectFrom("audit_entry")
        .select(["actor", "target"])
        .where("action", "=", "customer_signed_out")
        .execute(),
    )
    expect(entries).toContainEqual({ actor: "ada@acme.example", target: "v-stolen" })
  })

  test("is not heard under their session's name any more, but where the partner's server speaks for them", async () => {
    const named = crypto.randomUUID()
    const say = (token: string, session_id: string) =>
      desk.send("POST", "/chatbot-response", { body: { message: "Hello", token, session_id } })
    const { widgetKey, apiKey } = desk.partner
    for (const token of [widgetKey, apiKey]) {
      expect((await say(token, named)).status).toBe(200)
      const { json } = await agent.call("GET", "/customers?limit=1")
      await signOut(json.customers[0].ref)
    }
    expect((await say(widgetKey, named)).status).toBe(401)
    expect((await say(apiKey, named)).status).toBe(200)
    expect((await say(widgetKey, crypto.randomUUID())).status).toBe(200)
  })

  test("is told nothing that is said while they wait for it", async () => {
    const named = crypto.randomUUID()
    const say = (message: string) =>
      desk.send("POST", "/chatbot-response", {
        body: { message, token: desk.partner.widgetKey, session_id: named },
      })
    expect((await say("I want to talk to a person")).status).toBe(200)
    const [{ number }] = (await agent.call("GET", "/conversations?view=all&limit=1")).json.conversations
    const waiting = say("")
    const { json } = await agent.call("GET", "/customers?limit=1")
    await signOut(json.customers[0].ref)
    const told = { clientId: crypto.randomUUID(), text: "Your code is 1234." }
    expect((await agent.call("POST", `/conversations/${number}/messages`, told)).status).toBe(201)
    expect(await waiting).toMatchObject({ status: 401 })
  })

  test("has no mail's link that opens anything, but for those of later mails", async () => {
    const { session } = await openVisitor(desk)
    const { id: publicId, customerId } = session
    const links = new LinkTokens(await desk.withDatabase(({ db }) => serverSecret(db, LINK_SECRET)))
    const link = (at: Date) => links.issue({ kind: "conversation", partnerId: desk.partner.id, publicId }, at)
    const monthAgo = Date.now() - 30 * 86_400_000
    const [tooOld, lastDay] = [link(new Date(monthAgo - 2_000)), link(new Date(monthAgo + 600_000))]
    expect(await statusesOf(`/api/chat/sessions/${publicId}`, tooOld)).toEqual(everywhere(401))
    expect(await statusesOf(`/api/chat/sessions/${publicId}`, lastDay)).toEqual(everywhere(200))
    const old = link(new Date())
    expect(await statusesOf(`/api/chat/sessions/${publicId}`, old)).toEqual(everywhere(200))
    expect(await statusesOf(`/c/${old}`, "")).toEqual(everywhere(200))
    await signOut(`u-${customerId}`)
    expect(await statusesOf(`/api/chat/sessions/${publicId}`, old)).toEqual(everywhere(401))
    expect(await statusesOf(`/c/${old}`, "")).toEqual(everywhere(410))
    const later = link(new Date(Date.now() + 2_000))
    expect(await statusesOf(`/api/chat/sessions/${publicId}`, later)).toEqual(everywhere(200))
  })
})
