import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { totpCode, totpStep } from "../src/identity/one-time-codes.ts"
import { listPartners } from "../src/storage/repositories/partners.ts"
import { serverAuditEntries } from "../src/storage/repositories/server-audit.ts"
import { openVisitor } from "./chat-client.ts"
import { type Desk, type Reply, startDesk } from "./desk.ts"
import { PASSWORD, type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { registeredRoutes } from "./registered-routes.ts"

interface World {
  desk: Desk
  acme: GuidePartner
  admin: SignedInAgent & { secondFactor?: string }
  agent: SignedInAgent
}

/** What an admin does there, and what the audit log has of it after. */
interface Audited {
  action: string
  act(world: World): Promise<Reply>
}

const HISTORY = "a ticket's own history has it"
const LOG = "a conversation's own log has it"
const NOTHING = "it changes nothing"
const OWN = "their own presence, and nobody else's account"
const PARTNER = "the partner's own server, or its customers"

const audited = (action: string, act: Audited["act"]): Audited => ({ action, act })
const desk = (method: string, path: string, body?: unknown) => (world: World) =>
  world.admin.call(method, path, body)
const NEW_PASSWORD = `${PASSWORD} two`
const crate = { intent: "order", text: "Where is my crate of bolts?" }
const template = { mail: "ticket_confirmation", language: "en" }

/**
 * Every route that changes something, in the order in which an admin calls them here. What is new must say here what the audit
 * log has of it, or where else it stands who did it.
 */
const ROUTES: Readonly<Record<string, Audited | string>> = {
  "POST /api/desk/sign-in": audited("signed_in", ({ desk, agent, admin }) =>
    desk.send("POST", "/api/desk/sign-in", {
      body: { email: admin.agent.email, password: PASSWORD, partner: agent.agent.partnerId },
    }),
  ),
  "POST /api/desk/agents": audited(
    "agent_added",
    desk("POST", "/agents", { email: "new@acme.example", name: "New", password: PASSWORD }),
  ),
  "PATCH /api/desk/agents/:number": audited("agent_changed", ({ admin, agent }) =>
    admin.call("PATCH", `/agents/${agent.agent.number}`, { capacity: 3 }),
  ),
  "PATCH /api/desk/settings": audited(
    "settings_changed",
    desk("PATCH", "/settings", { set: { "session.idleSeconds": "601" } }),
  ),
  "POST /api/desk/canned-replies": audited(
    "canned_reply_added",
    desk("POST", "/canned-replies", { shortcut: "hello", text: "Hello" }),
  ),
  "PATCH /api/desk/canned-replies/:shortcut": audited(
    "canned_reply_changed",
    desk("PATCH", "/canned-replies/hello", { text: "Good day" }),
  ),
  "DELETE /api/desk/canned-replies/:shortcut": audited(
    "canned_reply_removed",
    desk("DELETE", "/canned-replies/hello"),
  ),
  "POST /api/desk/intents/examples": audited(
    "intent_example_added",
    desk("POST", "/intents/examples", crate),
  ),
  "DELETE /api/desk/intents/examples/:id": audited("intent_example_removed", async ({ admin }) => {
    const { json } = await admin.call("GET", "/intents/examples")
    return admin.call("DELETE", `/intents/examples/${json.examples[0].id}`)
  }),
  "PATCH /api/desk/mail-templates": audited(
    "mail_template_changed",
    desk("PATCH", "/mail-templates", { ...template, subject: "Yours" }),
  ),
  "DELETE /api/desk/mail-templates": audited(
    "mail_template_reset",
    desk("DELETE", `/mail-templates?${new URLSearchParams(template)}`),
  ),
  "POST /api/desk/webhooks": audited(
    "webhook_added",
    desk("POST", "/webhooks", { url: "http://127.0.0.1:1/events" }),
  ),
  "PATCH /api/desk/webhooks/:number": audited(
    "webhook_changed",
    desk("PATCH", "/webhooks/1", { description: "Shop" }),
  ),
  "POST /api/desk/webhooks/:number/rotate-secret": audited(
    "webhook_secret_replaced",
    desk("POST", "/webhooks/1/rotate-secret", { overlapHours: 1 }),
  ),
  "POST /api/desk/webhooks/:number/replay": audited(
    "webhook_replayed",
    desk("POST", "/webhooks/1/replay", { from: 1 }),
  ),
  "DELETE /api/desk/webhooks/:number": audited("webhook_removed", desk("DELETE", "/webhooks/1")),
  "POST /api/desk/stats/run": audited(
    "figures_counted",
    desk("POST", "/stats/run", { from: new Date().toISOString().slice(0, 10) }),
  ),
  "POST /stats": audited("figures_counted", ({ desk, admin }) =>
    desk.send("POST", "/stats", {
      headers: { authorization: `Bearer ${admin.token}` },
      body: { day: new Date().toISOString().slice(0, 10) },
    }),
  ),
  "PATCH /api/desk/customers/:ref": audited(
    "customer_changed",
    desk("PATCH", "/customers/v-known", { phone: "+49 170 1234567" }),
  ),
  "POST /api/desk/customers/:ref/sign-out": audited(
    "customer_signed_out",
    desk("POST", "/customers/v-known/sign-out"),
  ),
  "POST /api/desk/conversations/:number/article": audited("article_added", async ({ acme, admin }) => {
    const { id } = await acme.begin("known")
    const question = await acme.say(id, "known", "How are bolts made?")
    await admin.call("POST", `/conversations/${id}/messages`, { clientId: "a", text: "Of steel." })
    const questionSeq = question.json.id % 1_000_000
    return admin.call("POST", `/conversations/${id}/article`, { questionSeq, title: "Bolts" })
  }),
  "POST /api/desk/privacy/export": audited(
    "customer_exported",
    desk("POST", "/privacy/export", { customer: "v-known" }),
  ),
  "POST /api/desk/privacy/erase": audited(
    "customer_erased",
    desk("POST", "/privacy/erase", { customer: "v-known" }),
  ),
  "POST /api/desk/privacy/retention": audited("retention_applied", async ({ desk, admin }) => {
    await openVisitor(desk, { name: "Old" })
    await admin.call("PATCH", "/settings", { set: { "privacy.retentionDays": "1" } })
    const old = Date.now() - 3 * 86_400_000
    await desk.withDatabase(({ db }) => db.updateTable("conversation").set({ updated_at: old }).execute())
    return admin.call("POST", "/privacy/retention", {})
  }),
  "POST /api/desk/me/password": audited(
    "password_changed",
    desk("POST", "/me/password", { password: PASSWORD, newPassword: NEW_PASSWORD }),
  ),
  "PUT /api/desk/me/second-factor": audited("second_factor_set", async ({ admin }) => {
    const { json } = await admin.call("POST", "/me/second-factor", { password: NEW_PASSWORD })
    admin.secondFactor = json.secret
    const step = totpStep(new Date())
    return admin.call("PUT", "/me/second-factor", { code: totpCode(json.secret, step) })
  }),
  "DELETE /api/desk/me/second-factor": audited("second_factor_removed", ({ admin }) => {
    const code = totpCode(admin.secondFactor ?? "", totpStep(new Date()) + 1)
    return admin.call("DELETE", "/me/second-factor", { password: NEW_PASSWORD, code })
  }),
  "DELETE /api/desk/agents/:number": audited("agent_disabled", ({ admin, agent }) =>
    admin.call("DELETE", `/agents/${agent.agent.number}`),
  ),
  "DELETE /api/desk/tokens/:id": audited("token_revoked", async ({ desk, admin }) => {
    const { json } = await desk.send("POST", "/api/desk/sign-in", {
      body: { email: admin.agent.email, password: NEW_PASSWORD, partner: desk.partner.id },
    })
    return admin.call("DELETE", `/tokens/${json.tokenId}`)
  }),
  "POST /api/partner/register": audited("partner_created", ({ desk }) =>
    desk.send("POST", "/api/partner/register", { body: { name: "Third", domain: "third.example" } }),
  ),
  "POST /api/desk/sign-out": audited("token_revoked", desk("POST", "/sign-out")),

  "POST /api/desk/me/second-factor": "nothing of it holds until it is confirmed by PUT",
  "PATCH /api/desk/me": OWN,
  "POST /api/desk/encryption/rotate": "encryption_rotated, by the operator alone: encryption.test.ts",
  "POST /api/desk/webhooks/:number/test": NOTHING,
  "POST /api/desk/intents/test": NOTHING,
  "POST /api/desk/mail-templates/preview": NOTHING,
  "POST /api/desk/conversations/:number/messages": LOG,
  "POST /api/desk/conversations/:number/notes": LOG,
  "POST /api/desk/conversations/:number/read": LOG,
  "POST /api/desk/conversations/:number/take": LOG,
  "POST /api/desk/conversations/:number/hand-back": LOG,
  "POST /api/desk/conversations/:number/close": LOG,
  "POST /api/desk/conversations/:number/reopen": LOG,
  "POST /api/desk/conversations/:number/transfer": LOG,
  "POST /api/desk/conversations/:number/priority": LOG,
  "POST /api/desk/tickets": HISTORY,
  "PATCH /api/desk/tickets/:number": HISTORY,
  "POST /api/desk/tickets/:number/comments": HISTORY,
  "PUT /ticket": HISTORY,
  "POST /api/incoming/freshdesk/:secret": HISTORY,
  "POST /google-login": PARTNER,
  "POST /chatbot-response": PARTNER,
  "POST /api/partner/conversations": PARTNER,
  "PATCH /api/partner/conversations/:id": PARTNER,
  "POST /api/partner/conversations/:id/read": PARTNER,
  "POST /api/partner/conversations/:id/typing": PARTNER,
  "POST /api/partner/messages": PARTNER,
  "PATCH /api/customers/:customerId": PARTNER,
}

/** Contracts of customers alone: nobody who speaks them is an admin. */
const CUSTOMERS = ["chat", "crm"]

test("every route that changes something says who is told of it, and none that is gone", async () => {
  const changing = (await registeredRoutes())
    .filter(({ contract, route }) => !CUSTOMERS.includes(contract) && !route.startsWith("GET "))
    .map(({ route }) => route)
  expect(changing.filter((route) => !(route in ROUTES))).toEqual([])
  expect(Object.keys(ROUTES).filter((route) => !changing.includes(route))).toEqual([])
})

describe.each([false, true])("the audit log, with Postgres: %p", (postgres) => {
  let world: World
  beforeAll(async () => {
    const desk = await startDesk({
      postgres,
      settings: { "partners.registration": "open", "webhooks.allow_private_addresses": true },
    })
    const acme = guidePartner(desk)
    const admin = await signedInAgent(desk, { role: "admin" })
    const agent = await signedInAgent(desk, { email: "bob@acme.example", role: "agent" })
    await acme.call("PATCH", "/api/customers/known", { name: "Known" })
    world = { desk, acme, admin, agent }
  })
  afterAll(() => world.desk.stop())

  const newest = async (partnerId: string) =>
    (
      await world.desk.withDatabase(({ db }) =>
        db
          .selectFrom("audit_entry")
          .selectAll()
          .where("partner_id", "=", partnerId)
          .orderBy("id", "desc")
          .execute(),
      )
    ).at(0)

  const acts = Object.entries(ROUTES).flatMap(([route, one]) =>
    typeof one === "string" ? [] : [[route, one] as const],
  )
  test.each(acts)("has %s", async (route, { action, act }) => {
    const reply = await act(world)
    expect({ route, status: reply.status < 300, text: reply.status < 300 || reply.text }).toEqual({
      route,
      status: true,
      text: true,
    })
    const isRegistration = action === "partner_created"
    const partnerId = isRegistration ? reply.json.partnerId : world.desk.partner.id
    const entry = await newest(partnerId)
    expect({ route, action: entry?.action }).toEqual({ route, action })
    expect(entry?.actor).toBe(isRegistration ? "registration" : "ada@acme.example")
    const secrets = [PASSWORD, world.admin.token, reply.json?.secret, reply.json?.apiKey]
    for (const secret of secrets.filter((one) => one !== undefined))
      expect(`${entry?.target} ${entry?.details}`).not.toContain(secret)
  })

  test("the installation's own has partners that came", async () => {
    const [entries, partners] = await world.desk.withDatabase(({ db }) =>
      Promise.all([serverAuditEntries(db, 10), listPartners(db)]),
    )
    const third = partners.find(({ name }) => name === "Third")
    expect(entries[0]).toMatchObject({
      actor: "registration",
      action: "partner_created",
      target: third?.id ?? "",
      details: { name: "Third", domain: "third.example" },
    })
  })
})
