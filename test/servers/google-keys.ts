import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose"

export const CLIENT = "1234567890-abc.apps.googleusercontent.com"

/** Serves keys and signs ID tokens as Google does. */
export async function startGoogleKeys() {
  let keys: { kid: string; privateKey: CryptoKey; jwk: object }[] = []
  let trouble: (() => Response | Promise<Response>) | undefined
  let asked = 0
  const addKey = async (kid: string) => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true })
    keys.unshift({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } })
  }
  await addKey("first")
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch() {
      asked++
      if (trouble) return trouble()
      return Response.json(
        { keys: keys.map(({ jwk }) => jwk) },
        { headers: { "cache-control": "public, max-age=19000, must-revalidate, no-transform" } },
      )
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/oauth2/v3/certs`,
    /** How often the keys were asked for. */
    asked: () => asked,
    /** From now on tokens are signed with another key. */
    rotate: (kid: string) => addKey(kid),
    /** Keys that were there before are told no more. */
    retire: () => {
      keys = keys.slice(0, 1)
    },
    fail(how: (() => Response | Promise<Response>) | undefined) {
      trouble = how
    },
    /** An ID token as Google's button gives it; null takes a claim away. */
    async token(claims: JWTPayload = {}, header: { kid?: string; alg?: string } = {}): Promise<string> {
      const [key] = keys
      if (!key) throw new Error("There is no key")
      const now = Math.floor(Date.now() / 1000)
      const payload = {
        iss: "https://accounts.google.com",
        azp: CLIENT,
        aud: CLIENT,
        sub: "110169484474386276334",
        email: "ada@gmail.com",
        email_verified: true,
        nbf: now - 10,
        name: "Ada Lovelace",
        picture: "https://lh3.googleusercontent.com/a/photo=s96-c",
        given_name: "Ada",
        family_name: "Lovelace",
        iat: now - 10,
        exp: now + 3_590,
        jti: crypto.randomUUID(),
        ...claims,
      }
      const told = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))
      return new SignJWT(told)
        .setProtectedHeader({ alg: "RS256", kid: key.kid, typ: "JWT", ...header })
        .sign(key.privateKey)
    },
    stop: () => server.stop(true),
  }
}
