import { z } from "zod"
import { emailAddress } from "../../email-address.ts"

const text = (max: number) => z.string().trim().min(1, "is required").max(max)
const short = text(300)
const optional = z
  .string()
  .trim()
  .max(300)
  .nullish()
  .transform((value) => value || undefined)
const email = emailAddress().max(300)
const sessionId = text(200).describe("Made up by you, the same throughout a session.")
const message = text(4000)

export const agentTypeSchema = z.enum(["test", "support", "customer"])

export const chatSchema = z.object({
  message,
  session_id: sessionId,
  user_info: z.object(
    {
      agent_id: short.describe("Who the user is in your system; limits count by it."),
      email,
      name: short,
      phone: optional.describe("Stands in the ticket, as company, division and user_type do."),
      agency: short,
      office: short,
      company: optional,
      division: optional,
      user_type: optional,
    },
    "must be an object with agent_id, email, name, agency and office",
  ),
})

export const failureSchema = z.object({
  session_id: sessionId,
  agent_id: short,
  query: message.describe("The question."),
  agent_response: text(20_000).describe("The reply's `response`."),
  confidence_score: z
    .number("must be a number from 0 to 1")
    .min(0)
    .max(1)
    .describe("The reply's `classification_confidence`."),
  escalation_reason: text(100).describe("`low_confidence`, `no_results`, or another word."),
  user_email: email,
  user_name: short,
  user_agency: short,
  user_office: short,
  agent_type: agentTypeSchema,
})

/** As ISO 8601 leaves it to clients: seconds, the colon of a zone, and the zone, UTC, may be missing. */
const LOOSE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(?:Z|([+-]\d\d)(?::?(\d\d))?)?$/

function completeTime(value: unknown): unknown {
  const [, minute, second = ":00", hours, minutes = "00"] = LOOSE_TIME.exec(String(value)) ?? []
  return minute === undefined ? value : `${minute}${second}${hours ? `${hours}:${minutes}` : "Z"}`
}

/** That a ticket takes along, the newest. */
const MOST_MESSAGES = 500

export const ticketSchema = z.object({
  conversation_history: z
    .array(
      z.object({
        role: z.enum(["user", "assistant"]),
        content: z.string().max(20_000),
        timestamp: z.preprocess(
          completeTime,
          z.iso.datetime({ offset: true, error: "must be an ISO 8601 time" }),
        ),
      }),
      "must be a list of messages",
    )
    // The guide has clients send all of it: nobody is without a ticket for having said much.
    .transform((all) => all.slice(-MOST_MESSAGES)),
})

export const feedbackSchema = z.object({
  message_id: short.describe("Made up by you, one for each message."),
  session_id: sessionId,
  feedback_type: z.enum(["helpful", "unhelpful"]),
  query: message.describe("What was asked."),
  response: text(20_000).describe("What was answered."),
  agent_type: agentTypeSchema,
  user_info: z.object({
    agent_id: short,
    email,
    full_name: short.describe("Mind: not `name`."),
  }),
  confidence_score: z.number().min(0).max(1).nullish(),
  sources_used: z.array(z.string().max(500)).max(50).nullish().describe("Titles of the sources."),
})
