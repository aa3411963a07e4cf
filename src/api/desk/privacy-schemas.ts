import { z } from "zod"
import { pageSize } from "../../http/paging.ts"

const person = {
  /** Ref, id or e-mail address. */
  customer: z.string().min(1).max(300),
  /** All who have the address are one person. */
  allWithEmail: z.boolean().default(false),
}

export const exportSchema = z.strictObject(person)
export const eraseSchema = z.strictObject({ ...person, dryRun: z.boolean().default(false) })
export const receiptsSchema = z.object({ limit: pageSize(200, 50) })
export const retentionSchema = z.strictObject({ dryRun: z.boolean().default(false) })
