import { z } from "zod"

/** A field that clients may leave out, leave empty, or send as null. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .nullish()
    .transform((value) => value ?? "")

/** Turns that a client may bring; what is used of them is less. */
const MOST_TURNS = 2_000

export const chatbotSchema = z.object({
  message: z
    .string()
    .describe("What the user says. Empty: nothing; the reply is what was said since the last call."),
  token: text(8_000).describe(
    "Who calls: the `token` of `POST /google-login` (or any session token, `st_…`), or the partner's key: `pk_…` in pages, `sk_…` from servers. May also be the bearer. Empty: the server's own partner (`crm.partner`).",
  ),
  session_id: z
    .string()
    .min(1)
    .max(200)
    .describe("Your own name for the conversation. Let it be one that nobody can guess, such as a UUID."),
  chat_history: z
    .array(
      z.union(
        [z.string(), z.record(z.string(), z.unknown())],
        "must be a text, or an object with role and content",
      ),
    )
    .max(MOST_TURNS)
    .nullish()
    .transform((value) => value ?? [])
    .describe(
      "What was said before, oldest first: texts in turns, or objects with `role` and `content`. Used as context where the conversation is new here, and not stored as if it had been said here.",
    ),
  website_url: text(2_000).describe("The site that the chat is about. It must be one of the partner's."),
  website_description: text(5_000).describe("What the site is, in a few sentences."),
})
export type ChatbotRequest = z.output<typeof chatbotSchema>

export const chatbotReplySchema = z.object({
  response: z
    .string()
    .describe("What was said since the last call, in Markdown; with the next call what came later."),
  is_booking: z.boolean().describe("The user wants an appointment."),
  is_human_handoff: z
    .boolean()
    .describe("A person is wanted: one has the conversation or is waited for, or the form is to be shown."),
  ticket_uuid: z
    .string()
    .describe(
      "Of the conversation's ticket. Where the form is to be shown: of the ticket that `PUT /ticket` makes of it. Otherwise empty.",
    ),
})
export type ChatbotReply = z.output<typeof chatbotReplySchema>
