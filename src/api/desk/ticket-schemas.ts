import { z } from "zod"
import { LONGEST_SUBJECT } from "../../core/tickets/change-ticket.ts"
import { LONGEST_COMMENT } from "../../core/tickets/comment-on-ticket.ts"
import { LONGEST_DESCRIPTION } from "../../core/tickets/open-ticket.ts"
import { emailAddress } from "../../email-address.ts"
import { pageSize } from "../../http/paging.ts"
import { clientId } from "./client-id.ts"

const number = z.number("must be a whole number").int().min(1).max(Number.MAX_SAFE_INTEGER)
const coercedNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, "must have visible characters")
// The core says how long they may be; beyond so much nobody need read on.
const subject = z.string().max(LONGEST_SUBJECT * 10)
const longText = (most: number) => z.string().max(most * 2, `is longer than ${most} characters`)

export const ticketStatusSchema = z.enum(
  ["open", "in_progress", "closed"],
  "can be open, in_progress or closed",
)
export const ticketPrioritySchema = z.enum(
  ["low", "medium", "high", "urgent"],
  "can be low, medium, high or urgent",
)

const filters = {
  view: z
    .enum(["mine", "open", "unassigned", "closed", "all"])
    .describe(
      "`mine`: yours that are not closed; `open`: all that are not; `unassigned`: those of them that nobody has.",
    ),
  status: ticketStatusSchema.optional(),
  priority: ticketPrioritySchema.optional(),
  assignee: coercedNumber.optional().describe("An agent's number."),
  customer: z.string().min(1).max(300).optional().describe("`ref` of a customer."),
  conversation: coercedNumber.optional().describe("Number of the conversation that they came of."),
  q: z
    .string()
    .max(300)
    .optional()
    .describe("Words of its number, subject, description or requester: all must be there."),
}

export const ticketListSchema = z.object({
  ...filters,
  view: filters.view.default("open"),
  before: coercedNumber.optional().describe("Number of the last ticket that you have."),
  limit: pageSize(200, 50),
})

export const ticketExportSchema = z.object({
  ...filters,
  view: filters.view.default("all"),
  format: z.enum(["csv", "json"]).default("csv"),
})

export const newTicketSchema = z.strictObject({
  clientId: clientId.describe("Your own name for it: a retry under the same name makes no second ticket."),
  subject: subject.optional().describe("Made of the description where it is absent."),
  description: longText(LONGEST_DESCRIPTION),
  priority: ticketPrioritySchema.optional(),
  assignee: number.optional().describe("An agent's number."),
  conversation: number.optional().describe("It is about that, and its customer's."),
  customer: z.string().min(1).max(300).optional().describe("`ref` of the customer whose it is."),
  requester: z
    .strictObject({
      name: line(200).optional(),
      email: emailAddress().max(254).optional(),
      phone: line(40).optional(),
    })
    .optional()
    .describe("Whom it is answered to; of a customer only what is not known of them."),
})

export const changeTicketSchema = z.strictObject({
  clientId: clientId.optional().describe("Your own name for it: a retry changes nothing."),
  status: ticketStatusSchema.optional(),
  priority: ticketPrioritySchema.optional(),
  subject: subject.optional(),
  assignee: number.nullish().describe("An agent's number; null: nobody has it."),
})

export const ticketCommentSchema = z.strictObject({
  clientId: clientId.describe("Your own name for it: a retry is stored once."),
  text: longText(LONGEST_COMMENT),
  visibility: z
    .enum(["public", "internal"], "can be public or internal")
    .describe("`public`: the requester reads it. `internal`: agents only."),
})
