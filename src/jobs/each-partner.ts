import { ChatdError } from "../core/errors.ts"
import type { Partner } from "../core/partner.ts"

/**
 * Does work for one partner after the other. What fails for one keeps nobody else from theirs, unless nothing can be had from
 * the database, which meets all of them.
 *
 * @throws what failed, once all were served
 */
export async function eachPartner<P extends Pick<Partner, "id">>(
  partners: Iterable<P>,
  work: (partner: P) => Promise<void>,
): Promise<void> {
  const faults: Error[] = []
  for (const partner of partners) {
    try {
      await work(partner)
    } catch (cause) {
      if (cause instanceof ChatdError && cause.code === "unavailable") throw cause
      faults.push(new Error(`It failed for ${partner.id}.`, { cause }))
    }
  }
  if (faults.length > 1) throw new AggregateError(faults, `It failed for ${faults.length} partners.`)
  if (faults[0]) throw faults[0]
}
