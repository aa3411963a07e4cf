import { z } from "zod"
import { LONGEST_REPLY, LONGEST_SHORTCUT } from "../../core/canned-replies/canned-reply.ts"
import { emailAddress } from "../../email-address.ts"
import { pageSize } from "../../http/paging.ts"

const LONGEST_SEARCH = 300
const PLACE = /^[1-9]\d{0,14}\.[1-9]\d{0,8}$/

export const searchSchema = z.object({
  q: z
    .string()
    // Nothing that is typed is a fault: what is longer than anybody's search is cut.
    .transform((typed) => typed.slice(0, LONGEST_SEARCH))
    .describe(
      'Words that all must be there; the last may be the beginning of one. `"Quoted words"` are a phrase.',
    ),
  before: z
    .string()
    .regex(PLACE, "must be the place of a hit, as conversation.seq: 17.12")
    .optional()
    .describe("Hits that are older than the one at this place, written as `conversation.seq`."),
  limit: pageSize(100, 20),
})

export const customersSchema = z.object({
  search: z.string().max(300).default("").describe("Words of a name, an address or an id."),
  before: z.string().max(210).optional().describe("`ref` of the last customer that you have."),
  limit: pageSize(200, 50),
})

const text = (most: number) =>
  z
    .string("must be a string")
    .trim()
    .min(1, "must not be empty; null forgets it")
    .max(most)
    .regex(/^\P{Cc}*$/u, "must have visible characters")

/** Strict: a misspelt field that is ignored would be found out far too late. */
export const customerChangesSchema = z.strictObject(
  {
    name: text(200).nullish(),
    email: emailAddress().max(254).nullish(),
    phone: text(40).nullish(),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? "cannot be changed; there are name, email and phone" : undefined,
  },
)

const shortcut = z
  .string()
  .max(LONGEST_SHORTCUT + 20, `must have at most ${LONGEST_SHORTCUT} characters`)
  .describe("What agents type after `/`.")
const replyText = z
  .string()
  .max(LONGEST_REPLY * 2, `must have at most ${LONGEST_REPLY} characters`)
  .describe("With placeholders such as `{customer.first_name}`.")

export const cannedReplySchema = z.object({ shortcut, text: replyText })

export const cannedReplyChangesSchema = z.object({
  shortcut: shortcut.optional(),
  text: replyText.optional(),
})

const seq = z.coerce.number("must be a whole number").int("must be a whole number").min(1).max(999_999)

export const suggestionsSchema = z.object({
  seq: seq.optional().describe("A message of the customer's; unless given, their last one."),
})

export const articleSchema = z.object({
  questionSeq: seq.describe("The customer's message."),
  answerSeq: seq.optional().describe("The agent's reply; unless given, the first one after the question."),
  title: z.string().trim().max(200).optional().describe("Unless given, the question."),
  question: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .optional()
    .describe("In the customer's words; unless given, their message."),
  answer: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .optional()
    .describe("Markdown; unless given, the agent's reply."),
})
