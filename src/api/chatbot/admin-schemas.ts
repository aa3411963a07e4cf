import { z } from "zod"
import { OUTCOMES } from "../../core/stats/conversation-facts.ts"
import { pageSize } from "../../http/paging.ts"

/** Conversations that are told at once with all that was said in them. */
export const MOST_WITH_MESSAGES = 20

const day = z.iso
  .date("must be a day such as 2026-11-21")
  // Days are counted in time zones by the clocks of our calendar.
  .refine((text) => text >= "1970-01-01" && text < "3000-01-01", "must be a day between 1970 and 2999")
const time = z.iso.datetime({ offset: true }).refine((text) => Number.isFinite(Date.parse(text)))
const moment = z
  .string()
  .max(40)
  // A + that was not escaped has become a space.
  .transform((text) => text.trim().replace(/ (?=\d\d:\d\d$)/, "+"))
  .refine(
    (text) => day.safeParse(text).success || time.safeParse(text).success,
    "must be a day such as 2026-11-21, or a time such as 2026-11-21T10:00:00Z",
  )
const partnerId = z
  .string()
  .max(100)
  .optional()
  .describe(
    "Whose, for the bearer of `server.admin_token`; the server's own partner's, or the only one's, if not said.",
  )

export const allChatsSchema = z.object({
  partner_id: partnerId,
  from: moment.optional().describe("Begun then or later: a day in the partner's time zone, or a time."),
  to: moment.optional().describe("Begun on that day or before, or before that time."),
  status: z.enum(["waiting", "active", "closed"]).optional(),
  user: z.string().min(1).max(254).optional().describe("A user's id, e-mail address, or name."),
  session_id: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "As its client named it, or chatd's own name for it. Under one name there may be several, one after the other.",
    ),
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .describe("What became of it; `definitions` of `GET /stats` says when each holds."),
  search: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Words of one message, `"quoted phrases"` among them. The newest 1,000 messages that have them are looked at.',
    ),
  messages: z
    .stringbool()
    .default(false)
    .describe(
      `With what was said, the newest 500 messages of each; then \`limit\` is ${MOST_WITH_MESSAGES} at most.`,
    ),
  before: z.coerce.number().int().min(1).optional().describe("The `next` of the page before."),
  limit: pageSize(100, 20),
})

const chatSchema = z.object({
  conversation_id: z.number().int(),
  session_id: z.string().describe("As its client named it; otherwise chatd's own name for it."),
  user: z.object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    verified: z.boolean(),
  }),
  status: z.enum(["waiting", "active", "closed"]),
  outcome: z.enum(OUTCOMES),
  is_booking: z.boolean(),
  is_human_handoff: z.boolean().describe("A person was wanted or took over, or a ticket was made of it."),
  ticket_uuids: z.array(z.string()),
  website_url: z.string().nullable(),
  message_count: z.number().int(),
  started_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
  messages: z
    .array(
      z.object({
        role: z.enum(["user", "assistant", "agent"]),
        content: z.string(),
        timestamp: z.string(),
      }),
    )
    .optional(),
})

export const allChatsReplySchema = z.object({
  chats: z.array(chatSchema).describe("The newest first."),
  total: z
    .number()
    .int()
    .nullable()
    .describe(
      "How many there are on all pages; null where `outcome` is asked for, which is made out of each one's log page by page.",
    ),
  next: z.number().int().nullable().describe("The `before` of the next page; null where there is none."),
})

export const statsSchema = z.object({
  partner_id: partnerId,
  from: day.optional().describe("A day in the partner's time zone; 30 days up to `to`, if not said."),
  to: day.optional().describe("Today, if not said."),
})

export const generateStatsSchema = z.object({
  partner_id: partnerId,
  date: day.nullish().describe("A day in the partner's time zone; yesterday, if not said."),
})
