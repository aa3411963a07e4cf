import { ChatdError } from "../core/errors.ts"
import type { Partner } from "../core/partner.ts"

/** Of more than so many it is told how many there are. */
const MOST_TOLD = 5

/** What failed for some partners while the others were served; it fails again the next time, mostly. */
export class PartnersFault extends AggregateError {
  constructor(faults: ReadonlyMap<string, unknown>) {
    const ids = [...faults.keys()]
    const more = ids.length > MOST_TOLD ? ` and ${ids.length - MOST_TOLD} more` : ""
    super(
      [...faults.values()].slice(0, MOST_TOLD),
      `It failed for ${ids.slice(0, MOST_TOLD).join(", ")}${more}.`,
    )
  }
}

/**
 * Does work for one partner after the other. What fails for one keeps nobody else from theirs, unless nothing can be had from
 * the database, which meets all of them.
 *
 * @throws {PartnersFault} once all were served
 */
export async function eachPartner<P extends Pick<Partner, "id">>(
  partners: Iterable<P>,
  work: (partner: P) => Promise<void>,
): Promise<void> {
  const faults = new Map<string, unknown>()
  for (const partner of partners) {
    try {
      await work(partner)
    } catch (fault) {
      if (fault instanceof ChatdError && fault.code === "unavailable") throw fault
      faults.set(partner.id, fault)
    }
  }
  if (faults.size > 0) throw new PartnersFault(faults)
}
