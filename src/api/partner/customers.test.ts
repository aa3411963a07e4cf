import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { createVisitor } from "../../storage/repositories/customers.ts"

const GUIDE = { email: "customer@example.com", name: "John Doe", birthdate: "1990-01-15" }

describe.each([false, true])("customer data, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({ postgres })
  })
  afterAll(() => desk.stop())

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const call = (method: string, id: string, body?: unknown, headers = bearer(desk.partner.apiKey)) =>
    desk.send(method, `/api/customers/${id}`, { body, headers })

  test("is stored and answered as the guide shows", async () => {
    const { status, json } = await call("PATCH", "customer-12345", GUIDE)
    expect(status).toBe(200)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Object.entries(json)).toEqual([
      ["id", "customer-12345"],
      ["email", "customer@example.com"],
      ["name", "John Doe"],
      ["birthdate", "1990-01-15"],
      ["createdAt", time],
      ["updatedAt", time],
    ])
    expect((await call("GET", "customer-12345")).json).toEqual(json)
  })

  test("changes a field at a time; null forgets one; the same again changes nothing", async () => {
    const first = (await call("PATCH", "changing", GUIDE)).json
    expect((await call("PATCH", "changing", { email: null })).json).toMatchObject({ ...GUIDE, email: null })
    const named = (await call("PATCH", "changing", { name: " Jane " })).json
    expect(named).toMatchObject({ name: "Jane", birthdate: "1990-01-15", createdAt: first.createdAt })
    expect((await call("PATCH", "changing", { name: "Jane" })).json).toEqual(named)
  })

  test("takes an address of any domain, as mails know it, and says which cannot be mailed", async () => {
    const { status, json } = await call("PATCH", "umlaut", { email: "info@müller.de" })
    expect({ status, email: json.email }).toEqual({ status: 200, email: "info@xn--mller-kva.de" })
    const refused = await call("PATCH", "umlaut", { email: "jörg@müller.de" })
    expect(refused.json).toEqual({
      detail:
        "email: must have English letters, digits and signs alone before the @: others cannot be mailed.",
      error: "invalid_input",
      field: "email",
    })
  })

  test.each([
    [{ birthdate: "1990-02-30" }, "birthdate"],
    [{ birthdate: "15.01.1990" }, "birthdate"],
    [{ birthdate: "2999-01-01" }, "birthdate"],
    [{ birthdate: "1815-12-10" }, "birthdate"],
    [{ birthdate: "0000-00-00" }, "birthdate"],
    [{ birthdate: 19900115 }, "birthdate"],
    [{ email: "nobody" }, "email"],
    [{ name: "" }, "name"],
    [{ name: "x".repeat(301) }, "name"],
    [{ birthDate: "1990-01-15" }, "birthDate"],
    [{ name: "Ada", verified: false }, "verified"],
    [{}, "body"],
    [[], "body"],
  ])("%j is refused with the field's name, and nobody is made", async (body, field) => {
    const { status, json } = await call("PATCH", "refused", body)
    expect({ status, field: json.field }).toEqual({ status: 422, field })
    expect((await call("GET", "refused")).status).toBe(404)
  })

  test("is another's for another partner, who cannot tell whether it is there", async () => {
    await call("PATCH", "shared-name", GUIDE)
    const others = bearer(desk.other.apiKey)
    const absent = await call("GET", "nobody-at-all", undefined, others)
    const hidden = await call("GET", "shared-name", undefined, others)
    expect([absent.status, hidden.status]).toEqual([404, 404])
    expect(hidden.text.replace("shared-name", "nobody-at-all")).toBe(absent.text)
    await call("PATCH", "shared-name", { name: "Other's" }, others)
    expect((await call("GET", "shared-name")).json).toMatchObject(GUIDE)
    expect((await call("GET", "shared-name", undefined, others)).json).toMatchObject({
      name: "Other's",
      email: null,
    })
  })

  test("of an unverified visitor is out of its reach", async () => {
    const partnerId = desk.partner.id
    const visitor = await desk.withDatabase(({ db }) =>
      createVisitor(db, { partnerId, name: "Eve" }, new Date()),
    )
    expect((await call("GET", visitor.externalId)).status).toBe(404)
    const { status, json } = await call("PATCH", visitor.externalId, GUIDE)
    expect({ status, field: json.field }).toEqual({ status: 422, field: "customerId" })
  })

  test("of an id with anything in it is found again under it", async () => {
    for (const id of ["auth0|17", "a/b", "ümlaut@example.com", "100%", "a b"]) {
      expect((await call("PATCH", encodeURIComponent(id), { name: id })).json).toMatchObject({ id, name: id })
      expect((await call("GET", encodeURIComponent(id))).json).toMatchObject({ id })
    }
    expect((await call("PATCH", "x".repeat(201), { name: "long" })).status).toBe(422)
  })

  test("wants the partner's secret key, on a server", async () => {
    const { apiKey, widgetKey, identitySecret } = desk.partner
    const attempt = (headers: Record<string, string>) => call("GET", "nobody", undefined, headers as never)
    for (const wrong of [{}, bearer(widgetKey), bearer(identitySecret), bearer(`${apiKey}x`)])
      expect((await attempt(wrong)).status).toBe(401)
    expect((await attempt(bearer(widgetKey))).json.detail).toContain("widget key")
    const signs: Record<string, string>[] = [
      { origin: "https://acme.example" },
      { origin: "null" },
      { "sec-fetch-site": "same-origin" },
    ]
    for (const sign of signs) {
      const { status, json } = await attempt({ ...bearer(apiKey), ...sign })
      expect({ status, says: json.detail }).toEqual({
        status: 403,
        says: expect.stringContaining("widget key"),
      })
    }
    // What Node's own fetch sends.
    expect((await attempt({ ...bearer(apiKey), "sec-fetch-mode": "cors" })).status).toBe(404)
  })
})
