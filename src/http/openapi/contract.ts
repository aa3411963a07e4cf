import type { z } from "zod"

/** What a contract says of itself; src/http/openapi/document.ts makes an OpenAPI document of it. */
export interface Contract {
  title: string
  /** Markdown. Sockets, which OpenAPI has no words for, stand here. */
  description: string
  /** The contract in prose, served beside the document. */
  guide: { file: string; text: string }
  /** Groups of operations, in the order in which they are shown. */
  tags: readonly { name: string; description: string }[]
  security: Readonly<Record<string, SecurityScheme>>
  /** What replies are made of, by the name that it has in the document. */
  schemas: Readonly<Record<string, z.ZodType>>
  /** How wrong input is told where it is not told as elsewhere: as 422, whatever it is. */
  invalidInput?: { schema: z.ZodType; example: unknown }
  /** What faults say here, as examples. */
  sentences: Readonly<Record<Exclude<ToldStatus, 429>, string>>
  operations: readonly Operation[]
}

export interface SecurityScheme {
  type: "http"
  scheme: "bearer"
  description: string
}

export interface Operation {
  method: "get" | "post" | "put" | "patch" | "delete"
  /** As the route is registered, with `:name` for what varies. */
  path: string
  /** Unique within the contract. */
  id: string
  tag: string
  summary: string
  description?: string
  /** Any one of these schemes; `none` where it also goes without. */
  security?: readonly string[]
  /** What varies in the path, by name. */
  params?: Readonly<Record<string, Parameter>>
  /** The schema that checks the query. */
  query?: z.ZodObject
  headers?: Readonly<Record<string, Parameter>>
  body?: {
    /** The schema that checks the body. */
    schema: z.ZodType
    examples: Examples
  }
  replies: Readonly<Record<number, Reply>>
  /** When a fault is told, beyond those that every operation of its kind has. */
  errors?: Readonly<Partial<Record<ToldStatus, string>>>
}

export interface Parameter {
  description: string
  schema: z.ZodType
  example?: string | number
  required?: boolean
}

export interface Reply {
  description: string
  schema?: z.ZodType
  /** JSON unless told. */
  type?: string
  examples?: Examples
  /** What the query may ask for instead: text of these types, with an example each. */
  asText?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, Parameter>>
}

/** By a short name that is shown. */
export type Examples = Readonly<Record<string, unknown>>

/** Statuses of which an operation says itself when they are told. */
export type ToldStatus = 401 | 403 | 404 | 409 | 429
