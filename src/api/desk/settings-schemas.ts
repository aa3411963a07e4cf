import { z } from "zod"
import { pageSize } from "../../http/paging.ts"

const MOST = 200
const value = z.union(
  [z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(1_000)).max(MOST)],
  "must be a text of up to 20000 characters, a number, true, false or a list of texts; to put it back, name it in unset",
)
/** The rest of what a key must be is told with the nearest one that there is. */
const key = z.string().regex(/^[^=]{1,200}$/, "must be a setting's name")

export const changeSettingsSchema = z.strictObject({
  set: z
    .record(key, value)
    .refine((settings) => Object.keys(settings).length <= MOST, `has more than ${MOST} settings`)
    .optional(),
  unset: z.array(key).max(MOST).optional(),
})

export const auditQuerySchema = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: pageSize(200, 50),
})
