import { z } from "zod"
import { presenceSchema } from "./agent-schemas.ts"

/** Longer than any that is allowed: it is read, and refused by its field. */
const password = z.string().min(1, "is required").max(1_000, "is longer than 1000")
const code = z.string().trim().max(20)
const label = z
  .string()
  .trim()
  .min(1, "is required")
  .max(100)
  .regex(/^\P{Cc}*$/u, "must have visible characters")

export const signInSchema = z.object({
  email: z.string().trim().min(1, "is required").max(254),
  password,
  code: code.optional(),
  partner: z.string().max(100).optional(),
  label: label.default("unnamed"),
})

export const changeMeSchema = z
  .strictObject({ name: z.string().max(200), presence: presenceSchema })
  .partial()

export const passwordSchema = z.object({ password })
export const changePasswordSchema = z.object({ password, newPassword: password })
export const codeSchema = z.object({ code: code.min(1, "is required") })
export const removeSecondFactorSchema = z.object({ password, code: code.min(1, "is required") })
