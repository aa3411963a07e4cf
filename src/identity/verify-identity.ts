import { createHmac, timingSafeEqual } from "node:crypto"
import { errors, type JWTPayload, jwtVerify } from "jose"
import { ChatdError } from "../core/errors.ts"
import { googleCustomerId, type VerifyGoogleToken } from "../core/google-account.ts"
import {
  checkedCustomerId,
  type IdentityClaim,
  type ProvenIdentity,
  type VerifyIdentity,
} from "../core/identity.ts"
import { clientOfGoogles } from "./google-tokens.ts"

export interface IdentityPorts {
  /** The partner's live identity secrets: two while one has its grace time. */
  secretsOf(partnerId: string): Promise<readonly string[]>
  /** What a customer has shown was signed with this one of them. */
  secretFitted(secret: string): Promise<unknown>
  /** Where Google's sign-ins are taken as well. */
  google?: {
    verify: VerifyGoogleToken
    /** Whether sign-ins at that client are the partner's. */
    takesClient(partnerId: string, client: string): Promise<boolean>
  }
  /** The address that was told, as mail can go there; undefined where it is none. */
  addressIn(text: string): string | undefined
  now(): Date
}

/** A token that lives longer is a password that nobody can change. */
const LONGEST_LIFE_SECONDS = 24 * 60 * 60
/** How far the clocks of two servers may be apart. */
const CLOCK_SECONDS = 60
const LONGEST_DETAIL = 300

/** Says who a customer is by what the partner's server signed; a bare id is nobody's proof. */
export function identityVerifier(ports: IdentityPorts): VerifyIdentity {
  return async (partner, claim) => {
    const { google } = ports
    // Partners sign with a secret that they share with us, Google with a key of its own.
    if (google && "jwt" in claim && clientOfGoogles(claim.jwt) !== undefined)
      return fromGoogle(google, partner.id, claim.jwt)
    const secrets = await ports.secretsOf(partner.id)
    if (secrets.length === 0)
      throw refusal(
        "This partner has no identity secret; `chatd partner rotate-key --kind identity` makes one.",
      )
    const { identity, secret } =
      "jwt" in claim ? await fromToken(claim.jwt, secrets, ports) : fromSignature(claim, secrets)
    await ports.secretFitted(secret)
    return identity
  }
}

/** Who a customer is, and the secret that says so. */
interface Proof {
  identity: ProvenIdentity
  secret: string
}

async function fromGoogle(
  google: NonNullable<IdentityPorts["google"]>,
  partnerId: string,
  jwt: string,
): Promise<ProvenIdentity> {
  const account = await google.verify(jwt, (client) => google.takesClient(partnerId, client))
  const { name, email } = account
  return { customerId: googleCustomerId(account), ...(name && { name }), ...(email && { email }) }
}

function fromSignature(
  { customerId, signature }: Extract<IdentityClaim, { signature: string }>,
  secrets: readonly string[],
): Proof {
  if (!/^[0-9a-f]{64}$/i.test(signature))
    throw refusal("The signature must be the HMAC-SHA256 of the customerId in hexadecimal: 64 digits.")
  const given = Buffer.from(signature, "hex")
  const secret = secrets.find((one) =>
    timingSafeEqual(createHmac("sha256", one).update(customerId).digest(), given),
  )
  if (secret === undefined)
    throw refusal(
      "The signature does not fit the customerId: sign exactly that id, on your server, with the partner's identity secret.",
    )
  return { identity: { customerId: checkedCustomerId(customerId) }, secret }
}

async function fromToken(jwt: string, secrets: readonly string[], ports: IdentityPorts): Promise<Proof> {
  const now = ports.now()
  const { payload, secret } = await verifiedPayload(jwt, secrets, now)
  const lifeLeft = (payload.exp ?? 0) - now.getTime() / 1000
  if (lifeLeft > LONGEST_LIFE_SECONDS + CLOCK_SECONDS)
    throw refusal("The token lives too long: its exp may be at most 24 hours ahead.")
  const { sub, name, email: told } = payload
  const email = isDetail(told) ? ports.addressIn(told) : undefined
  const identity = {
    customerId: checkedCustomerId(idIn(sub)),
    ...(isDetail(name) && { name }),
    // What is no address is left out: it would replace one, and mails would go there.
    ...(email !== undefined && { email }),
  }
  return { identity, secret }
}

/** JSON has more than texts, and all that is null would be one customer, as would be long numbers that read the same. */
function idIn(sub: unknown): string {
  if (typeof sub === "string") return sub
  if (Number.isSafeInteger(sub)) return String(sub)
  if (typeof sub === "number")
    throw refusal("The token's sub is a number that JSON does not keep whole: send it as a string.")
  const what = typeof sub === "object" && sub !== null ? "an object" : String(sub)
  throw refusal(`The token's sub is ${what}: it must be the customer's id, as a string.`)
}

async function verifiedPayload(
  jwt: string,
  secrets: readonly string[],
  now: Date,
): Promise<{ payload: JWTPayload; secret: string }> {
  let fault: unknown
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), {
        algorithms: ["HS256"],
        requiredClaims: ["sub", "exp"],
        clockTolerance: CLOCK_SECONDS,
        currentDate: now,
      })
      return { payload, secret }
    } catch (error) {
      fault = error
      // Only another signature might be another secret's.
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break
    }
  }
  throw refusal(whatIsWrong(fault))
}

function whatIsWrong(fault: unknown): string {
  if (fault instanceof errors.JWTExpired) return "The token has expired: make a new one on your server."
  if (fault instanceof errors.JWSSignatureVerificationFailed)
    return "The token's signature does not fit: sign it on your server with the partner's identity secret."
  if (fault instanceof errors.JOSEAlgNotAllowed) return "The token must be signed with HS256."
  if (fault instanceof errors.JWTClaimValidationFailed)
    return fault.reason === "missing"
      ? `The token has no ${fault.claim}: it needs sub (the customer's id) and exp (at most 24 hours ahead).`
      : `The token's ${fault.claim} does not hold.`
  return "The token is not a JSON Web Token."
}

function isDetail(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= LONGEST_DETAIL
}

function refusal(sentence: string): ChatdError {
  return new ChatdError("unauthenticated", sentence)
}
