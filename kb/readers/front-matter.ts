import { parse, YAMLParseError } from "yaml"
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

/**
 * Parts a text's YAML front matter from the body below it. A block that is no mapping, as between two rules,
 * belongs to the body.
 * @throws {UnreadableSource} when the block is meant as YAML but is not valid
 */
export function splitFrontMatter(name: string, text: string): { matter: FrontMatter; body: string } {
  const [whole, yaml] = BLOCK.exec(text) ?? []
  if (whole === undefined || yaml === undefined) return { matter: {}, body: text }
  const fields = parseFields(name, yaml)
  if (!fields) return { matter: {}, body: text }
  return { matter: matterOf(fields), body: text.slice(whole.length) }
}

function parseFields(name: string, yaml: string): Map<string, unknown> | undefined {
  if (!yaml.trim()) return new Map()
  // Prose between two rules is no front matter, though YAML might stumble over it.
  if (!/^[\w"'-]+[ \t]*:(?:\s|$)/m.test(yaml)) return undefined
  try {
    const value: unknown = parse(yaml, { logLevel: "error", maxAliasCount: 20 })
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
    return new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]))
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw new UnreadableSource(
      name,
      `has front matter that is not valid YAML${line ? ` (line ${line + 1})` : ""}`,
      "Correct it: values that hold a colon, a quote or a bracket belong in quotes.",
      { cause: error },
    )
  }
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
