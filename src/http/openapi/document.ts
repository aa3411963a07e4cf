import { z } from "zod"
import type { Contract, Examples, Operation, Parameter, Reply } from "./contract.ts"
import { errorReplies, errorSchema, rateLimitSchema } from "./error-replies.ts"
import { plainSchema } from "./plain-schema.ts"

export type Json = Readonly<Record<string, unknown>>

const REFERENCE = (id: string) => `#/components/schemas/${id}`

/** The OpenAPI 3.1 document of a contract. Bodies and queries are described by the very schemas that check them. */
export function openApiDocument(contract: Contract, version: string): Json {
  const named = namedSchemas(contract)
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of contract.operations) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}")
    paths[path] = {
      ...paths[path],
      [operation.method]: operationObject(operation, named, contract),
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: contract.title, version, description: contract.description },
    tags: contract.tags,
    paths,
    components: {
      schemas: { ...componentsOf(named.sent, "input"), ...componentsOf(named.told, "output") },
      securitySchemes: contract.security,
    },
  }
}

type Registry = z.core.$ZodRegistry<{ id: string }>

interface Named {
  sent: Registry
  told: Registry
}

/** Every body and reply under a name of its own: what is used twice stands once. */
function namedSchemas({ schemas, operations }: Contract): Named {
  const sent: Registry = z.registry<{ id: string }>()
  const told: Registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries({ ...schemas, Error: errorSchema, RateLimited: rateLimitSchema }))
    told.add(schema, { id })
  for (const { id, body, replies } of operations) {
    const name = `${id[0]?.toUpperCase()}${id.slice(1)}`
    if (body && !sent.has(body.schema)) sent.add(body.schema, { id: `${name}Body` })
    for (const [status, { schema, type }] of Object.entries(replies)) {
      if (!schema || type || told.has(schema)) continue
      told.add(schema, { id: Object.keys(replies).length > 1 ? `${name}Reply${status}` : `${name}Reply` })
    }
  }
  return { sent, told }
}

function componentsOf(registry: Registry, io: "input" | "output"): Json {
  const { schemas } = z.toJSONSchema(registry, { uri: REFERENCE, io })
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plainSchema(schema, io)]))
}

function operationObject(operation: Operation, named: Named, contract: Contract): Json {
  const { id, tag, summary, description, security, body, replies } = operation
  const told: Record<string, Reply> = { ...replies, ...errorReplies(operation, contract) }
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: (security ?? []).map((name) => (name === "none" ? {} : { [name]: [] })),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: { $ref: REFERENCE(idIn(named.sent, body.schema)) },
            ...examplesObject(body.examples),
          },
        },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(told).map(([status, reply]) => [status, responseObject(reply, named)]),
    ),
  }
}

function responseObject(reply: Reply, named: Named): Json {
  const { description, schema, type, examples, headers, asText = {} } = reply
  const texts = Object.entries(asText).map(([other, example]) => [
    other,
    { schema: { type: "string" }, example },
  ])
  return {
    description,
    ...(headers && { headers: headersObject(headers) }),
    ...(schema && {
      content: {
        [type ?? "application/json"]: {
          schema: type ? inline(schema) : { $ref: REFERENCE(idIn(named.told, schema)) },
          ...(examples && examplesObject(examples)),
        },
        ...Object.fromEntries(texts),
      },
    }),
  }
}

function headersObject(headers: Readonly<Record<string, Parameter>>): Json {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { description, schema }]) => [
      name,
      { description, schema: inline(schema) },
    ]),
  )
}

function parametersOf({ path, params = {}, query, headers = {} }: Operation): Json[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const parameter = params[name]
    if (!parameter) throw new Error(`${path} does not say what ${name} is`)
    return { name, in: "path", ...parameterObject(parameter), required: true }
  })
  const inHeaders = Object.entries(headers).map(([name, parameter]) => ({
    name,
    in: "header",
    ...parameterObject(parameter),
    required: parameter.required ?? false,
  }))
  return [...inPath, ...queryParameters(query), ...inHeaders]
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (!query) return []
  const { properties = {}, required = [] } = inline(query) as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    ...(description ? { description } : {}),
    required: required.includes(name),
    schema,
  }))
}

function parameterObject({ description, schema, example }: Parameter): Json {
  return { description, schema: inline(schema), ...(example !== undefined && { example }) }
}

function inline(schema: z.ZodType): Json {
  return plainSchema(z.toJSONSchema(schema, { io: "input" }), "input")
}

function idIn(registry: Registry, schema: z.ZodType): string {
  const id = registry.get(schema)?.id
  if (!id) throw new Error("A schema has no name in the document")
  return id
}

/** A single one is shown as it is; of several, one is chosen by its name. */
function examplesObject(examples: Examples): Json {
  const [only, ...others] = Object.entries(examples).map(([name, value]) => ({ name, value }))
  if (!only) return {}
  if (others.length === 0) return { example: only.value }
  return { examples: Object.fromEntries([only, ...others].map(({ name, value }) => [name, { value }])) }
}
