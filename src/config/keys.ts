import { closest, distance } from "fastest-levenshtein"
import { z } from "zod"
import { configSchema } from "./schema.ts"

export interface ConfigKey {
  /** Dotted path, e.g. `server.port`. */
  path: string
  description: string
  default: unknown
}

/** Every leaf of the schema in the order it is written there. */
export const CONFIG_KEYS: readonly ConfigKey[] = leaves(configSchema, "")

/** What can be set in a schema, in the order it is written there. */
export function leaves(schema: z.ZodObject, prefix: string): ConfigKey[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const path = prefix ? `${prefix}.${name}` : name
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field
    if (inner instanceof z.ZodObject) return leaves(inner, path)
    const initial = (field as z.ZodType).safeParse(undefined)
    return [
      {
        path,
        description: (field as z.ZodType).description ?? "",
        default: initial.success ? initial.data : undefined,
      },
    ]
  })
}

/** `server.port` is read from `CHATD_SERVER_PORT`. */
export function variableOf(path: string): string {
  return `CHATD_${path.replaceAll(".", "_").toUpperCase()}`
}

/** The valid name most like `name`, if any is like it at all. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  const best = closest(name, [...valid])
  return distance(name, best) <= Math.max(3, name.length / 3) ? best : undefined
}
