import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import { eraseSchema, exportSchema, receiptsSchema, retentionSchema } from "./privacy-schemas.ts"

const counts = z.record(z.string(), z.number())
const elsewhere = z.array(z.strictObject({ system: z.string(), id: z.string(), url: z.string().nullable() }))
const receiptSchema = z.strictObject({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  salt: z.string(),
  subjects: z.array(z.string()),
  erased: counts,
  elsewhere,
  filesScrubbed: z.boolean(),
  hash: z.string(),
})
const erasureSchema = z.strictObject({ erased: counts, elsewhere, receipt: receiptSchema.nullable() })
const exportReplySchema = z.strictObject({
  format: z.literal("chatd-person-1"),
  exportedAt: z.string(),
  partnerId: z.string(),
  records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
})

const ERASED = { conversation: 2, event: 31, customer: 1, ticket: 1, audit_entry_masked: 1 }
const ELSEWHERE = [{ system: "freshdesk", id: "4711", url: "https://acme.freshdesk.com/a/tickets/4711" }]
const RECEIPT = {
  id: "er-Zk3v9c0PpQx",
  at: "2026-11-21T09:00:00.000Z",
  by: "ada@acme.example",
  salt: "b2f1c0",
  subjects: ["9f86d081884c7d65"],
  erased: ERASED,
  elsewhere: ELSEWHERE,
  filesScrubbed: true,
  hash: "2c26b46b68ffc68f",
}
const errors = {
  403: "Only an admin may do this.",
  404: "Nothing belongs to anybody of that name.",
  409: "Several customers are called that; the sentence names them.",
}

/** What belongs to a person: all of it, given out or erased. */
export const privacyOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/desk/privacy/export",
    id: "exportPerson",
    tag: "Privacy",
    summary: "Everything that belongs to a person (admins)",
    description:
      "By table, with times as dates and files in base64. `customer` is a ref, an id or an e-mail address. The audit log says that it was exported.",
    security: ["deskToken"],
    body: { schema: exportSchema, examples: { usual: { customer: "v-cust-1" } } },
    replies: {
      200: {
        description: "All of it.",
        schema: exportReplySchema,
        examples: {
          some: {
            format: "chatd-person-1",
            exportedAt: "2026-11-21T09:00:00.000Z",
            partnerId: "partner-4f1c9e",
            records: { customer: [{ id: 7, external_id: "cust-1", name: "Ada" }] },
          },
        },
      },
    },
    errors,
  },
  {
    method: "post",
    path: "/api/desk/privacy/erase",
    id: "erasePerson",
    tag: "Privacy",
    summary: "Erase everything that belongs to a person (admins)",
    description:
      "For good, with a receipt that does not say who they were. With `dryRun` it only counts. `elsewhere` lists what other systems hold, which must be erased there. Their sockets are closed.",
    security: ["deskToken"],
    body: {
      schema: eraseSchema,
      examples: { look: { customer: "ada@example.com", dryRun: true }, usual: { customer: "v-cust-1" } },
    },
    replies: {
      200: {
        description: "What went, or would.",
        schema: erasureSchema,
        examples: { some: { erased: ERASED, elsewhere: ELSEWHERE, receipt: RECEIPT } },
      },
    },
    errors,
  },
  {
    method: "post",
    path: "/api/desk/privacy/retention",
    id: "eraseTooOld",
    tag: "Privacy",
    summary: "Erase what is kept no longer (admins)",
    description:
      "As the settings `privacy.…_days` say; a server does so once a day by itself. With `dryRun` it only counts, and not what hangs on the rows. A call works for some seconds: ask again until `done`.",
    security: ["deskToken"],
    body: { schema: retentionSchema, examples: { look: { dryRun: true } } },
    replies: {
      200: {
        description: "Rows by table.",
        schema: z.strictObject({
          rules: z.array(z.strictObject({ what: z.string(), before: z.string() })),
          rows: counts,
          done: z.boolean(),
        }),
        examples: {
          some: {
            rules: [{ what: "conversation", before: "2025-11-21T09:00:00.000Z" }],
            rows: { conversation: 12, event: 140 },
            done: true,
          },
        },
      },
    },
    errors: { 403: "Only an admin may do this." },
  },
  {
    method: "get",
    path: "/api/desk/privacy/receipts",
    id: "listErasures",
    tag: "Privacy",
    summary: "What was erased (admins)",
    security: ["deskToken"],
    query: receiptsSchema,
    replies: {
      200: {
        description: "The newest first.",
        schema: z.strictObject({ receipts: z.array(receiptSchema) }),
        examples: { some: { receipts: [RECEIPT] } },
      },
    },
    errors: { 403: "Only an admin may do this." },
  },
]
