import { Command } from "commander"
import type { DeskSetting } from "../../src/api/desk/protocol.ts"
import { nearest } from "../../src/config/keys.ts"
import { PARTNER_SETTINGS, SECRET_SHOWN, settingName } from "../../src/config/partner-settings.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { paint, printJson, printTable } from "../print.ts"
import { withSecretsGiven } from "../secrets-given.ts"

interface SetFlags extends DeskFlags {
  unset?: string[]
}

const LIST = `
Settings:
${PARTNER_SETTINGS.map(({ key, description }) => `  ${key.padEnd(36)}${description}`).join("\n")}`

const SET_HELP = `
Examples:
  chatd settings set answering.mode=agent                     people answer; also bot, auto, external
  chatd settings set answering.absent=bot                     where nobody is there, the bot answers
  chatd settings set answering.mode=external \\
    answering.external.url=https://bot.acme.com/chat answering.external.token=-   - asks, or reads standard input
  chatd settings set hours.time_zone=Europe/Berlin hours.week.mon=09:00-12:00,13:00-17:30 hours.week.sun=
  chatd settings set hours.holidays="2026-12-25,2026-12-24 09:00-12:00"
  chatd settings set routing.strategy=round_robin routing.capacity=4
  chatd settings set session.idle_seconds=300 limits.messages_per_minute=30
  chatd settings set allowed_origins=https://shop.acme.com
  chatd settings set widget.primary_color=#0a7d5a widget.texts.welcome="Hello!"
  chatd settings set --unset hours.holidays widget.consent
${LIST}`

export function settingsCommand(): Command {
  const command = new Command("settings").description(
    "what a partner has set: who answers, business hours, routing, limits, the widget",
  )
  withDeskFlags(command.command("get"))
    .description("show settings; one alone is printed as it is")
    .argument("[keys...]", "settings, or groups of them such as answering (default: all)")
    .addHelpText(
      "after",
      `
Examples:
  chatd settings get
  chatd settings get answering hours
  chatd settings get answering.mode
${LIST}`,
    )
    .action((keys: string[], flags: DeskFlags, self: Command) => get(keys, flags, self))
  withDeskFlags(command.command("set"))
    .description("change settings; they hold from the next message of every conversation on")
    .argument("[settings...]", "such as answering.mode=auto")
    .option("--unset <key...>", "put these back to their defaults")
    .addHelpText("after", SET_HELP)
    .action((assignments: string[], flags: SetFlags, self: Command) => set(assignments, flags, self))
  return command
}

interface Settings {
  settings: DeskSetting[]
}

async function get(keys: readonly string[], flags: DeskFlags, self: Command): Promise<void> {
  const { settings } = await withDesk(self, flags, (desk) => desk.get<Settings>("/settings"))
  const names = keys.map(settingName)
  const wanted = names.flatMap((name) => named(settings, name))
  const shown = keys.length === 0 ? settings : settings.filter((one) => wanted.includes(one))
  const [only] = shown
  if (flags.json) for (const setting of shown) printJson(setting)
  else if (shown.length === 1 && names.length === 1 && only?.key === names[0]) console.log(only?.value)
  else
    printTable(
      ["setting", "value", ""],
      shown.map((one) => [one.key, one.value, one.value === one.default ? "" : paint("dim", "set")]),
    )
}

/** A setting, or all of a group. */
function named(settings: readonly DeskSetting[], key: string): DeskSetting[] {
  const found = settings.filter((one) => one.key === key || one.key.startsWith(`${key}.`))
  if (found.length > 0) return found
  const like = nearest(
    key,
    settings.map((one) => one.key),
  )
  throw new CommandFailure(
    `${key}: is not a setting; ${like ? `did you mean ${like}?` : "`chatd settings get` shows them all"}`,
    EXIT.usage,
  )
}

async function set(assignments: readonly string[], flags: SetFlags, self: Command): Promise<void> {
  const { unset = [] } = flags
  if (assignments.length === 0 && unset.length === 0)
    throw new CommandFailure("Say what to set, as key=value; --help lists the settings.", EXIT.usage)
  const assigned = Object.fromEntries((await withSecretsGiven(assignments)).map(assignmentOf))
  const [before, after] = await withDesk(self, flags, async (desk) => {
    const { settings } = await desk.get<Settings>("/settings")
    const changed = await desk.patch<Settings>("/settings", { set: assigned, unset })
    return [new Map(settings.map(({ key, value }) => [key, value])), changed.settings]
  })
  // Whether a secret is another one cannot be seen.
  const changed = after.filter(
    ({ key, value }) => value !== before.get(key) || (value === SECRET_SHOWN && Object.hasOwn(assigned, key)),
  )
  const rows = changed.map(({ key, value }) => ({ key, before: before.get(key) ?? "", after: value }))
  if (flags.json) for (const row of rows) printJson(row)
  else if (rows.length === 0) console.log("It was so already.")
  else
    printTable(
      ["setting", "before", "now"],
      rows.map((row) => [row.key, row.before, row.after]),
    )
}

function assignmentOf(text: string): [string, string] {
  const [, key, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (key !== undefined) return [key, value]
  throw new CommandFailure(`${text}: must be written as key=value.`, EXIT.usage)
}
