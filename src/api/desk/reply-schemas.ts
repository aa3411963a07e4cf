import { z } from "zod"
import type {
  AccessToken,
  CannedReply,
  DeskAgent,
  DeskCustomer,
  Me,
  SearchHit,
  SignedIn,
  Suggestion,
  Today,
} from "./protocol.ts"

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

export const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe("To the hour."),
  expiresAt: z.iso.datetime(),
  current: z.boolean().describe("Whether it is the one that asks."),
}) satisfies z.ZodType<AccessToken>

export const tokensSchema = z.object({ tokens: z.array(tokenSchema) })

export const secondFactorSchema = z.object({ secret: z.string(), url: z.string() })

export const agentsSchema = z.object({ agents: z.array(agentSchema) })

export const addedAgentSchema = z.object({
  agent: agentSchema,
  password: z.string().optional().describe("Where it was made up: it is shown this once."),
})

export const customerReplySchema = z.object({
  ref: z.string().describe("`v-` or `u-` for verified or not, and the `id`: calls name them by it."),
  id: z.string().describe("The partner's name for them."),
  verified: z.boolean().describe("Whether the partner vouches for them."),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  createdAt: z.iso.datetime(),
  conversations: count.describe("How many they have had."),
}) satisfies z.ZodType<DeskCustomer>

export const customersReplySchema = z.object({
  customers: z.array(customerReplySchema),
  more: z.boolean().describe("Whether there are older ones."),
})

export const searchHitSchema = z.object({
  conversation: count,
  seq: count,
  type: z.enum(["message", "note"]),
  customer: z.object({ ref: z.string(), name: z.string().nullable() }),
  from: z.enum(["customer", "bot", "agent", "system"]),
  at: z.iso.datetime(),
  excerpt: z.array(z.object({ text: z.string(), hit: z.boolean() })).describe("Its parts, in order."),
}) satisfies z.ZodType<SearchHit>

export const searchReplySchema = z.object({ hits: z.array(searchHitSchema), more: z.boolean() })

export const cannedReplyReplySchema = z.object({
  shortcut: z.string(),
  text: z.string(),
}) satisfies z.ZodType<CannedReply>

export const cannedRepliesReplySchema = z.object({ replies: z.array(cannedReplyReplySchema) })

export const todayReplySchema = z.object({
  date: z.iso.date().describe("In the partner's time zone."),
  conversations: count.describe("Begun since midnight."),
  messages: count.describe("Of customers, bot and agents."),
  answeredByBot: count.describe("Conversations that the bot answered and that stayed with it."),
  handedOver: count.describe("Conversations that a person was wanted for or took over."),
  waiting: count.describe("Conversations that wait for a person now."),
  open: count.describe("Conversations that agents have now."),
  closed: count.describe("Conversations that were closed and not opened again."),
  medianFirstResponseSeconds: count
    .nullable()
    .describe("From the wish for a person to an agent's first word; null where none has come."),
  agents: z.array(z.object({ number: count, name: z.string(), open: count, closed: count, messages: count })),
}) satisfies z.ZodType<Today>

export const suggestionSchema = z.object({
  text: z.string().describe("Markdown."),
  confidence: z.number().min(0).max(1).describe("Calibrated probability that it answers the question."),
  sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
}) satisfies z.ZodType<Suggestion>

export const suggestionsReplySchema = z.object({
  question: z.string().nullable().describe("The customer's words; null where they have said nothing."),
  suggestions: z.array(suggestionSchema).describe("Three at most, the best first."),
})

export const articleReplySchema = z.object({ articleId: z.string(), title: z.string() })
