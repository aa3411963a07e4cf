import { type CustomerDetails, type CustomerIdentity, type StoredCustomer, vouchedFor } from "./customers.ts"
import type { IdentityClaim, VerifyIdentity } from "./identity.ts"
import type { Partner } from "./partner.ts"

export interface CustomerClaim {
  identity?: IdentityClaim | undefined
  /** From an earlier session. */
  sessionToken?: string | undefined
  /** What the page calls its visitor, without a proof: kept as a note, opens nothing. */
  claimedId?: string | undefined
  details: CustomerDetails
}

export interface IdentifyPorts {
  verifyIdentity: VerifyIdentity
  /** Whose token it is; undefined where it is not ours, or too old. */
  customerOfToken(token: string): Promise<StoredCustomer | undefined>
  ensureCustomer(identity: CustomerIdentity, at: Date): Promise<StoredCustomer>
  createVisitor(
    visitor: CustomerDetails & { partnerId: string; claimedId?: string },
    at: Date,
  ): Promise<StoredCustomer>
  updateCustomer(customer: StoredCustomer, details: CustomerDetails, at: Date): Promise<StoredCustomer>
  now(): Date
}

/**
 * Says who a visitor is: a signed identity comes first, then the token of an earlier session; whoever has neither is
 * somebody new.
 *
 * @param make whether somebody new may be made; otherwise undefined is returned for them
 */
export async function identifyCustomer(
  ports: IdentifyPorts,
  partner: Partner,
  { identity, sessionToken, claimedId, details }: CustomerClaim,
  make: boolean,
): Promise<StoredCustomer | undefined> {
  const at = ports.now()
  if (identity) {
    const { customerId, ...signed } = await ports.verifyIdentity(partner, identity)
    const known = { ...details, ...vouchedFor(signed) }
    return ports.ensureCustomer(
      { partnerId: partner.id, externalId: customerId, verified: true, ...known },
      at,
    )
  }
  const known = sessionToken ? await ports.customerOfToken(sessionToken) : undefined
  if (known?.partnerId === partner.id) return ports.updateCustomer(known, details, at)
  if (!make) return undefined
  return ports.createVisitor({ partnerId: partner.id, ...details, ...(claimedId && { claimedId }) }, at)
}
