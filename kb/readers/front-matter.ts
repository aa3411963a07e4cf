import { parse as parseToml, TomlError } from "smol-toml"
import { parse as parseYaml, YAMLParseError } from "yaml"
import { cleanLine } from "./clean-text.ts"
import { UnreadableSource } from "./reader.ts"

/** What a text says of itself above its body. */
export interface FrontMatter {
  id?: string
  title?: string
  url?: string
  entryType?: string
  examples?: string[]
}

/** Opening fence, YAML and closing fence, at the very start. */
const BLOCK = /^---[ \t]*\n([\s\S]*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/

/** The same in TOML, as Hugo has it. */
const TOML_BLOCK = /^\+\+\+[ \t]*\n([\s\S]*?)(?<=\n)\+\+\+[ \t]*(?:\n|$)/

/**
 * Parts a text's front matter, in YAML or TOML, from the body below it. A block that is no mapping, as between two
 * rules, belongs to the body.
 * @throws {UnreadableSource} when the block is meant as YAML or TOML but is not valid
 */
export function splitFrontMatter(name: string, text: string): { matter: FrontMatter; body: string } {
  const [inYaml, yaml = ""] = BLOCK.exec(text) ?? []
  const [inToml, toml = ""] = TOML_BLOCK.exec(text) ?? []
  const fields = inYaml === undefined ? parseTomlFields(name, toml) : parseYamlFields(name, yaml)
  const whole = inYaml ?? inToml
  if (!fields || whole === undefined) return { matter: {}, body: text }
  return { matter: matterOf(fields), body: text.slice(whole.length) }
}

function parseYamlFields(name: string, yaml: string): Map<string, unknown> | undefined {
  if (!yaml.trim()) return new Map()
  // Prose between two rules is no front matter, though YAML might stumble over it.
  if (!/^[\w"'-]+[ \t]*:(?:\s|$)/m.test(yaml)) return undefined
  try {
    const value: unknown = parseYaml(yaml, { logLevel: "error", maxAliasCount: 20 })
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
    return fieldsOf(value)
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw invalid(
      name,
      "YAML",
      line,
      "values that hold a colon, a quote or a bracket belong in quotes",
      error,
    )
  }
}

function parseTomlFields(name: string, toml: string): Map<string, unknown> | undefined {
  if (!/^[\w"'.-]+[ \t]*=/m.test(toml)) return toml.trim() ? undefined : new Map()
  try {
    return fieldsOf(parseToml(toml))
  } catch (error) {
    const line = error instanceof TomlError ? error.line : undefined
    throw invalid(name, "TOML", line, "texts belong in quotes", error)
  }
}

function fieldsOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]))
}

function invalid(
  name: string,
  format: string,
  line: number | undefined,
  rule: string,
  cause: unknown,
): UnreadableSource {
  const at = line ? ` (line ${line + 1})` : ""
  return new UnreadableSource(
    name,
    `has front matter that is not valid ${format}${at}`,
    `Correct it: ${rule}.`,
    {
      cause,
    },
  )
}

function matterOf(fields: Map<string, unknown>): FrontMatter {
  const first = (...keys: string[]) => keys.map((key) => fields.get(key)).find((value) => value != null)
  return {
    id: asLine(first("id")),
    title: asLine(first("title")),
    url: asLine(first("url")),
    entryType: asLine(first("entry_type", "entrytype", "type")),
    examples: asLines(first("examples", "questions")),
  }
}

function asLine(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined
  return cleanLine(String(value)) || undefined
}

function asLines(value: unknown): string[] | undefined {
  const lines = (Array.isArray(value) ? value : [value]).map(asLine).filter((line) => line !== undefined)
  return lines.length > 0 ? lines : undefined
}
