import { takesClient, type VerifyGoogleToken } from "./core/google-account.ts"
import type { VerifyIdentity } from "./core/identity.ts"
import { addressIn } from "./email-address.ts"
import { type IdentityPorts, identityVerifier } from "./identity/verify-identity.ts"
import type { Partners } from "./partners.ts"
import type { Database } from "./storage/database.ts"
import { identitySecrets, partnerIdByKey } from "./storage/repositories/partner-keys.ts"

/** What partners sign with, as the database holds it; its use is noted. */
export function signingSecrets({
  db,
}: Pick<Database, "db">): Pick<IdentityPorts, "secretsOf" | "secretFitted"> {
  return {
    secretsOf: (partnerId) => identitySecrets(db, partnerId, new Date()),
    secretFitted: (secret) => partnerIdByKey(db, "identity", secret, new Date()),
  }
}

/** Checks who customers claim to be, by what the database holds of their partners. */
export function provenIdentities(
  database: Pick<Database, "db">,
  partners: Pick<Partners, "byId">,
  verify: VerifyGoogleToken,
  googleClients: readonly string[],
): VerifyIdentity {
  return identityVerifier({
    ...signingSecrets(database),
    google: {
      verify,
      async takesClient(partnerId, client) {
        const partner = await partners.byId(partnerId)
        return partner !== undefined && takesClient(partner, client, googleClients)
      },
    },
    addressIn,
    now: () => new Date(),
  })
}
