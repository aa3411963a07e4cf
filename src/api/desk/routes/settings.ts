import { Elysia } from "elysia"
import { ConfigError } from "../../../config/faults.ts"
import { changeSettings } from "../../../config/partner-settings.ts"
import { changePartner } from "../../../core/change-partner.ts"
import { ChatdError } from "../../../core/errors.ts"
import type { Partner } from "../../../core/partner.ts"
import { validate } from "../../../http/validate.ts"
import {
  changeDetails,
  changesOf,
  documentOf,
  PARTNER_RULES,
  shownSettings,
} from "../../../partner-document.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { DeskSetting } from "../protocol.ts"
import { changeSettingsSchema } from "../settings-schemas.ts"
import { calls } from "./call.ts"

/** What a partner has set: how it is answered, when, and what its pages look like. */
export function settingsRoutes(dependencies: DeskDependencies) {
  const { accounts, partners } = dependencies
  const { bodyOf, enter, enterAsAdmin } = calls(dependencies)
  const reply = (partner: Partner): { settings: DeskSetting[] } => ({ settings: shownSettings(partner) })

  return new Elysia({ name: "desk-settings", strictPath: true })
    .get("/api/desk/settings", async ({ request }) => reply((await enter(request)).partner))
    .patch(
      "/api/desk/settings",
      async ({ request }) => {
        const { partner, actor } = await enterAsAdmin(request)
        const { set = {}, unset = [] } = validate(changeSettingsSchema, await bodyOf(request))
        const assignments = Object.entries(set).map(([key, value]) => `${key}=${value}`)
        const changed = await changePartner(partners.change, partner.id, {
          changes: (before) => changesOf(allOrFaults(before, assignments, unset)),
          details: changeDetails,
          actor,
        })
        await accounts.changed(partner.id)
        return reply(changed)
      },
      { parse: "none" },
    )
}

/** @throws {ChatdError} `invalid_input` with every fault at once, naming the first key */
function allOrFaults(before: Partner, assignments: readonly string[], unset: readonly string[]) {
  try {
    return changeSettings(documentOf(before), PARTNER_RULES, assignments, unset)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const field = error.faults[0]?.where ?? "set"
    throw new ChatdError("invalid_input", error.message, { field })
  }
}
