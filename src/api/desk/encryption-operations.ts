import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"

const encryptionSchema = z.strictObject({
  current: z.string().nullable(),
  keys: z.array(
    z.strictObject({ id: z.string(), addedAt: z.string(), rotatingSince: z.string().nullable() }),
  ),
  progress: z.strictObject({ rows: z.number(), total: z.number(), startedAt: z.string() }).nullable(),
})
const AT = "2026-11-21T09:00:00.000Z"
const ROTATING = {
  current: "9f86d081884c",
  keys: [
    { id: "plain", addedAt: AT, rotatingSince: null },
    { id: "9f86d081884c", addedAt: AT, rotatingSince: AT },
  ],
  progress: { rows: 12_000, total: 90_000, startedAt: AT },
}
const errors = { 403: "Only the operator's command line may do this." }

/** What the database is sealed with. */
export const encryptionOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/encryption",
    id: "showEncryption",
    tag: "Privacy",
    summary: "What texts are sealed with (the operator's command line)",
    description:
      "`keys` are those that texts may be sealed with, and so are needed; `plain` where some may not be sealed.",
    security: ["deskToken"],
    replies: {
      200: { description: "As it is.", schema: encryptionSchema, examples: { rotating: ROTATING } },
    },
    errors,
  },
  {
    method: "post",
    path: "/api/desk/encryption/rotate",
    id: "rotateEncryption",
    tag: "Privacy",
    summary: "Seal everything with the current key (the operator's command line)",
    description:
      "In the background; it goes on after a restart. Once it is done, old keys are not needed any more.",
    security: ["deskToken"],
    replies: {
      200: { description: "As it is now.", schema: encryptionSchema, examples: { rotating: ROTATING } },
    },
    errors,
  },
]
