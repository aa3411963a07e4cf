import { z } from "zod"
import type { Contract, Operation, Reply, ToldStatus } from "./contract.ts"

/** What src/http/errors.ts tells. */
export const errorSchema = z.object({
  detail: z.string().describe("A sentence: what is wrong, and what to do."),
  error: z.string().describe("A code that stays the same."),
  field: z.string().optional().describe("The field to blame."),
  request_id: z.string().optional().describe("Finds a fault of ours in the log."),
})

export const rateLimitSchema = z.object({
  detail: z.object({ reset_in_seconds: z.number().int().describe("When to come again.") }),
  error: z.string().describe("A sentence."),
})

type Status = ToldStatus | 400 | 413 | 422

const EXAMPLES: Readonly<Record<400 | 413 | 422, z.output<typeof errorSchema>>> = {
  400: { detail: "The body is not valid JSON.", error: "invalid_input" },
  413: { detail: "The body is larger than 256 KB.", error: "too_large" },
  422: { detail: "email: must be an e-mail address.", error: "invalid_input", field: "email" },
}
const CODES = { 401: "unauthenticated", 403: "forbidden", 404: "not_found", 409: "conflict" } as const

/** Every fault that an operation tells, by status. */
export function errorReplies(
  { body, query, errors = {} }: Operation,
  { sentences, invalidInput }: Pick<Contract, "sentences" | "invalidInput">,
): Record<string, Reply> {
  const when: Partial<Record<Status, string>> = {
    ...(body && {
      ...(!invalidInput && { 400: "The body is not JSON." }),
      413: "The body is larger than `server.max_body_kb` (256 KB).",
    }),
    ...((body || query) && { 422: "A field is missing or wrong; `field` names it." }),
    ...errors,
  }
  const replies = Object.entries(when).map(([status, description]) => [
    status,
    errorReply(Number(status) as Status, description, sentences),
  ])
  const all = { ...Object.fromEntries(replies), default: FAULT_OF_OURS }
  if (!invalidInput || !when[422]) return all
  const { schema, example } = invalidInput
  return { ...all, 422: { description: when[422], schema, examples: { fault: example } } }
}

function errorReply(status: Status, description: string, sentences: Contract["sentences"]): Reply {
  if (status === 429) return { description, ...LIMIT }
  const fault =
    status === 400 || status === 413 || status === 422
      ? EXAMPLES[status]
      : { detail: sentences[status], error: CODES[status] }
  return { description, schema: errorSchema, examples: { fault } }
}

const LIMIT: Omit<Reply, "description"> = {
  schema: rateLimitSchema,
  examples: {
    limit: {
      detail: { reset_in_seconds: 12 },
      error: "That was too much at once. Try again in 12 seconds.",
    },
  },
  headers: { "Retry-After": { description: "Seconds to wait.", schema: z.number().int() } },
}

const FAULT_OF_OURS: Reply = {
  description:
    "A fault of ours: `500 internal_error`, whose `request_id` finds it in the log, or `503 unavailable`, where something that chatd needs does not answer; try again later.",
  schema: errorSchema,
  examples: {
    internal: {
      detail:
        "Something went wrong on our side. Please quote request 8b740b34-2f4e-4a0e-9d83-3c1f5a2d9e10 when you report it.",
      error: "internal_error",
      request_id: "8b740b34-2f4e-4a0e-9d83-3c1f5a2d9e10",
    },
  },
}
