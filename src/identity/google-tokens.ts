import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
} from "jose"
import { ChatdError } from "../core/errors.ts"
import type { GoogleAccount, VerifyGoogleToken } from "../core/google-account.ts"

const ISSUERS = ["https://accounts.google.com", "accounts.google.com"]
/** How far the clocks of two servers may be apart. */
const CLOCK_SECONDS = 60
const KEYS_TIMEOUT_MS = 5_000
/** A key that is not known is asked for again no sooner: Google names new ones days before it signs with them. */
const KEYS_COOLDOWN_MS = 5_000
const LONGEST_DETAIL = 300

/**
 * Verifies Google's ID tokens by its public keys, which are fetched when they are first needed and remembered.
 *
 * @param keysUrl where they are
 */
export function googleTokens(keysUrl: string): VerifyGoogleToken {
  const keys = createRemoteJWKSet(new URL(keysUrl), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
  })
  return async (token, isTaken) => {
    const client = clientOfGoogles(token)
    if (client === undefined) throw refusal("The token is no ID token of Google's.")
    if (!(await isTaken(client)))
      throw refusal(
        "Sign-ins at this Google client are not taken here: name it in the partner's google.client_ids.",
      )
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer: ISSUERS,
        requiredClaims: ["sub", "aud", "exp", "iat"],
        clockTolerance: CLOCK_SECONDS,
      })
      return accountOf(payload)
    } catch (error) {
      throw error instanceof ChatdError ? error : faultOf(error)
    }
  }
}

/** The client that a token of Google's says it is for, before anything of it is proven; undefined where it is none of Google's. */
export function clientOfGoogles(token: string): string | undefined {
  try {
    const { iss = "", aud } = decodeJwt(token)
    const isGoogles = decodeProtectedHeader(token).alg === "RS256" && ISSUERS.includes(iss)
    return isGoogles ? ([aud ?? ""].flat()[0] ?? "") : undefined
  } catch {
    return undefined
  }
}

function accountOf({ sub = "", aud, email, email_verified, name, picture }: JWTPayload): GoogleAccount {
  const [client = "", ...others] = [aud ?? []].flat()
  if (others.length > 0) throw refusal("The Google token is for more than one client.")
  // An address that anybody could have typed is no proof of who they are.
  if (email !== undefined && email_verified !== true && email_verified !== "true")
    throw refusal("Google has not verified the address of this account.")
  return {
    id: sub,
    client,
    ...(isDetail(name) && { name }),
    ...(isDetail(email) && { email }),
    ...(isDetail(picture) && /^https:/.test(picture) && { picture }),
  }
}

function faultOf(cause: unknown): ChatdError {
  if (cause instanceof errors.JWTExpired) return refusal("The Google token has expired: sign in again.")
  if (cause instanceof errors.JWTClaimValidationFailed)
    return refusal(
      cause.reason === "missing"
        ? `The Google token has no ${cause.claim}.`
        : `The Google token's ${cause.claim} does not hold.`,
    )
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWSSignatureVerificationFailed)
    return refusal("The token is not signed with any of Google's keys.")
  if (cause instanceof errors.JOSEAlgNotAllowed) return refusal("A Google token is signed with RS256.")
  if (cause instanceof errors.JWSInvalid || cause instanceof errors.JWTInvalid)
    return refusal("The token is no ID token of Google's.")
  // What is left came of fetching the keys.
  return new ChatdError(
    "unavailable",
    "Google's keys cannot be had just now, so nobody can sign in with Google. Please try again.",
    {
      cause,
    },
  )
}

function isDetail(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= LONGEST_DETAIL
}

function refusal(sentence: string): ChatdError {
  return new ChatdError("unauthenticated", sentence)
}
