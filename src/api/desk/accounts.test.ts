import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { addAgent, PASSWORD, type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { until } from "../../../test/wait.ts"
import { totpCode, totpStep } from "../../identity/one-time-codes.ts"
import { agentByToken, revokeTokens } from "../../storage/repositories/agent-tokens.ts"
import { auditEntries } from "../../storage/repositories/audit.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe.each([false, true])("accounts, with Postgres: %p", (postgres) => {
  let desk: Desk
  let count = 0
  beforeAll(async () => {
    desk = await startDesk({ postgres })
  })
  afterAll(() => desk.stop())

  const fresh = () => signedInAgent(desk, { email: `agent-${++count}@acme.example` })
  const signIn = (agent: SignedInAgent["agent"], body: object = {}) =>
    desk.send("POST", "/api/desk/sign-in", { body: { email: agent.email, password: PASSWORD, ...body } })
  const me = (token: string) =>
    desk.send("GET", "/api/desk/me", { headers: { authorization: `Bearer ${token}` } })
  const actions = async (agent: SignedInAgent["agent"]) => {
    const entries = await desk.withDatabase(({ db }) =>
      auditEntries(db, desk.partner.id, { before: undefined, limit: 200 }),
    )
    return entries.filter(({ target }) => target === agent.email).map(({ action }) => action)
  }
  const lockEndsNow = () =>
    desk.withDatabase(({ db }) => db.updateTable("sign_in_failure").set({ locked_until: 1 }).execute())

  describe("are locked", () => {
    test("after five wrong passwords, the right one included, and longer each time", async () => {
      const { agent } = await fresh()
      for (let i = 0; i < 5; i++) expect((await signIn(agent, { password: "wrong" })).status).toBe(401)
      const locked = await signIn(agent)
      expect(locked.status).toBe(429)
      expect(locked.json.detail.reset_in_seconds).toBeWithin(55, 61)
      await lockEndsNow()
      expect((await signIn(agent, { password: "wrong" })).status).toBe(401)
      expect((await signIn(agent)).json.detail.reset_in_seconds).toBeWithin(115, 121)
      await lockEndsNow()
      expect((await signIn(agent)).status).toBe(200)
      for (let i = 0; i < 4; i++) await signIn(agent, { password: "wrong" })
      expect((await signIn(agent)).status).toBe(200)
      expect((await actions(agent)).filter((one) => one === "locked_out")).toHaveLength(2)
    })

    test("alike where nobody has the address", async () => {
      const nobody = { email: "nobody@acme.example" } as SignedInAgent["agent"]
      for (let i = 0; i < 5; i++) expect((await signIn(nobody)).status).toBe(401)
      expect((await signIn(nobody)).json.detail.reset_in_seconds).toBeWithin(55, 61)
    })

    test("without a say about how many guess at once", async () => {
      const { agent } = await fresh()
      const all = await Promise.all(
        Array.from({ length: 12 }, () => signIn(agent, { password: "a wrong guess" })),
      )
      const statuses = all.map(({ status }) => status).sort()
      expect(statuses).toEqual([...Array(5).fill(401), ...Array(7).fill(429)])
    })
  })

  test("of two partners with the same address, the partner must be said", async () => {
    const both = { email: "both@acme.example" }
    await desk.withDatabase(async (database) => {
      await addAgent(database, desk.partner, both)
      await addAgent(database, desk.other, both)
    })
    const asked = await desk.send("POST", "/api/desk/sign-in", { body: { ...both, password: PASSWORD } })
    expect(asked).toMatchObject({ status: 422, json: { field: "partner" } })
    for (const partner of [desk.partner, desk.other]) {
      const { json } = await desk.send("POST", "/api/desk/sign-in", {
        body: { ...both, password: PASSWORD, partner: partner.id },
      })
      expect(json.me.partner.id).toBe(partner.id)
    }
  })

  describe("tokens", () => {
    test("are listed with their labels, and open nothing once they are revoked", async () => {
      const { agent, token, tokenId, call } = await fresh()
      const other = (await signIn(agent, { label: "telephone" })).json
      const list = (await call("GET", "/tokens")).json.tokens
      expect(list.map(({ label, current }: Record<string, unknown>) => [label, current])).toEqual([
        ["telephone", false],
        ["unnamed", true],
      ])
      expect(list[1]).toMatchObject({ id: tokenId, lastUsedAt: expect.any(String) })
      expect((await call("DELETE", `/tokens/${other.tokenId}`)).status).toBe(204)
      expect((await me(other.token)).status).toBe(401)
      expect((await call("DELETE", `/tokens/${other.tokenId}`)).status).toBe(404)
      expect((await call("POST", "/sign-out")).status).toBe(204)
      expect((await me(token)).status).toBe(401)
    })

    test("of a colleague are nobody else's", async () => {
      const [mine, theirs] = [await fresh(), await fresh()]
      expect((await mine.call("DELETE", `/tokens/${theirs.tokenId}`)).status).toBe(404)
      expect((await me(theirs.token)).status).toBe(200)
    })

    test("that another process revokes are unknown within moments", async () => {
      const { agent, token } = await fresh()
      expect((await me(token)).status).toBe(200)
      await desk.withDatabase(({ db }) => revokeTokens(db, agent.id, new Date()))
      await until("the token opens nothing", async () => (await me(token)).status === 401)
    })

    test("last for ninety days from their last use, which is noted once an hour", async () => {
      const { token } = await fresh()
      const at = (days: number, hours = 0) => new Date(Date.now() + days * DAY + hours * HOUR)
      await desk.withDatabase(async ({ db }) => {
        const uses = async (when: Date) => {
          const found = await agentByToken(db, token, when)
          const row = await db
            .selectFrom("agent_token")
            .select(["last_used_at"])
            .where("id", "=", found?.tokenId ?? "")
            .executeTakeFirst()
          return row?.last_used_at
        }
        const first = at(89)
        expect(await uses(first)).toBe(first.getTime())
        expect(await uses(at(89, 0.5))).toBe(first.getTime())
        const later = at(178)
        expect(await uses(later)).toBe(later.getTime())
        expect(await uses(at(178 + 91))).toBeUndefined()
      })
    })

    test("are forgotten with the agent's next sign-in once they open nothing", async () => {
      const [agent, colleague] = [await fresh(), await fresh()]
      const expired = (await signIn(agent.agent)).json.tokenId
      const live = (await signIn(agent.agent)).json.tokenId
      await agent.call("POST", "/sign-out")
      await colleague.call("POST", "/sign-out")
      await desk.withDatabase(({ db }) =>
        db
          .updateTable("agent_token")
          .set({ expires_at: Date.now() - 1 })
          .where("id", "=", expired)
          .execute(),
      )
      const newest = (await signIn(agent.agent)).json.tokenId
      const kept = await desk.withDatabase(({ db }) =>
        db
          .selectFrom("agent_token")
          .select("id")
          .where("agent_id", "in", [agent.agent.id, colleague.agent.id])
          .execute(),
      )
      expect(kept.map(({ id }) => id).sort()).toEqual([live, newest, colleague.tokenId].sort())
    })

    test("are stored as hashes only", async () => {
      const { token } = await fresh()
      const rows = await desk.withDatabase(({ db }) => db.selectFrom("agent_token").selectAll().execute())
      expect(JSON.stringify(rows)).not.toContain(token)
    })
  })

  describe("a new password", () => {
    test("ends all other tokens, and the old password", async () => {
      const { agent, token, call } = await fresh()
      const other = (await signIn(agent)).json.token
      const changed = await call("POST", "/me/password", {
        password: PASSWORD,
        newPassword: "entirely another",
      })
      expect(changed.status).toBe(204)
      expect((await me(token)).status).toBe(200)
      expect((await me(other)).status).toBe(401)
      expect((await signIn(agent)).status).toBe(401)
      expect((await signIn(agent, { password: "entirely another" })).status).toBe(200)
      expect(await actions(agent)).toContain("password_changed")
    })

    test("takes the old one, whose guesses are counted", async () => {
      const { agent, call } = await fresh()
      const change = () => call("POST", "/me/password", { password: "wrong", newPassword: "a good one too" })
      for (let i = 0; i < 5; i++)
        expect(await change()).toMatchObject({ status: 422, json: { field: "password" } })
      expect((await change()).status).toBe(429)
      expect((await signIn(agent)).status).toBe(429)
    })

    test.each([
      ["short", "123456789"],
      ["long", "abcdefghij".repeat(21)],
      ["dull", "aaaaaaaaaabbbb"],
    ])("that is too %s is refused by its field", async (_, newPassword) => {
      const { call } = await fresh()
      expect(await call("POST", "/me/password", { password: PASSWORD, newPassword })).toMatchObject({
        status: 422,
        json: { field: "newPassword" },
      })
    })
  })

  describe("a second factor", () => {
    const stepNow = () => totpStep(new Date())
    const withFactor = async () => {
      const one = await fresh()
      const { json } = await one.call("POST", "/me/second-factor", { password: PASSWORD })
      return { ...one, secret: json.secret as string, url: json.url as string }
    }

    test("is in force from its first code on; a code serves once", async () => {
      const { agent, call, secret, url } = await withFactor()
      expect(new URL(url).searchParams.get("secret")).toBe(secret)
      expect((await signIn(agent)).status).toBe(200)
      const step = stepNow()
      expect(await call("PUT", "/me/second-factor", { code: "000000" })).toMatchObject({
        status: 422,
        json: { field: "code" },
      })
      expect((await call("PUT", "/me/second-factor", { code: totpCode(secret, step) })).status).toBe(204)
      expect((await call("GET", "/me")).json.secondFactor).toBe(true)
      for (let i = 0; i < 9; i++)
        expect(await signIn(agent)).toMatchObject({
          status: 401,
          json: { error: "unauthenticated", field: "code" },
        })
      // The one it was put in force with, and any before it, have served.
      for (const served of [step, step - 1])
        expect((await signIn(agent, { code: totpCode(secret, served) })).status).toBe(401)
      const code = totpCode(secret, step + 1)
      expect((await signIn(agent, { code })).status).toBe(200)
      expect(await signIn(agent, { code })).toMatchObject({ status: 401, json: { field: "code" } })
      expect(await actions(agent)).toContain("second_factor_set")
    })

    test("of two who show the same code at once lets one in", async () => {
      const { agent, call, secret } = await withFactor()
      const step = stepNow()
      await call("PUT", "/me/second-factor", { code: totpCode(secret, step) })
      const code = totpCode(secret, step + 1)
      const both = await Promise.all([signIn(agent, { code }), signIn(agent, { code })])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    })

    test("locks the account when its codes are guessed", async () => {
      const { agent, call, secret } = await withFactor()
      await call("PUT", "/me/second-factor", { code: totpCode(secret, stepNow()) })
      for (let i = 0; i < 5; i++) {
        expect((await signIn(agent, { code: "000000" })).status).toBe(401)
        // Without a code nothing is guessed, and nothing forgotten.
        if (i < 4) expect((await signIn(agent)).status).toBe(401)
      }
      expect((await signIn(agent, { code: totpCode(secret, stepNow() + 1) })).status).toBe(429)
    })

    test("goes with password and code, and is not asked for any more", async () => {
      const { agent, call, secret } = await withFactor()
      const step = stepNow()
      await call("PUT", "/me/second-factor", { code: totpCode(secret, step) })
      expect((await call("POST", "/me/second-factor", { password: PASSWORD })).status).toBe(409)
      const code = totpCode(secret, step + 1)
      expect(await call("DELETE", "/me/second-factor", { password: "wrong", code })).toMatchObject({
        status: 422,
        json: { field: "password" },
      })
      expect((await call("DELETE", "/me/second-factor", { password: PASSWORD, code })).status).toBe(204)
      expect((await signIn(agent)).status).toBe(200)
    })
  })

  test("their own name and presence are theirs to change, and nothing else", async () => {
    const { call } = await fresh()
    const changed = await call("PATCH", "/me", { name: "Ada L.", presence: "away" })
    expect(changed.json.agent).toMatchObject({ name: "Ada L.", presence: "away" })
    expect((await call("GET", "/me")).json).toEqual(changed.json)
    for (const body of [{ role: "admin" }, { capacity: 900 }, { disabled: false }, { name: "" }])
      expect((await call("PATCH", "/me", body)).status).toBe(422)
  })
})

test("from one address not everybody's password can be tried", async () => {
  const desk = await startDesk()
  const attempts = await Promise.all(
    Array.from({ length: 130 }, (_, i) =>
      desk.send("POST", "/api/desk/sign-in", {
        body: { email: `agent-${i}@acme.example`, password: "the same for all" },
      }),
    ),
  )
  const limited = attempts.filter(({ status }) => status === 429)
  expect(limited).toHaveLength(30)
  expect(limited[0]?.json.error).toContain("from this address")
  await desk.stop()
})
