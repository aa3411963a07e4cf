import { z } from "zod"
import { isDay } from "../../core/stats/days.ts"

const day = z
  .string("is required: a day, as 2026-11-21")
  .refine(isDay, "must be a day, as 2026-11-21")
  .refine((text) => text >= "2000-01-01" && text < "2200-01-01", "must be of this century or the next")

export const statsSchema = z.object({
  from: day.optional().describe("The first day, in the partner's time zone; unless told, `to`."),
  to: day.optional().describe("The last day; unless told, today."),
  agent: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe("Number of the one agent whose figures are wanted."),
})

export const statsConversationsSchema = z.object({
  from: day.describe("The first day, in the partner's time zone."),
  to: day.describe("The last day."),
})

export const statsRunSchema = z.strictObject({
  from: day.describe("The first day, in the partner's time zone."),
  to: day.optional().describe("The last day, 30 later at most; unless told, `from`."),
})
