import { z } from "zod"
import type { Operation, Reply, ToldStatus } from "./contract.ts"

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

const EXAMPLES: Readonly<Record<Exclude<Status, 429>, z.output<typeof errorSchema>>> = {
  400: { detail: "The body is not valid JSON.", error: "invalid_input" },
  401: {
    detail: "The API key is not valid. Send it as: Authorization: Bearer your-api-key",
    error: "unauthenticated",
  },
  403: {
    detail:
      "The secret API key is for servers: in a page everybody can read it. Use the widget key (pk_…) in pages, and replace this key if the page was public.",
    error: "forbidden",
  },
  404: { detail: "There is no conversation 7.", error: "not_found" },
  409: { detail: "This session has ended. Open a new one.", error: "conflict" },
  413: { detail: "The body is larger than 256 KB.", error: "too_large" },
  422: { detail: "email: must be an e-mail address.", error: "invalid_input", field: "email" },
}

const RETRY_AFTER = { description: "Seconds to wait.", schema: z.number().int() }

/** Every fault that an operation tells, by status. */
export function errorReplies({
  body,
  query,
  errors = {},
}: Operation): Record<string, Reply & { schema: z.ZodType }> {
  const when: Partial<Record<Status, string>> = {
    ...(body && {
      400: "The body is not JSON.",
      413: "The body is larger than `server.max_body_kb` (256 KB).",
    }),
    ...((body || query) && { 422: "A field is missing or wrong; `field` names it." }),
    ...errors,
  }
  const replies = Object.entries(when).map(([status, description]) => [
    status,
    status === "429"
      ? {
          description,
          schema: rateLimitSchema,
          examples: {
            limit: {
              detail: { reset_in_seconds: 12 },
              error: "You have reached your query limit. Try again in 12 seconds.",
            },
          },
          headers: { "Retry-After": RETRY_AFTER },
        }
      : {
          description,
          schema: errorSchema,
          examples: { fault: EXAMPLES[Number(status) as keyof typeof EXAMPLES] },
        },
  ])
  return { ...Object.fromEntries(replies), default: FAULT_OF_OURS }
}

const FAULT_OF_OURS: Reply & { schema: z.ZodType } = {
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
