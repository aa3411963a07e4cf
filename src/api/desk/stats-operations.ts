import { z } from "zod"
import { conversationCsvHead } from "../../core/stats/conversation-csv.ts"
import { DEFINITIONS } from "../../core/stats/definitions.ts"
import { figuresFrom } from "../../core/stats/figures.ts"
import type { Operation } from "../../http/openapi/contract.ts"
import { statsReplySchema, statsRunReplySchema } from "./stats-reply-schemas.ts"
import { statsConversationsSchema, statsRunSchema, statsSchema } from "./stats-schemas.ts"

const NO_TOKEN = { 401: "No token, or one that does not hold any more." } as const
const NO_ADMIN = { ...NO_TOKEN, 403: "Only an admin may do this." } as const
const security = ["deskToken"] as const
const DAY = "2026-11-21"

/** Figures of days; docs/stats.md says what each means. */
export const statsOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/stats",
    id: "showStats",
    tag: "Figures",
    summary: "Figures of some days",
    description: `Days are the partner's, in its time zone, at most 400 at once; today's are as it is now. With each reply comes what every figure
means. Agents get the partner's figures and their own, admins those of all agents.`,
    security,
    query: statsSchema,
    replies: {
      200: {
        description: "The figures.",
        schema: statsReplySchema,
        examples: {
          quiet: {
            from: DAY,
            to: DAY,
            timeZone: "Europe/Berlin",
            ...figuresFrom([], []),
            topQuestions: [{ text: "Where is my order?", asked: 12, customers: 9, unsure: 2 }],
            topGaps: [],
            questionsFrom: DAY,
            before: null,
            definitions: DEFINITIONS.slice(0, 1),
          },
        },
      },
    },
    errors: { ...NO_TOKEN, 403: "An agent asks for another one's figures.", 404: "There is no such agent." },
  },
  {
    method: "get",
    path: "/api/desk/stats/conversations",
    id: "listStatsConversations",
    tag: "Figures",
    summary: "The conversations that the figures are made of",
    description:
      "CSV, one row a conversation, from which each figure can be counted again; docs/stats.md has the columns.",
    security,
    query: statsConversationsSchema,
    replies: {
      200: {
        description: "The rows, by number.",
        schema: z.string(),
        type: "text/csv",
        examples: { head: conversationCsvHead() },
      },
    },
    errors: NO_ADMIN,
  },
  {
    method: "post",
    path: "/api/desk/stats/run",
    id: "runStats",
    tag: "Figures",
    summary: "Count days anew",
    description:
      "At most 31 days. The same rows give the same figures; a day that is not over is counted, and not stored. The audit log says who did it.",
    security,
    body: { schema: statsRunSchema, examples: { day: { from: DAY }, week: { from: "2026-11-15", to: DAY } } },
    replies: {
      200: { description: "They are counted.", schema: statsRunReplySchema, examples: { day: { days: 1 } } },
    },
    errors: NO_ADMIN,
  },
]
