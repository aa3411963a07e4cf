import type { VisitorIdentity } from "./client-options.ts"
import { claimsOf } from "./token-claims.ts"

/** Whom the proof names, and so whose what they leave in the browser is; "" where there is none. */
export function ownerOf({ customerId = "", signature, jwt }: VisitorIdentity): string {
  if (jwt) return claimsOf(jwt).sub || jwt
  return signature ? customerId : ""
}
