import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { generateKeyPair, SignJWT } from "jose"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { CLIENT, startGoogleKeys } from "../../../test/servers/google-keys.ts"
import { until } from "../../../test/wait.ts"

const SHARED = "shared.apps.googleusercontent.com"

describe.each([false, true])("POST /google-login, with Postgres: %p", (postgres) => {
  let google: Awaited<ReturnType<typeof startGoogleKeys>>
  let desk: Desk
  beforeAll(async () => {
    google = await startGoogleKeys()
    desk = await startDesk({
      postgres,
      settings: {
        "google.jwks_url": google.url,
        "google.client_ids": `${SHARED}, another`,
        "server.trust_proxy": true,
      },
      otherSettings: (settings) => ({ ...settings, google: { clientIds: [CLIENT, SHARED] } }),
    })
  })
  afterAll(async () => {
    await desk.stop()
    await google.stop()
  })

  const login = (body: unknown, headers: Record<string, string> = {}) =>
    desk.send("POST", "/google-login", { body, headers })
  const verify = (token: string) =>
    desk.send("GET", "/verify-token", { headers: { authorization: `Bearer ${token}` } })

  test("gives a token of ours, which says who they are and is theirs in the chat", async () => {
    const { status, json, headers } = await login({ token: await google.token() })
    expect(status).toBe(200)
    expect(headers.get("cache-control")).toBe("no-store")
    const user = {
      id: "google:110169484474386276334",
      name: "Ada Lovelace",
      email: "ada@gmail.com",
      verified: true,
    }
    expect(json).toEqual({
      token: expect.stringMatching(/^st_/),
      token_type: "bearer",
      expires_in: 2_592_000,
      user: { ...user, picture: "https://lh3.googleusercontent.com/a/photo=s96-c" },
    })
    expect((await verify(json.token)).json).toEqual({ valid: true, user })
    expect((await desk.send("GET", `/verify-token?token=${json.token}`)).json).toEqual({ valid: true, user })
    const foreign = { headers: { origin: "https://evil.example" } }
    expect((await desk.send("GET", `/verify-token?token=${json.token}`, foreign)).status).toBe(403)
    const said = await desk.send("POST", "/chatbot-response", {
      body: { message: "Hello", session_id: "mine", token: json.token },
    })
    expect(said.status).toBe(200)
    const mine = await desk.send("GET", "/api/chat/sessions", {
      headers: { authorization: `Bearer ${json.token}` },
    })
    expect(mine.json).toHaveLength(1)
    expect(mine.json[0]).toMatchObject({ verified: true, customerId: user.id })
    // The same token again, and another of the same account, are the same user.
    // Google writes some of what is so as a text.
    const again = await login({
      credential: await google.token({ name: "Ada King", email_verified: "true" }),
    })
    expect(again.json.user).toMatchObject({ id: user.id, name: "Ada King" })
    const theirs = await desk.send("GET", "/api/chat/sessions", {
      headers: { authorization: `Bearer ${again.json.token}` },
    })
    expect(theirs.json).toHaveLength(1)
  })

  test("takes no name and no picture for one that is too long to be one", async () => {
    const long = {
      sub: "long",
      name: "x".repeat(301),
      picture: `https://pictures.example/${"x".repeat(300)}`,
    }
    const { status, json } = await login({ token: await google.token(long) })
    expect(status).toBe(200)
    expect(json.user).toMatchObject({ id: "google:long", name: null, picture: null })
  })

  test("is tried two times a second from one address, and no more", async () => {
    const statuses: number[] = []
    for (let i = 0; i < 121; i++) statuses.push((await login({}, { "x-forwarded-for": "192.0.2.9" })).status)
    expect(statuses).toEqual([...Array(120).fill(422), 429])
    expect((await login({}, { "x-forwarded-for": "192.0.2.10" })).status).toBe(422)
  })

  test("takes what the partner takes: its own clients, or those of all", async () => {
    // The partner that names the client; not the server's own, whose pages send no key.
    const other = await login({ token: await google.token() }, { origin: "https://other.example" })
    expect(other.status).toBe(200)
    expect((await login({ token: await google.token() }, { origin: "https://acme.example" })).status).toBe(
      403,
    )
    // What all take is the server's own partner's without a key, whoever else says that it is theirs.
    const shared = await google.token({ aud: SHARED })
    expect((await login({ token: shared }, { origin: "https://acme.example" })).status).toBe(200)
    const keyed = { token: shared, widget_key: desk.other.widgetKey }
    expect((await login(keyed, { origin: "https://other.example" })).status).toBe(200)
    expect((await login({ token: shared }, { authorization: `Bearer ${desk.other.widgetKey}` })).status).toBe(
      200,
    )
    const wrong = await login({ token: await google.token(), widget_key: desk.partner.widgetKey })
    expect(wrong.status).toBe(401)
    expect(wrong.json.detail).toContain("google.client_ids")
  })

  test.each<[string, Record<string, unknown>]>([
    ["for another client", { aud: "somebody-elses.apps.googleusercontent.com" }],
    ["for several clients", { aud: [CLIENT, "another"] }],
    ["for none", { aud: null }],
    ["of another issuer", { iss: "https://accounts.google.com.evil.example" }],
    ["of no issuer", { iss: null }],
    ["that has expired", { exp: Math.floor(Date.now() / 1000) - 120 }],
    ["that never expires", { exp: null }],
    ["of nobody", { sub: null }],
    ["with an address that is not verified", { email_verified: false }],
    ["with an address that nothing is said of", { email_verified: null }],
  ])("refuses a token %s", async (_what, claims) => {
    const { status, json } = await login({ token: await google.token(claims) })
    expect({ status, error: json.error }).toEqual({ status: 401, error: "unauthenticated" })
  })

  test("refuses what Google has not signed", async () => {
    const { privateKey } = await generateKeyPair("RS256")
    const claims = { aud: CLIENT, sub: "1", email: "a@b.example", email_verified: true }
    const forged = await new SignJWT({ ...claims, iss: "https://accounts.google.com" })
      .setProtectedHeader({ alg: "RS256", kid: "first" })
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey)
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`
    const secret = await new SignJWT({ ...claims, iss: "https://accounts.google.com" })
      .setProtectedHeader({ alg: "HS256", kid: "first" })
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode("a public key taken for a secret, as in old attacks"))
    for (const token of [forged, unsigned, secret, "string", "a.b.c", `${await google.token()}x`])
      expect((await login({ token })).status).toBe(401)
  })

  test("accepts the issuer's short name", async () => {
    expect((await login({ token: await google.token({ iss: "accounts.google.com" }) })).status).toBe(200)
  })

  test("says as FastAPI does that there is no token", async () => {
    for (const body of [{}, { token: null }, { token: 1 }]) {
      const { status, json } = await login(body)
      expect(status).toBe(422)
      expect(json.detail[0].loc).toEqual(["body", "token"])
    }
  })

  test("does not take what is not ours for valid", async () => {
    for (const token of ["st_nothing", await google.token(), desk.partner.apiKey])
      expect((await verify(token)).status).toBe(401)
    expect((await desk.send("GET", "/verify-token")).status).toBe(401)
  })

  test("of nobody's, or of a client that is not taken, asks Google for nothing", async () => {
    const before = google.asked()
    google.fail(() => new Response("", { status: 500 }))
    const open = async (claims: Record<string, unknown>) => {
      const identity = { jwt: await google.token(claims, { kid: crypto.randomUUID() }) }
      const body = { widgetKey: desk.other.widgetKey, identity }
      return desk.send("POST", "/api/chat/sessions", { body, headers: { origin: "https://other.example" } })
    }
    const foreign = await open({ aud: "somebody-elses.apps.googleusercontent.com" })
    expect({ status: foreign.status, detail: foreign.json.detail }).toEqual({
      status: 401,
      detail: expect.stringContaining("google.client_ids"),
    })
    // Signed as Google signs, by a partner's server that should not.
    const own = await open({ iss: "https://acme.example" })
    expect({ status: own.status, detail: own.json.detail }).toEqual({
      status: 401,
      detail: "The token must be signed with HS256.",
    })
    expect(google.asked()).toBe(before)
    google.fail(undefined)
  })

  test("is an identity of the widget as well", async () => {
    const body = { widgetKey: desk.other.widgetKey, identity: { jwt: await google.token() } }
    const opened = await desk.send("POST", "/api/chat/sessions", { body })
    expect(opened.json).toMatchObject({ customerId: "google:110169484474386276334", verified: true })
    const foreign = { widgetKey: desk.partner.widgetKey, identity: { jwt: await google.token() } }
    expect((await desk.send("POST", "/api/chat/sessions", { body: foreign })).status).toBe(401)
  })
})

describe("Google's keys", () => {
  let google: Awaited<ReturnType<typeof startGoogleKeys>>
  let desk: Desk
  beforeAll(async () => {
    google = await startGoogleKeys()
    desk = await startDesk({ settings: { "google.jwks_url": google.url, "google.client_ids": CLIENT } })
  })
  afterAll(async () => {
    await desk.stop()
    await google.stop()
  })
  const login = async () => desk.send("POST", "/google-login", { body: { token: await google.token() } })

  test("are asked for nobody's sign-in that no partner takes", async () => {
    google.fail(() => new Response("no", { status: 500 }))
    for (const claims of [
      { aud: "somebody-elses.apps.googleusercontent.com" },
      { iss: "https://acme.example" },
    ]) {
      const { status } = await desk.send("POST", "/google-login", {
        body: { token: await google.token(claims) },
      })
      expect({ claims, status }).toEqual({ claims, status: 401 })
    }
    expect(google.asked()).toBe(0)
    google.fail(undefined)
  })

  test("that cannot be had are a fault that passes, and are asked for once when they can", async () => {
    for (const trouble of [
      () => new Response("no", { status: 500 }),
      () => new Response("<html>", { headers: { "content-type": "text/html" } }),
      () => Response.json({ error: "not keys" }),
    ]) {
      google.fail(trouble)
      const { status, json } = await login()
      expect({ status, error: json.error }).toEqual({ status: 503, error: "unavailable" })
      expect(json.detail).toContain("Google's keys cannot be had just now")
    }
    google.fail(undefined)
    const before = google.asked()
    const replies = await Promise.all(Array.from({ length: 5 }, login))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(google.asked()).toBe(before + 1)
  })

  test("are fetched anew where a token names one that is not known", async () => {
    await google.rotate("second")
    // What a stranger makes up is not asked for again at once; a new key is known within seconds.
    await until("the new key is known", async () => {
      const { status } = await login()
      expect(status).toBeOneOf([200, 401])
      if (status !== 200) await Bun.sleep(200)
      return status === 200
    })
    google.retire()
    google.fail(() => new Response("no", { status: 500 }))
    expect((await login()).status).toBe(200)
  })
})
