/**
 * A schema as zod writes it, without what tells readers nothing: addresses that the document has already, the bounds of
 * whole numbers, patterns of what `format` names. A reply may gain fields, so that it is never closed to others.
 */
export function plainSchema(schema: unknown, io: "input" | "output"): Record<string, unknown> {
  return plain(schema, io) as Record<string, unknown>
}

function plain(value: unknown, io: "input" | "output"): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, io))
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).filter(([key, inner]) => !isNoise(key, inner, value, io))
  // What properties are called is no keyword, whatever it is.
  const made = Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      key === "properties" ? mapped(inner, io) : isData(key) ? inner : plain(inner, io),
    ]),
  )
  return withNull(made)
}

function mapped(properties: unknown, io: "input" | "output"): unknown {
  return Object.fromEntries(
    Object.entries(properties as Record<string, unknown>).map(([name, schema]) => [name, plain(schema, io)]),
  )
}

function isData(key: string): boolean {
  return key === "default" || key === "const" || key === "enum" || key === "examples"
}

function isNoise(key: string, value: unknown, schema: object, io: "input" | "output"): boolean {
  if (key === "$schema" || key === "$id") return true
  if (key === "maximum") return value === Number.MAX_SAFE_INTEGER
  if (key === "minimum") return value === Number.MIN_SAFE_INTEGER
  if (key === "pattern") return "format" in schema
  return key === "additionalProperties" && io === "output" && value === false
}

/** `anyOf` of a plain type and null says it in one word less. */
function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema
  const [one, other] = anyOf as Record<string, unknown>[]
  const isPlain = typeof one?.type === "string" && !("enum" in one) && !("const" in one)
  return isPlain && other?.type === "null" ? { ...one, ...rest, type: [one.type, "null"] } : schema
}
