import { changePartner } from "../src/core/change-partner.ts"
import type { PartnerSettings } from "../src/core/partner-settings.ts"
import { partnerById, updatePartner } from "../src/storage/repositories/partners.ts"
import type { Visitor } from "./chat-client.ts"
import type { Desk } from "./desk.ts"
import { until } from "./wait.ts"

let marks = 600

/**
 * Changes the desk's partner as the command line does, beside the server, and waits until the server knows: the visitor's
 * session says how long sessions last, which changes along.
 */
export async function changeAnswering(
  desk: Desk,
  visitor: Visitor,
  change: (settings: PartnerSettings) => PartnerSettings,
): Promise<void> {
  const mark = marks++
  await desk.withDatabase(async ({ db }) => {
    const partner = await partnerById(db, desk.partner.id)
    if (!partner) throw new Error("The desk has no partner.")
    const changed = change(partner.settings)
    const settings = { ...changed, session: { idleSeconds: mark } }
    await changePartner({ save: (one) => updatePartner(db, one), now: () => new Date() }, partner, {
      ...partner,
      settings,
    })
  })
  await until("the server knows the new settings", async () => {
    return (await visitor.call("GET", "")).json.idleSeconds === mark
  })
}

/** A change of `answering` alone. */
export function answering(
  change: Partial<PartnerSettings["answering"]>,
): (settings: PartnerSettings) => PartnerSettings {
  return (settings) => ({ ...settings, answering: { ...settings.answering, ...change } })
}
