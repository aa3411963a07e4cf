import type { Selectable } from "kysely"
import type { StoredCustomer } from "../core/customers.ts"
import type { Database } from "./database.ts"
import { customerByExternalId, customerOf } from "./repositories/customers.ts"
import type { CustomerTable } from "./schema.ts"

export type CustomerLookup = (
  partnerId: string,
  externalId: string,
  verified: boolean,
) => Promise<StoredCustomer | undefined>

/** Finds a customer by who they are: asked for each client that comes back, thousands at once after a restart. */
export function customerLookup({ db, sqlite }: Database): CustomerLookup {
  if (!sqlite) return (partnerId, id, verified) => customerByExternalId(db, partnerId, id, verified)
  const { handle, lock } = sqlite
  const byIdentity = handle.prepare<Selectable<CustomerTable>, [string, string, number]>(
    "select * from customer where partner_id = ? and external_id = ? and verified = ?",
  )
  return async (partnerId, id, verified) => {
    const row = await lock.run(() => byIdentity.get(partnerId, id, verified ? 1 : 0))
    return row ? customerOf(row) : undefined
  }
}
