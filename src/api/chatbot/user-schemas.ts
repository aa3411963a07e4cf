import { z } from "zod"

const token = z.string().min(1).max(8_000)

export const googleLoginSchema = z
  .object({
    token: token.nullish().describe("Google's ID token, as its button gives it."),
    credential: token.nullish().describe("The same, under the name that Google's button gives it."),
    widget_key: z
      .string()
      .max(200)
      .nullish()
      .describe("The partner's, where several share a client; may also be the bearer."),
  })
  .refine((body) => (body.token ?? body.credential) != null, { path: ["token"], error: "is required" })

const userSchema = z.object({
  id: z.string().describe("As agents and the partner's server see it."),
  name: z.string().nullable(),
  email: z.string().nullable(),
  verified: z.boolean().describe("Whether Google, or the partner's server, vouches for them."),
})

export const loginReplySchema = z.object({
  token: z.string().describe("Ours: the `token` of `POST /chatbot-response`."),
  token_type: z.literal("bearer"),
  expires_in: z.number().int().describe("Seconds."),
  user: userSchema.extend({ picture: z.string().nullable() }),
})

export const verifyTokenSchema = z.object({
  token: z.string().max(8_000).optional().describe("May also be the bearer."),
})

export const verifiedReplySchema = z.object({ valid: z.literal(true), user: userSchema })
