import { z } from "zod"
import { emailAddress } from "../../email-address.ts"

const text = (max: number) => z.string().trim().min(1, "is required").max(max)

export const registrationSchema = z.object({
  name: text(200),
  domain: text(300),
  invitation: text(100).nullish().describe("A code of the operator, where registration asks for one."),
})

/** Strict: a misspelt `birthDate` that is ignored would be found out far too late. */
export const customerSchema = z.strictObject(
  {
    email: emailAddress().max(300).nullish(),
    name: text(300).nullish(),
    birthdate: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/, "must be a date such as 1990-01-15")
      .nullish()
      .describe("A date that exists, in the past, at most 130 years ago."),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? "cannot be set; there are email, name and birthdate" : undefined,
  },
)
