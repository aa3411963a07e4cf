import { z } from "zod"

const details = {
  email: z.string().max(254),
  name: z.string().max(200),
  password: z.string().max(1_000, "is longer than 1000"),
  role: z.enum(["admin", "agent"], "can be admin or agent"),
  capacity: z.number("must be a number"),
}

export const newAgentSchema = z.strictObject({
  ...details,
  password: details.password.optional(),
  role: details.role.optional(),
  capacity: details.capacity.optional(),
})

export const presenceSchema = z.enum(["online", "away", "offline"], "can be online, away or offline")

export const changeAgentSchema = z
  .strictObject({ ...details, presence: presenceSchema, disabled: z.boolean("must be true or false") })
  .partial()
