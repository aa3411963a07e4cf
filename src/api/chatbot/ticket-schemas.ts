import { z } from "zod"
import type { TicketPriority, TicketStatus } from "../../core/tickets/ticket.ts"
import { emailAddress } from "../../email-address.ts"

const STATUSES = { Open: "open", Inprogress: "in_progress", Closed: "closed" } as const
const PRIORITIES = { Low: "low", Medium: "medium", High: "high", Urgent: "urgent" } as const

/** A word of a list, however it is written: `Inprogress`, `in progress`, `IN_PROGRESS`. */
function spelled<Word extends string>(words: readonly Word[]) {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]/g, "")
  return z
    .string()
    .max(40)
    .transform((text, context) => {
      const word = words.find((one) => plain(one) === plain(text))
      if (word !== undefined) return word
      context.addIssue({ code: "custom", message: `must be ${words.join(", ")}` })
      return z.NEVER
    })
}

const statusWord = spelled(Object.keys(STATUSES) as (keyof typeof STATUSES)[])
const priorityWord = spelled(Object.keys(PRIORITIES) as (keyof typeof PRIORITIES)[])

const filled = (most: number) => z.string().trim().min(1).max(most)

export const updateTicketSchema = z.object({
  uuid: filled(100).describe("The `ticket_uuid` of a chatbot response, or of a ticket that is there."),
  token: z
    .string()
    .max(8_000)
    .nullish()
    .describe("Who calls, as in `POST /chatbot-response`; may also be the bearer."),
  session_id: z
    .string()
    .max(200)
    .nullish()
    .describe("A visitor's without a token of their own: shows that it is their ticket."),
  status: statusWord.nullish().describe("`Open`, `Inprogress` or `Closed`. Admins and the partner's server."),
  priority: priorityWord.nullish().describe("`Low`, `Medium`, `High` or `Urgent`."),
  subject: filled(200).nullish().describe("Admins and the partner's server."),
  comment: filled(20_000).nullish().describe("A word on it, which the requester may read."),
  name: filled(200).nullish().describe("The form's: required, unless it is known."),
  email: emailAddress().max(254).nullish().describe("The form's: required, unless it is known."),
  phone: z.string().trim().max(40).nullish().describe("The form's."),
  message: filled(20_000)
    .nullish()
    .describe(
      "The form's: what it is about. Required. Sent again in other words, it is a comment, which opens a closed ticket again.",
    ),
})
export type TicketUpdate = z.output<typeof updateTicketSchema>

export const showTicketSchema = z.object({
  token: z.string().max(8_000).optional().describe("Who calls; may also be the bearer."),
  session_id: z
    .string()
    .max(200)
    .optional()
    .describe("A visitor's without a token of their own: shows that it is their ticket."),
})

export const ticketReplySchema = z.object({
  uuid: z.string(),
  ticket_id: z.string().describe("The number that its requester was told."),
  status: z.enum(Object.keys(STATUSES) as [keyof typeof STATUSES]),
  priority: z.enum(Object.keys(PRIORITIES) as [keyof typeof PRIORITIES]),
  subject: z
    .string()
    .nullable()
    .describe("This and what follows is null for a page that has not said whose it is."),
  message: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  session_id: z.string().nullable().describe("Of the conversation that it came of, as its client named it."),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
})

export function statusOf(word: keyof typeof STATUSES): TicketStatus {
  return STATUSES[word]
}

export function priorityOf(word: keyof typeof PRIORITIES): TicketPriority {
  return PRIORITIES[word]
}

export function statusAsWord(status: TicketStatus): keyof typeof STATUSES {
  return status === "open" ? "Open" : status === "closed" ? "Closed" : "Inprogress"
}

export function priorityAsWord(priority: TicketPriority): keyof typeof PRIORITIES {
  return priority === "low"
    ? "Low"
    : priority === "high"
      ? "High"
      : priority === "urgent"
        ? "Urgent"
        : "Medium"
}
