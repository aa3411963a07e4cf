import { takesClient, type VerifyGoogleToken } from "./core/google-account.ts"
import type { VerifyIdentity } from "./core/identity.ts"
import { identityVerifier } from "./identity/verify-identity.ts"
import type { Partners } from "./partners.ts"
import type { Database } from "./storage/database.ts"
import { identitySecrets } from "./storage/repositories/partner-keys.ts"

/** Checks who customers claim to be, by what the database holds of their partners. */
export function provenIdentities(
  { db }: Database,
  partners: Pick<Partners, "byId">,
  verify: VerifyGoogleToken,
  googleClients: readonly string[],
): VerifyIdentity {
  return identityVerifier({
    secretsOf: (partnerId) => identitySecrets(db, partnerId, new Date()),
    google: {
      verify,
      async takesClient(partnerId, client) {
        const partner = await partners.byId(partnerId)
        return partner !== undefined && takesClient(partner, client, googleClients)
      },
    },
    now: () => new Date(),
  })
}
