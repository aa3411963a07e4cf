import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { addAgent, PASSWORD, signedInAgent } from "../../../test/desk-agents.ts"
import { OPERATOR_SECRET, OperatorTokens } from "../../http/operator-tokens.ts"
import { serverSecret } from "../../storage/repositories/server-secrets.ts"

describe.each([false, true])("an agent, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({ postgres })
  })
  afterAll(() => desk.stop())
  const signIn = (body: object) => desk.send("POST", "/api/desk/sign-in", { body })
  const me = (token: string) =>
    desk.send("GET", "/api/desk/me", { headers: { authorization: `Bearer ${token}` } })

  test("signs in and is known by the token", async () => {
    await desk.withDatabase((database) => addAgent(database, desk.partner, { capacity: 3 }))
    const reply = await signIn({ email: " Ada@Acme.example ", password: PASSWORD, label: "laptop" })
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({
      token: expect.stringMatching(/^dt_\w{40}$/),
      tokenId: expect.any(String),
      expiresAt: expect.any(String),
      me: {
        agent: {
          number: 1,
          name: "Ada",
          email: "ada@acme.example",
          role: "agent",
          capacity: 3,
          presence: "offline",
          connected: false,
          available: false,
          open: 0,
          disabled: false,
        },
        partner: { id: desk.partner.id, name: "Acme" },
        secondFactor: false,
        settings: { maxMessageLength: 4000 },
      },
    })
    const known = await me(reply.json.token)
    expect({ status: known.status, json: known.json }).toEqual({ status: 200, json: reply.json.me })
  })

  test("is not known without a token, or by one that is not ours", async () => {
    expect((await desk.send("GET", "/api/desk/me")).status).toBe(401)
    for (const token of ["dt_x", desk.partner.apiKey, "op_W10.AAAA", "op_x"])
      expect((await me(token)).status).toBe(401)
  })

  test("a wrong password and an address that nobody has look the same", async () => {
    await desk.withDatabase((database) => addAgent(database, desk.partner, { email: "wrong@acme.example" }))
    const wrong = await signIn({ email: "wrong@acme.example", password: "not the password" })
    const unknown = await signIn({ email: "nobody@acme.example", password: "not the password" })
    expect({ status: wrong.status, json: wrong.json }).toEqual({ status: unknown.status, json: unknown.json })
    expect(wrong.status).toBe(401)
  })

  test("the operator signs a token, perhaps in an agent's name", async () => {
    const { agent } = await signedInAgent(desk, { email: "named@acme.example" })
    const secret = await desk.withDatabase(({ db }) => serverSecret(db, OPERATOR_SECRET))
    const issue = (agentNumber: number | undefined, at = new Date()) =>
      new OperatorTokens(secret).issue({ partnerId: desk.partner.id, agentNumber }, at)
    expect((await me(issue(undefined))).json).toMatchObject({ agent: null, partner: { id: desk.partner.id } })
    expect((await me(issue(agent.number))).json.agent.email).toBe("named@acme.example")
    expect((await me(issue(777))).status).toBe(401)
    expect((await me(issue(undefined, new Date(Date.now() - 3_600_000)))).status).toBe(401)
  })
})
