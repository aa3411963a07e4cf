import { CONFIG_KEYS, variableOf } from "./keys.ts"

/** A commented configuration file with every setting at its default. */
export function sampleConfig(): string {
  const lines = [
    "# chatd.toml: every setting, with its default. Uncomment what you change.",
    "# A CHATD_* variable wins over this file, a command line flag over both. `chatd config check` finds mistakes.",
  ]
  let section = ""
  for (const key of CONFIG_KEYS) {
    const [first, second] = key.path.split(".") as [string, string | undefined]
    if (second && first !== section) {
      section = first
      lines.push("", `[${section}]`)
    }
    lines.push("", `# ${key.description}`, `# (${variableOf(key.path)})`)
    lines.push(`# ${second ?? first} = ${JSON.stringify(key.default ?? "")}`)
  }
  return `${lines.join("\n")}\n`
}
