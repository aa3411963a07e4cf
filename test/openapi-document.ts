import Ajv2020 from "ajv/dist/2020"
import addFormats from "ajv-formats"

type Json = Readonly<Record<string, unknown>>

export interface DocumentedOperation {
  operationId: string
  tags: readonly string[]
  summary: string
  security: readonly Json[]
  parameters: readonly { name: string; in: string; required: boolean; schema: Json; example?: unknown }[]
  requestBody?: { content: Readonly<Record<string, Content>> }
  responses: Readonly<Record<string, { description: string; content?: Readonly<Record<string, Content>> }>>
}

interface Content {
  schema: Json
  example?: unknown
  examples?: Readonly<Record<string, { value: unknown }>>
}

export interface OpenApiDocument {
  openapi: string
  tags: readonly { name: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
  components: { schemas: Readonly<Record<string, Json>>; securitySchemes: Json }
}

/** Every operation with its method and path as the sources write them. */
export function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
      operation,
    })),
  )
}

/** Every example with the schema that it must fit. */
export function examplesOf(document: OpenApiDocument): { of: string; schema: Json; value: unknown }[] {
  return operationsOf(document).flatMap(({ route, operation }) => {
    const replies = Object.entries(operation.responses).map(
      ([status, { content }]) => [status, content] as const,
    )
    const contents = [["body", operation.requestBody?.content] as const, ...replies]
    const shown = contents.flatMap(([of, content = {}]) =>
      Object.values(content).flatMap(({ schema, example, examples = {} }) => {
        const values = [example, ...Object.values(examples).map(({ value }) => value)]
        return values.filter((value) => value !== undefined).map((value) => ({ of, schema, value }))
      }),
    )
    const parameters = operation.parameters
      .filter(({ example }) => example !== undefined)
      .map(({ name, schema, example }) => ({ of: name, schema, value: example }))
    return [...shown, ...parameters].map((one) => ({ ...one, of: `${route} ${one.of}` }))
  })
}

/**
 * Says what is wrong with a value by one of the document's schemas.
 *
 * @param closed whether a field that the schema does not name is wrong
 */
export function schemaFaults(document: OpenApiDocument, closed: boolean) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  addFormats(ajv)
  const ready = (part: unknown) =>
    JSON.parse(
      JSON.stringify(closed ? closedObjects(part) : part).replaceAll(
        '"#/components/schemas/',
        '"document#/$defs/',
      ),
    )
  ajv.addSchema({ $id: "document", $defs: ready(document.components.schemas) })
  return (schema: Json, value: unknown): string[] => {
    const check = ajv.compile(ready(schema))
    if (check(value)) return []
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
}

/** Every object whose fields are named has no others. */
function closedObjects(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closedObjects)
  if (typeof schema !== "object" || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedObjects(value)]))
  const isObject = "type" in schema && schema.type === "object" && "properties" in schema
  return isObject && !("additionalProperties" in schema) ? { ...inner, additionalProperties: false } : inner
}
