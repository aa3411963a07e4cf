import { Command } from "commander"
import { CONFIG_KEYS } from "../../src/config/keys.ts"
import { sampleConfig } from "../../src/config/sample.ts"
import type { Config } from "../../src/config/schema.ts"
import { shownValue } from "../../src/config/shown-value.ts"
import { printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"

export function configCommand(): Command {
  const command = new Command("config").description("check the configuration, or print a commented sample")
  command
    .command("check")
    .description("print every fault at once, or the settings in force")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd --config /etc/chatd.toml config check")
    .action((options: { json?: boolean }, self: Command) => {
      const settings = CONFIG_KEYS.map(({ path }) => [path, shown(configOf(self), path)] as const)
      if (options.json) printJson(Object.fromEntries(settings))
      else
        printTable(
          ["setting", "value"],
          settings.map(([path, value]) => [path, String(value)]),
        )
    })
  command
    .command("sample")
    .description("print a configuration file with every setting, its meaning and its default")
    .addHelpText("after", "\nExample:\n  chatd config sample > chatd.toml")
    .action(() => {
      process.stdout.write(sampleConfig())
    })
  return command
}

function shown(config: Config, path: string): unknown {
  const value = path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], config)
  return value === undefined ? "" : (shownValue(path, value) ?? "[set]")
}
