import type { Command } from "commander"
import { changeSettings, PARTNER_SETTINGS, shownSetting } from "../../../src/config/partner-settings.ts"
import { changePartner } from "../../../src/core/change-partner.ts"
import { updatePartner } from "../../../src/storage/repositories/partners.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { changesOf, DEFAULTS, documentOf } from "./document.ts"

interface SetFlags {
  unset?: string[]
  json?: boolean
}

export function addSetCommand(partner: Command): void {
  partner
    .command("set [partner] [settings...]")
    .description("change a partner's settings; a running server follows within a second")
    .option("--unset <key...>", "put these back to their defaults")
    .option("--json", "for scripts")
    .addHelpText("after", HELP)
    .action((named: string | undefined, settings: string[], flags: SetFlags, self: Command) =>
      // `chatd partner set widget.side=left` is about the only partner.
      named?.includes("=")
        ? set(undefined, [named, ...settings], flags, self)
        : set(named, settings, flags, self),
    )
}

const HELP = `
Examples:
  chatd partner set partner-abc widget.primary_color=#0a7d5a session.idle_seconds=600
  chatd partner set partner-abc widget.texts.title="Ask Acme" widget.pre_chat.fields=name,email?
  chatd partner set partner-abc --unset widget.consent

Settings:
${PARTNER_SETTINGS.map(({ key, description }) => `  ${key.padEnd(36)}${description}`).join("\n")}`

async function set(
  named: string | undefined,
  assignments: readonly string[],
  { unset = [], json }: SetFlags,
  self: Command,
): Promise<void> {
  if (assignments.length === 0 && unset.length === 0)
    throw new CommandFailure("Say what to set, as key=value; --help lists the settings.", EXIT.usage)
  const config = configOf(self)
  const [before, after] = await withDatabase(config, ({ db }) =>
    db.transaction().execute(async (trx) => {
      const partner = await choosePartner(trx, config, named)
      const document = documentOf(partner)
      const changes = changesOf(changeSettings(document, DEFAULTS, assignments, unset))
      const changed = await changePartner(
        { save: (one) => updatePartner(trx, one), now: () => new Date() },
        partner,
        changes,
      )
      return [document, documentOf(changed)] as const
    }),
  )
  const changed = PARTNER_SETTINGS.map(({ key, path }) => ({
    key,
    before: shownSetting(before, path),
    after: shownSetting(after, path),
  })).filter((setting) => setting.before !== setting.after)
  if (json) for (const setting of changed) printJson(setting)
  else if (changed.length === 0) console.log("It was so already.")
  else
    printTable(
      ["setting", "before", "now"],
      changed.map((setting) => [setting.key, setting.before, setting.after]),
    )
}
