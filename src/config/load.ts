import { existsSync, readFileSync } from "node:fs"
import { parse, TomlError } from "smol-toml"
import { plainIssue } from "../plain-issues.ts"
import { ConfigError, type ConfigFault } from "./faults.ts"
import { CONFIG_KEYS, nearest, variableOf } from "./keys.ts"
import { type Config, configSchema } from "./schema.ts"
import { shownValue } from "./shown-value.ts"
import { getPath, setPath, type Tree } from "./tree.ts"

export interface ConfigSources {
  /** Path of the TOML file; a missing file is a fault only if it was asked for by name. */
  file?: string
  fileRequired?: boolean
  environment: Record<string, string | undefined>
  /** Dotted path to value, as given by command line flags; they win over everything. */
  flags?: Record<string, unknown>
}

/** Names that others' tools already use; ours win where both are set. */
const ALIASES: Record<string, string> = {
  OPENAI_API_KEY: "llm.api_key",
  OPENAI_BASE_URL: "llm.base_url",
  OPENAI_MODEL: "llm.model",
}

/** Variables that are ours but no settings. */
const OTHER_VARIABLES = new Set([
  "CHATD_CONFIG",
  "CHATD_BENCH_DATA",
  "CHATD_CACHE_DIR",
  "CHATD_SERVER",
  "CHATD_TOKEN",
])

/**
 * Reads defaults, then the file, then variables, then flags, the later winning.
 * @throws {ConfigError} with every fault at once
 */
export function loadConfig(sources: ConfigSources): Config {
  const faults: ConfigFault[] = []
  const tree: Tree = {}
  const origins = new Map<string, string>()
  const assign = (path: string, value: unknown, origin: string) => {
    setPath(tree, path, value)
    origins.set(path, origin)
  }
  for (const [path, value] of fromFile(sources, faults)) assign(path, value, `${sources.file}: ${path}`)
  for (const [name, path] of Object.entries(ALIASES)) {
    if (sources.environment[name]) assign(path, sources.environment[name], name)
  }
  for (const [path, value, name] of fromEnvironment(sources.environment, faults)) assign(path, value, name)
  for (const [path, value] of Object.entries(sources.flags ?? {})) {
    if (value !== undefined) assign(path, value, `--${path.split(".").at(-1)?.replaceAll("_", "-")}`)
  }
  // Parsed once: what zod compiles for the next times takes longer than to do without.
  const parsed = configSchema.safeParse(withSections(tree), { error: plainIssue, jitless: true })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.join(".")
      faults.push({ where: origins.get(path) ?? path, problem: describe(path, issue.message, tree) })
    }
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults)
  return parsed.data
}

function fromFile(sources: ConfigSources, faults: ConfigFault[]): [string, unknown][] {
  if (!sources.file) return []
  if (!existsSync(sources.file)) {
    if (sources.fileRequired) faults.push({ where: sources.file, problem: "there is no such file" })
    return []
  }
  const tree = read(sources.file, faults)
  return tree ? flatten(tree, "", sources.file, faults) : []
}

function read(file: string, faults: ConfigFault[]): Tree | undefined {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    faults.push({ where: file, problem: `cannot be read: ${(error as Error).message}` })
    return undefined
  }
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [said = ""] = error.message.split("\n")
    faults.push({ where: `${file}:${error.line}:${error.column}`, problem: `is not valid TOML: ${said}` })
    return undefined
  }
}

const KNOWN = CONFIG_KEYS.map((key) => key.path)
const SECTIONS = new Set(
  KNOWN.filter((path) => path.includes(".")).map((path) => path.split(".")[0] as string),
)

function flatten(tree: Tree, prefix: string, file: string, faults: ConfigFault[]): [string, unknown][] {
  return Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
    const path = prefix ? `${prefix}.${name}` : name
    if (KNOWN.includes(path)) return [[path, value]]
    const isTable = typeof value === "object" && value !== null && !Array.isArray(value)
    if (isTable && SECTIONS.has(path)) return flatten(value as Tree, path, file, faults)
    const valid = isTable ? [...SECTIONS] : KNOWN
    faults.push({ where: `${file}: ${path}`, problem: unknownKey(path, valid) })
    return []
  })
}

function fromEnvironment(
  environment: Record<string, string | undefined>,
  faults: ConfigFault[],
): [string, unknown, string][] {
  const paths = new Map(KNOWN.map((path) => [variableOf(path), path]))
  return Object.entries(environment).flatMap(([name, value]): [string, unknown, string][] => {
    if (!name.startsWith("CHATD_") || value === undefined || OTHER_VARIABLES.has(name)) return []
    const path = paths.get(name)
    // Compose files with ${NAME:-} set what is not set to an empty text.
    if (path) return value.trim() === "" ? [] : [[path, value, name]]
    faults.push({ where: name, problem: unknownKey(name, [...paths.keys()]) })
    return []
  })
}

function unknownKey(name: string, valid: readonly string[]): string {
  const like = nearest(name, valid)
  return like
    ? `is not a setting; did you mean ${like}?`
    : "is not a setting; `chatd config sample` lists them all"
}

function describe(path: string, message: string, tree: Tree): string {
  const given = getPath(tree, path)
  if (given === undefined) return message
  return `${JSON.stringify(shownValue(path, given)) ?? "the value given"} is not valid: ${message}`
}

function withSections(tree: Tree): Tree {
  return { ...Object.fromEntries([...SECTIONS].map((name) => [name, {}])), ...tree }
}
