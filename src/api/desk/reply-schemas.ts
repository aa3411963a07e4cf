import { z } from "zod"
import type {
  AccessToken,
  AuditEntryReply,
  CannedReply,
  DeskAgent,
  DeskCustomer,
  DeskSetting,
  Me,
  PartnerKeyReply,
  PartnerReply,
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

const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe("To the hour."),
  expiresAt: z.iso.datetime(),
  current: z.boolean().describe("Whether it is the one that asks."),
}) satisfies z.ZodType<AccessToken>

export const settingsReplySchema = z.object({
  settings: z.array(
    z.object({
      key: z.string(),
      value: z.string().describe("As it is typed; of a secret that is set, ********."),
      default: z.string(),
      description: z.string(),
    }) satisfies z.ZodType<DeskSetting>,
  ),
})

const partnerKeySchema = z.object({
  id: count,
  kind: z.enum(["secret", "widget", "identity"]),
  begins: z.string(),
  value: z.string().nullable().describe("A widget key's, which anybody may read."),
  label: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe("To the hour."),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  live: z.boolean().describe("Whether it opens anything now."),
}) satisfies z.ZodType<PartnerKeyReply>

export const partnerReplySchema = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  keys: z.array(partnerKeySchema).optional().describe("For admins only."),
}) satisfies z.ZodType<PartnerReply>

export const auditReplySchema = z.object({
  entries: z.array(
    z.object({
      id: count,
      at: z.iso.datetime(),
      actor: z.string().describe("An agent's address, or `operator`: the server's own command line."),
      action: z.string(),
      target: z.string().nullable(),
      details: z.record(z.string(), z.unknown()).nullable(),
    }) satisfies z.ZodType<AuditEntryReply>,
  ),
  more: z.boolean().describe("Whether there are older ones."),
})

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

const searchHitSchema = z.object({
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

const suggestionSchema = z.object({
  text: z.string().describe("Markdown."),
  confidence: z.number().min(0).max(1).describe("Calibrated probability that it answers the question."),
  sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
}) satisfies z.ZodType<Suggestion>

export const suggestionsReplySchema = z.object({
  question: z.string().nullable().describe("The customer's words; null where they have said nothing."),
  suggestions: z.array(suggestionSchema).describe("Three at most, the best first."),
})

export const articleReplySchema = z.object({ articleId: z.string(), title: z.string() })
