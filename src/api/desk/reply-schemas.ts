import { z } from "zod"
import type { DeskAgent, Me, SignedIn } from "./protocol.ts"

/** What the desk replies with, for its OpenAPI document; `satisfies` holds each schema to the wire's own type. */

const count = z.number().int().min(0)

export const agentSchema = z.object({
  number: count,
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
  capacity: count.describe("How many conversations they have at once."),
  presence: z.enum(["online", "away", "offline"]).describe("What they say."),
  connected: z.boolean().describe("Whether a client of theirs is there."),
  available: z.boolean().describe("Whether they are given new conversations now."),
  open: count.describe("Conversations that they have."),
  disabled: z.boolean(),
}) satisfies z.ZodType<DeskAgent>

export const meSchema = z.object({
  agent: agentSchema.nullable().describe("Null for the operator's own command line, which is no agent."),
  partner: z.object({ id: z.string(), name: z.string() }),
  secondFactor: z.boolean(),
  settings: z.object({ maxMessageLength: count }),
}) satisfies z.ZodType<Me>

export const signedInSchema = z.object({
  token: z.string().describe("The bearer of every other call."),
  tokenId: z.string(),
  expiresAt: z.iso.datetime(),
  me: meSchema,
}) satisfies z.ZodType<SignedIn>
