import { z } from "zod"

const ticketId = z
  .union(
    [
      z.number().int().positive(),
      z
        .string()
        .trim()
        .regex(/^\d{1,19}$/),
    ],
    "must be the ticket's number",
  )
  .transform(String)

/** What an automation of Freshdesk posts: `{"ticket_id": "{{ticket.id}}"}`, or all that it can. */
export const freshdeskSchema = z
  .union(
    [
      z.object({ ticket_id: ticketId }).transform(({ ticket_id: id }) => id),
      z
        .object({ freshdesk_webhook: z.object({ ticket_id: ticketId }) })
        .transform(({ freshdesk_webhook: { ticket_id: id } }) => id),
    ],
    { error: 'must be {"ticket_id": "{{ticket.id}}"}' },
  )
  .describe("The ticket's number is all that is taken of it: everything else is asked of Freshdesk.")
