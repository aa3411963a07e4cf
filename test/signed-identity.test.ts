import { afterAll, beforeAll, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { SignJWT } from "jose"
import { rotateKey } from "../src/core/partner-keys.ts"
import { keyPorts } from "../src/storage/core-ports.ts"
import { type Desk, startDesk } from "./desk.ts"

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const sign = (customerId: string, secret = desk.partner.identitySecret) => ({
  customerId,
  signature: createHmac("sha256", secret).update(customerId).digest("hex"),
})
const open = (body: Record<string, unknown>, widgetKey = desk.partner.widgetKey) =>
  desk.send("POST", "/api/chat/sessions", { body: { widgetKey, ...body } })
const sessionsOf = async (token: string) =>
  (await desk.send("GET", "/api/chat/sessions", { headers: { authorization: `Bearer ${token}` } })).json
const conversationsOf = async (customerId: string, { apiKey }: { apiKey: string }) => {
  const headers = { authorization: `Bearer ${apiKey}` }
  return (await desk.send("GET", `/api/partner/conversations/${customerId}`, { headers })).json
}

test("a signed customer is found again on every device, and by the partner's server", async () => {
  const first = (await open({ identity: sign("ada") })).json
  expect(first).toMatchObject({ customerId: "ada", verified: true, resumed: false })
  const second = (await open({ identity: sign("ada") })).json
  expect(second).toMatchObject({ customerId: "ada", id: first.id, resumed: true })
  expect(await conversationsOf("ada", desk.partner)).toHaveLength(1)
})

test("who only says so is somebody else, and sees nothing of theirs", async () => {
  const signed = (await open({ identity: sign("grace") })).json
  const claimed = (await open({ customerId: "grace" })).json
  expect(claimed).toMatchObject({ verified: false, customerId: expect.stringMatching(/^visitor-/) })
  expect(claimed.id).not.toBe(signed.id)
  expect((await sessionsOf(claimed.sessionToken)).map(({ id }: { id: string }) => id)).toEqual([claimed.id])
})

test("a token brings name and e-mail along", async () => {
  const jwt = await new SignJWT({ name: "Ada", email: "ada@example.com" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("ada-with-a-token")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(desk.partner.identitySecret))
  expect((await open({ identity: { jwt } })).json).toMatchObject({
    customerId: "ada-with-a-token",
    verified: true,
    customer: { name: "Ada", email: "ada@example.com" },
  })
})

test("what is signed otherwise opens nothing, and no secret is shown", async () => {
  const wrong = [
    sign("eve", desk.other.identitySecret),
    sign("eve", desk.partner.widgetKey),
    sign("eve", ""),
    { ...sign("eve"), customerId: "ada" },
    { jwt: "a.b.c" },
  ]
  for (const identity of wrong) {
    const { status, text } = await open({ identity })
    expect({ identity, status }).toEqual({ identity, status: 401 })
    expect(text).not.toContain(desk.partner.identitySecret)
  }
  // The right signature, with another partner's key.
  expect((await open({ identity: sign("eve") }, desk.other.widgetKey)).status).toBe(401)
  expect(await conversationsOf("eve", desk.partner)).toEqual([])
  expect(await conversationsOf("eve", desk.other)).toEqual([])
})

test("signatures outlive a rotation by its grace time", async () => {
  const rotate = (graceMs: number) =>
    desk.withDatabase((database) =>
      rotateKey(keyPorts(database), { partnerId: desk.partner.id, kind: "identity", graceMs }),
    )
  const { made } = await rotate(60_000)
  expect((await open({ identity: sign("before") })).status).toBe(201)
  expect((await open({ identity: sign("after", made.key) })).status).toBe(201)
  const { made: last } = await rotate(0)
  expect((await open({ identity: sign("too late") })).status).toBe(401)
  expect((await open({ identity: sign("too late", made.key) })).status).toBe(401)
  expect((await open({ identity: sign("in time", last.key) })).status).toBe(201)
})
