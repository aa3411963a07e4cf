import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createHash } from "node:crypto"
import { SignJWT } from "jose"
import { type Desk, type Reply, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { chatBody, feedbackBody, UNANSWERED, USER_INFO } from "./fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { ok } from "./person.ts"
import { textOfEverything } from "./stored-text.ts"

describe.each([false, true])("what leads to a person's records, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let admin: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    admin = await signedInAgent(desk, { role: "admin" })
  })
  afterAll(() => desk.stop())

  /** A session of whom an identity names, or the one they have. */
  const begins = async (identity: unknown, details: Record<string, unknown> = {}) => {
    const body = { widgetKey: desk.partner.widgetKey, identity, ...details }
    return ok(await desk.send("POST", "/api/chat/sessions", { body })).json
  }
  const signed = (customerId: string, details: Record<string, unknown> = {}) =>
    begins({ customerId, signature: acme.sign(customerId) }, details)

  /** Opens a ticket in the chat. */
  async function asks(customerId: string, description: string, email: string) {
    const { sessionToken } = await signed(customerId, { email })
    ok(
      await desk.send("POST", "/api/chat/tickets", {
        headers: { authorization: `Bearer ${sessionToken}` },
        body: { clientId: description, description, name: "Who Asks", email },
      }),
    )
  }

  const asksTheCrm = async (agent_id: string, email: string, message: string, session_id: string) => {
    const user_info = { ...USER_INFO, agent_id, email }
    return ok(
      await desk.send("POST", "/api/agent/customer/", { body: chatBody(message, { session_id, user_info }) }),
    ).json
  }

  const exported = (customer: string) => admin.call("POST", "/privacy/export", { customer })
  const erase = (customer: string) => admin.call("POST", "/privacy/erase", { customer })
  const everything = () => desk.withDatabase((database) => textOfEverything(database))

  test("a name that nobody has leads to nothing, and to none of the rows that name nobody", async () => {
    await asks("cust-a", "ticket of a", "a@one.example")
    for (const name of ["undefined", "null", "v-undefined"])
      for (const dryRun of [true, false]) {
        const { status, text } = await admin.call("POST", "/privacy/erase", { customer: name, dryRun })
        expect({ name, status, text }).toEqual({
          name,
          status: 404,
          text: expect.stringContaining("Nothing here"),
        })
      }
    expect((await exported("undefined")).status).toBe(404)
    expect((await exported("v-cust-a")).text).toContain("ticket of a")
  })

  test("a person's rows are found behind more of others than are read in one go", async () => {
    const report = (agentId: string) =>
      JSON.stringify({
        partnerId: desk.partner.id,
        sessionId: "s",
        agentId,
        user: {},
        message: `${agentId} failed`,
      })
    // In the order of their ids theirs is the last one.
    const ids = Array.from(
      { length: 501 },
      (_, i) => `ffffffff-0000-4000-8000-${String(i).padStart(12, "0")}`,
    )
    await desk.withDatabase(({ db }) =>
      db
        .insertInto("failure")
        .values(
          ids.map((id, i) => ({
            id,
            partner_id: desk.partner.id,
            dedupe_key: id,
            report: report(i < 500 ? "cust-many" : "cust-last"),
            state: "recorded",
            created_at: Date.now(),
          })),
        )
        .execute(),
    )
    expect((await exported("cust-last")).text).toContain("cust-last failed")
    expect((await erase("cust-last")).status).toBe(200)
    const left = await desk.withDatabase(({ db }) =>
      db.selectFrom("failure").select("id").orderBy("id").execute(),
    )
    expect(left.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids.slice(0, 500))
  })

  test("who types another's address gets at nothing of theirs", async () => {
    const email = "bob@victim.example"
    await asks("cust-bob", "the ticket of bob", email)
    await asksTheCrm("bob-at-the-crm", email, `${UNANSWERED} says bob`, "session-of-bob")
    await signed("cust-mal", { email: "Bob@Victim.example" })
    const mallorys = await exported("v-cust-mal")
    expect(mallorys.status).toBe(200)
    expect(mallorys.text).not.toContain("ticket of bob")
    expect(mallorys.text).not.toContain("says bob")
    const { json } = ok(await erase("v-cust-mal"))
    expect(json.erased).not.toHaveProperty("ticket")
    expect(json.erased).not.toHaveProperty("session")
    expect((await exported("v-cust-bob")).text).toContain("ticket of bob")
  })

  test.each([
    {
      by: "the partner's server",
      id: "told",
      tell: async (email: string) => ok(await acme.call("PATCH", "/api/customers/told", { email })),
    },
    {
      by: "an agent",
      id: "typed",
      tell: async (email: string) => {
        await signed("typed")
        ok(await admin.call("PATCH", "/customers/v-typed", { email }))
      },
    },
    {
      by: "a signed token",
      id: "token",
      tell: async (email: string) => {
        const jwt = await new SignJWT({ sub: "token", email })
          .setProtectedHeader({ alg: "HS256" })
          .setExpirationTime("5m")
          .sign(new TextEncoder().encode(acme.keys.identitySecret))
        await begins({ jwt })
      },
    },
  ])("an address that $by vouches for leads to what was said under it", async ({ id, tell }) => {
    const email = `${id}@vouched.example`
    await asksTheCrm(`crm-of-${id}`, email, `${UNANSWERED} says ${id}`, `session-of-${id}`)
    await signed(id, { email })
    expect((await exported(`v-${id}`)).text).not.toContain(`says ${id}`)
    await tell(email)
    expect((await exported(`v-${id}`)).text).toContain(`says ${id}`)
    await signed(id, { email: `another-${email}` })
    expect((await exported(`v-${id}`)).text).not.toContain(`says ${id}`)
  })

  test("two who share a vouched address have each their own", async () => {
    const email = "office@shared.example"
    for (const id of ["left", "right"]) {
      ok(await acme.call("PATCH", `/api/customers/${id}`, { email }))
      await asks(id, `the ticket of ${id}`, email)
      await asksTheCrm(id, email, `${UNANSWERED} says ${id}`, `session-of-${id}`)
    }
    const left = await exported("v-left")
    expect(left.text).toContain("ticket of left")
    expect(left.text).toContain("says left")
    expect(left.text).not.toContain("ticket of right")
    expect(left.text).not.toContain("says right")
    const both = await admin.call("POST", "/privacy/export", { customer: email, allWithEmail: true })
    for (const words of ["ticket of left", "ticket of right", "says left", "says right"])
      expect(both.text).toContain(words)
  })

  test("the audit log forgets who was erased, and nobody whose id or name only holds theirs", async () => {
    for (const id of ["cust-1", "cust-12", "cust-123"]) {
      await signed(id)
      ok(await admin.call("PATCH", `/customers/v-${id}`, { name: `Jane ${id}` }))
    }
    const text = "Jane cust-1, not Jane cust-12, asks: JANE CUST-1."
    ok(await admin.call("POST", "/intents/examples", { intent: "order", text }))
    await signedInAgent(desk, { email: "agent1@desk.example", role: "agent" })
    const entries = async () => (await admin.call("GET", "/audit?limit=200")).json.entries
    const before = await entries()

    const visitor = await begins(undefined, { name: "agent", customerId: "agent" })
    expect(ok(await erase(`u-${visitor.customerId}`)).json.erased).not.toHaveProperty("audit_entry_masked")
    expect((await entries()).slice(1)).toEqual(before)

    expect(ok(await erase("v-cust-1")).json.erased).toMatchObject({ audit_entry_masked: 2 })
    const after = await entries()
    const changed = after.filter(({ action }: { action: string }) => action === "customer_changed")
    expect(changed.map(({ target }: { target: string }) => target).slice(0, 3)).toEqual([
      "v-cust-123",
      "v-cust-12",
      "[erased]",
    ])
    const said = after.find(({ action }: { action: string }) => action === "intent_example_added")
    expect(said.details.text).toBe("[erased], not Jane cust-12, asks: [erased].")
  })

  test("a receipt is told by every name that the person had", async () => {
    const subjectsOf = ({ json }: Reply, names: string[]) => {
      const { salt, subjects } = json.receipt
      expect(subjects).toHaveLength(names.length)
      const hashes = names.map((name) => createHash("sha256").update(`${salt}${name}`).digest("hex"))
      expect(hashes.toSorted()).toEqual(subjects.toSorted())
    }
    await asksTheCrm("crm-7", "Seven@crm.example", UNANSWERED, "session-of-seven")
    subjectsOf(ok(await erase("crm-7")), ["crm-7", "seven@crm.example"])
    const visitor = await begins(undefined, { email: "Vis@v.example" })
    subjectsOf(ok(await erase(`u-${visitor.customerId}`)), [`u-${visitor.customerId}`, "vis@v.example"])
    await signed("Told@Partner", { email: "told@partner.example" })
    const names = ["v-Told@Partner", "Told@Partner", "told@partner.example"]
    subjectsOf(ok(await erase("v-Told@Partner")), names)
  })

  test("a rating is its giver's, whichever session it names", async () => {
    const rates = async (agent_id: string, session_id: string, query: string) =>
      ok(
        await desk.send("POST", "/api/feedback", {
          body: feedbackBody({
            session_id,
            message_id: query,
            query,
            user_info: { agent_id, email: `${agent_id}@crm.example`, full_name: agent_id },
          }),
        }),
      )
    await asksTheCrm("ua", "ua@crm.example", UNANSWERED, "customer-session-1")
    const { session_id } = await asksTheCrm("ub", "ub@crm.example", UNANSWERED, "customer-session-1")
    expect(session_id).not.toBe("customer-session-1")
    await rates("ua", "customer-session-1", "rated by ua")
    await rates("ub", "customer-session-1", "rated by ub")
    await rates("ub", "never-asked-in", "rated again by ub")
    const { text, json } = await exported("ub")
    expect(json.records.feedback).toHaveLength(2)
    expect(text).not.toContain("rated by ua")
    ok(await erase("ub"))
    const left = await everything()
    expect(left).toContain("rated by ua")
    expect(left).not.toContain("by ub")
    expect(left).not.toContain("ub@crm.example")
  })
})
