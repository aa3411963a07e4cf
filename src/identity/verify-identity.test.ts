import { describe, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import fc from "fast-check"
import { SignJWT, UnsecuredJWT } from "jose"
import { z } from "zod"
import { identityVerifier } from "./verify-identity.ts"

const NOW = new Date("2026-01-05T10:00:00.000Z")
const SECRETS: Readonly<Record<string, string[]>> = {
  acme: ["is_acme_new", "is_acme_old"],
  other: ["is_other"],
  none: [],
}
const fitted: string[] = []
const verify = identityVerifier({
  secretsOf: async (id) => SECRETS[id] ?? [],
  secretFitted: async (secret) => fitted.push(secret),
  addressIn: (text) => z.email().safeParse(text).data,
  now: () => NOW,
})
const acme = { id: "acme" }

const sign = (customerId: string, secret = "is_acme_new") =>
  createHmac("sha256", secret).update(customerId).digest("hex")

interface TokenOptions {
  secret?: string
  alg?: string
  exp?: string | Date | undefined
  claims?: Record<string, unknown>
}
function token({
  secret = "is_acme_new",
  alg = "HS256",
  claims = { sub: "customer-1" },
  ...rest
}: TokenOptions) {
  const exp = "exp" in rest ? rest.exp : new Date(NOW.getTime() + 3_600_000)
  const jwt = new SignJWT(claims).setProtectedHeader({ alg })
  if (exp) jwt.setExpirationTime(exp)
  return jwt.sign(new TextEncoder().encode(secret.padEnd(alg === "HS512" ? 64 : 0)))
}

const refused = (message: RegExp) => ({ code: "unauthenticated", message: expect.stringMatching(message) })

test("the secret that fitted is told, and none where none did", async () => {
  fitted.length = 0
  const customerId = "customer-1"
  await verify(acme, { customerId, signature: sign(customerId, "is_acme_old") })
  await verify(acme, { jwt: await token({ secret: "is_acme_old" }) })
  await verify(acme, { jwt: await token({}) })
  await verify(acme, { customerId, signature: sign(customerId, "is_other") }).catch(() => {})
  expect(fitted).toEqual(["is_acme_old", "is_acme_old", "is_acme_new"])
})

describe("a signature", () => {
  test("proves exactly the id that was signed, whatever is in it, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[\w@ümß+-]{1,60}$/),
        fc.stringMatching(/^\w{1,60}$/),
        async (id, other) => {
          expect(await verify(acme, { customerId: id, signature: sign(id) })).toEqual({ customerId: id })
          if (other !== id)
            await expect(verify(acme, { customerId: other, signature: sign(id) })).rejects.toMatchObject(
              refused(/does not fit/),
            )
        },
      ),
    )
  })

  test("may be in capitals, and made with the secret before the last rotation", async () => {
    const signature = sign("customer-1", "is_acme_old").toUpperCase()
    expect(await verify(acme, { customerId: "customer-1", signature })).toEqual({ customerId: "customer-1" })
  })

  test.each([
    ["another partner's", sign("customer-1", "is_other"), /does not fit/],
    ["of no secret", sign("customer-1", "x"), /does not fit/],
    ["cut off", sign("customer-1").slice(2), /64 digits/],
    ["empty", "", /64 digits/],
    ["base64", createHmac("sha256", "is_acme_new").update("customer-1").digest("base64"), /64 digits/],
  ])("that is %s is refused, and shows nothing", async (_, signature, says) => {
    const fault = await verify(acme, { customerId: "customer-1", signature }).catch((error: Error) => error)
    expect(fault).toMatchObject(refused(says))
    expect(String(fault)).not.toMatch(/is_acme|[0-9a-f]{20}/)
  })

  test.each([["visitor-abc"], ["a\nb"], [" padded "], ["x".repeat(201)], [""]])(
    "of %p is none of a customer's",
    async (customerId) => {
      await expect(verify(acme, { customerId, signature: sign(customerId) })).rejects.toMatchObject({
        code: "invalid_input",
        field: "customerId",
      })
    },
  )
})

describe("a token", () => {
  test("proves its sub, and brings name and e-mail along", async () => {
    const claims = { sub: "customer-1", name: "Ada", email: "ada@example.com", admin: true }
    expect(await verify(acme, { jwt: await token({ claims }) })).toEqual({
      customerId: "customer-1",
      name: "Ada",
      email: "ada@example.com",
    })
    const bare = { sub: "customer-1", name: 17, email: "x".repeat(301) }
    expect(await verify(acme, { jwt: await token({ claims: bare, secret: "is_acme_old" }) })).toEqual({
      customerId: "customer-1",
    })
  })

  test("proves a sub that is a number which JSON keeps whole", async () => {
    expect(await verify(acme, { jwt: await token({ claims: { sub: 17 } }) })).toEqual({ customerId: "17" })
  })

  test.each(["notmail", "ada@", "ada@example.com, eve@example.com", " ", `${"a".repeat(300)}@example.com`])(
    "brings along no e-mail that is none: %j",
    async (email) => {
      const claims = { sub: "customer-1", name: "Ada", email }
      expect(await verify(acme, { jwt: await token({ claims }) })).toEqual({
        customerId: "customer-1",
        name: "Ada",
      })
    },
  )

  test.each([
    ["is another partner's", { secret: "is_other" }, /signature does not fit/],
    ["is over", { exp: new Date(NOW.getTime() - 61_000) }, /expired/],
    ["never ends", { exp: undefined }, /no exp/],
    ["lives for a week", { exp: new Date(NOW.getTime() + 7 * 86_400_000) }, /too long/],
    ["has no sub", { claims: { name: "Ada" } }, /no sub/],
    ["has a sub that is null, as of nobody who signed in", { claims: { sub: null } }, /sub is null/],
    ["has a sub that is true", { claims: { sub: true } }, /sub is true/],
    ["has an object for a sub", { claims: { sub: { id: 1 } } }, /sub is an object/],
    ["has a sub that JSON rounds", { claims: { sub: 2 ** 60 } }, /send it as a string/],
    ["has a fraction for a sub", { claims: { sub: 1.5 } }, /send it as a string/],
    ["is signed otherwise", { alg: "HS512" }, /HS256/],
    ["begins later", { claims: { sub: "customer-1", nbf: NOW.getTime() / 1000 + 600 } }, /nbf/],
  ] satisfies [string, TokenOptions, RegExp][])("that %s is refused", async (_, options, says) => {
    await expect(verify(acme, { jwt: await token(options) })).rejects.toMatchObject(refused(says))
  })

  test("that is not signed, or is none, is refused", async () => {
    const unsigned = new UnsecuredJWT({ sub: "customer-1" }).setExpirationTime("1h").encode()
    for (const jwt of [unsigned, "", "x", "a.b.c", `${await token({})}x`])
      await expect(verify(acme, { jwt })).rejects.toMatchObject({ code: "unauthenticated" })
  })

  test("of a visitor's id is refused", async () => {
    const jwt = await token({ claims: { sub: "visitor-1" } })
    await expect(verify(acme, { jwt })).rejects.toMatchObject({ code: "invalid_input", field: "customerId" })
  })
})

test("a partner without an identity secret takes no signature, an empty one's least of all", async () => {
  const claim = { customerId: "customer-1", signature: sign("customer-1", "") }
  await expect(verify({ id: "none" }, claim)).rejects.toMatchObject(refused(/no identity secret/))
})
