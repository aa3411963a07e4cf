import type { Command } from "commander"
import { changeSettings, PARTNER_SETTINGS } from "../../../src/config/partner-settings.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { changePartner } from "../../../src/core/change-partner.ts"
import type { Partner } from "../../../src/core/partner.ts"
import {
  changeDetails,
  changedSettings,
  changesOf,
  documentOf,
  PARTNER_RULES,
} from "../../../src/partner-document.ts"
import { changePartnerPorts } from "../../../src/storage/core-ports.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { printJson, printTable } from "../../print.ts"
import { withSecretsGiven } from "../../secrets-given.ts"
import { configOf } from "../../settings.ts"

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
  chatd partner set partner-abc widget.texts.title="Ask Acme" "widget.pre_chat.fields=name,email?"
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
  const given = await withSecretsGiven(assignments)
  const changed = await withDatabase(config, async (database) => {
    const { id } = await choosePartner(
      database.db,
      config,
      named,
      "Name it: chatd partner set PARTNER key=value",
    )
    let before: Partner | undefined
    const after = await changePartner(changePartnerPorts(database), id, {
      changes(partner) {
        before = partner
        return changesOf(changeSettings(documentOf(partner), PARTNER_RULES, given, unset))
      },
      details: changeDetails,
      actor: OPERATOR,
    })
    return before ? changedSettings(before, after) : []
  })
  if (json) for (const setting of changed) printJson(setting)
  else if (changed.length === 0) console.log("It was so already.")
  else
    printTable(
      ["setting", "before", "now"],
      changed.map((setting) => [setting.key, setting.before, setting.after]),
    )
}
