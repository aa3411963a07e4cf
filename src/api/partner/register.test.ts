import { afterEach, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { invitePartners } from "../../core/invitations.ts"
import { invitationPorts } from "../../storage/core-ports.ts"

const ADMIN_TOKEN = "an-admin-token-of-the-operator"
const COMPANY = { name: "Your Company Name", domain: "yourdomain.com" }

let desk: Desk
afterEach(() => desk.stop())

const register = (body: unknown = COMPANY, headers: Record<string, string> = {}) =>
  desk.send("POST", "/api/partner/register", { body, headers })
const asAdmin = { authorization: `Bearer ${ADMIN_TOKEN}` }
const count = () =>
  desk.withDatabase(async ({ db }) => (await db.selectFrom("partner").select("id").execute()).length)
const invite = (uses: number, lifeMs = 60_000) =>
  desk.withDatabase((database) => invitePartners(invitationPorts(database), { uses, lifeMs }))

describe("open registration", () => {
  test("answers as the guide shows, and with a widget key; the keys work at once", async () => {
    desk = await startDesk({ settings: { "partners.registration": "open" } })
    const { status, headers, json } = await register()
    expect(status).toBe(201)
    expect(headers.get("cache-control")).toBe("no-store")
    expect(Object.entries(json)).toEqual([
      ["message", "Partner successfully registered"],
      ["partnerId", expect.stringMatching(/^partner-\w{12}$/)],
      ["apiKey", expect.stringMatching(/^sk_\w{40}$/)],
      ["name", "Your Company Name"],
      ["domain", "yourdomain.com"],
      ["widgetKey", expect.stringMatching(/^pk_\w{24}$/)],
    ])
    const { status: known } = await desk.send("PATCH", "/api/customers/c1", {
      body: { name: "Ada" },
      headers: { authorization: `Bearer ${json.apiKey}` },
    })
    expect(known).toBe(200)
  })

  test.each([
    [{ domain: "yourdomain.com" }, "name"],
    [{ name: " ", domain: "yourdomain.com" }, "name"],
    [{ name: "x".repeat(201), domain: "yourdomain.com" }, "name"],
    [{ name: 17, domain: "yourdomain.com" }, "name"],
    [{ name: "Acme" }, "domain"],
    [{ name: "Acme", domain: "::" }, "domain"],
    [[], "body"],
    ["null", "body"],
  ])("%j is refused with the field's name, and nothing is made", async (body, field) => {
    desk = await startDesk({ settings: { "partners.registration": "open" } })
    const before = await count()
    const { status, json } = await register(body)
    expect({ status, field: json.field }).toEqual({ status: 422, field })
    expect(await count()).toBe(before)
  })

  test("takes hosts' names, and nothing else that an address may be made of", async () => {
    desk = await startDesk({
      settings: { "partners.registration": "open", "partners.registrations_per_hour": 0 },
    })
    const before = await count()
    const domains = ["*", ".", "..", "y..", "y.com.", "-a.b", "a-.b", "a.test,b.test", "com", "a_b.com"]
    domains.push("a\u001b[31m.com", "a".repeat(300), `${"a".repeat(64)}.com`, `${"a.".repeat(126)}com`)
    for (const domain of domains) {
      const { status, json } = await register({ name: "Acme", domain })
      expect({ domain, status, field: json.field }).toEqual({ domain, status: 422, field: "domain" })
    }
    for (const name of ["Ac\nme", "Ac\u001b[31mme", "Ac\0me"]) {
      const { status, json } = await register({ name, domain: "yourdomain.com" })
      expect({ name, status, field: json.field }).toEqual({ name, status: 422, field: "name" })
    }
    expect(await count()).toBe(before)
    for (const [domain, stored] of [
      ["Example.com", "example.com"],
      ["https://shop.example.co.uk/page", "shop.example.co.uk"],
      ["bücher.example", "xn--bcher-kva.example"],
      ["localhost:3000", "localhost"],
      ["127.0.0.1", "127.0.0.1"],
      ["[::1]:80", "[::1]"],
    ])
      expect((await register({ name: "Acme", domain })).json.domain).toBe(stored)
  })

  test("ends for an address that tries too often, and not for another", async () => {
    desk = await startDesk({
      settings: {
        "partners.registration": "open",
        "partners.registrations_per_hour": 2,
        "server.trust_proxy": true,
        "server.admin_token": ADMIN_TOKEN,
      },
    })
    const from = (address: string, headers = {}) =>
      register(COMPANY, { "x-forwarded-for": address, ...headers }).then(({ status }) => status)
    expect([await from("192.0.2.1"), await from("192.0.2.1"), await from("192.0.2.1")]).toEqual([
      201, 201, 429,
    ])
    expect(await from("192.0.2.2")).toBe(201)
    expect(await from("192.0.2.1", asAdmin)).toBe(201)
  })
})

describe("closed registration", () => {
  test("is what there is by default, and nobody's without an admin token", async () => {
    desk = await startDesk()
    const before = await count()
    for (const headers of [
      {},
      { authorization: "Bearer " },
      { authorization: "Bearer undefined" },
      asAdmin,
    ]) {
      const { status, json } = await register(COMPANY, headers)
      expect({ status, says: json.detail }).toEqual({
        status: 401,
        says: expect.stringMatching(/admin.token/),
      })
    }
    const { status } = await register({ ...COMPANY, invitation: (await invite(1)).code })
    expect(status).toBe(401)
    expect(await count()).toBe(before)
  })

  test("lets the bearer of the admin token in, and counts wrong guesses", async () => {
    desk = await startDesk({
      settings: { "server.admin_token": ADMIN_TOKEN, "partners.registrations_per_hour": 3 },
    })
    expect((await register(COMPANY, asAdmin)).status).toBe(201)
    const guess = (authorization: string) => register(COMPANY, { authorization }).then(({ status }) => status)
    expect(await guess(`Bearer ${ADMIN_TOKEN}x`)).toBe(401)
    expect(await guess(`Bearer ${desk.partner.apiKey}`)).toBe(401)
    expect(await guess(`Basic ${ADMIN_TOKEN}`)).toBe(401)
    expect(await guess(`Bearer ${ADMIN_TOKEN.slice(1)}`)).toBe(429)
    expect((await register(COMPANY, asAdmin)).status).toBe(201)
  })
})

describe("registration by invitation", () => {
  test("takes each code as often as it says, however many come at once", async () => {
    desk = await startDesk({
      settings: { "partners.registration": "invitation", "partners.registrations_per_hour": 0 },
    })
    const { code } = await invite(3)
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => register({ ...COMPANY, invitation: code })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422, 422, 422, 422])
    expect(await count()).toBe(2 + 3)
  })

  test("refuses a code that is missing, wrong or too old, naming the field", async () => {
    desk = await startDesk({ settings: { "partners.registration": "invitation" } })
    const { code: old } = await invite(1, 0)
    for (const invitation of [undefined, null, "", "inv_wrong", old, `${old}'--`]) {
      const { status, json } = await register({ ...COMPANY, invitation })
      expect({ invitation, status, field: json.field }).toEqual({
        invitation,
        status: 422,
        field: "invitation",
      })
    }
    expect(await count()).toBe(2)
  })

  test("does not use up a code by a mistake", async () => {
    desk = await startDesk({ settings: { "partners.registration": "invitation" } })
    const { code } = await invite(1)
    expect((await register({ ...COMPANY, domain: "::", invitation: code })).status).toBe(422)
    expect((await register({ ...COMPANY, invitation: code })).status).toBe(201)
  })
})
