import type { Operation } from "../../http/openapi/contract.ts"
import { allChatsReplySchema, allChatsSchema, generateStatsSchema, statsSchema } from "./admin-schemas.ts"
import { ADMINS, SESSION_NAME, TICKET_UUID, UNAUTHENTICATED } from "./operation-parts.ts"
import { STATS_DEFINITIONS, type StatsReply, statsReplySchema } from "./stats-reply.ts"

const REFUSED = { 401: UNAUTHENTICATED, 403: "An agent who is no admin, or a secret key in a page." }
const NOT_FOUND = "There is no such partner, or it is not yours."

const VOLUME = { conversations: 4, messages: 17, successful: 3, success_rate: 0.75, handed_over: 1 }
const OUTCOMES = {
  answered_by_person: 1,
  escalated: 1,
  answered_by_bot: 2,
  abandoned: 0,
  no_question: 0,
  pending: 0,
}
const NEVER = { count: 0, median: null, p90: null, mean: null }
const ONCE = { count: 1, median: 180, p90: 180, mean: 180 }
const QUIET = Array.from({ length: 24 }, () => 0)
const HOURS = Array.from({ length: 7 }, (_, weekday) =>
  weekday === 4 ? QUIET.with(10, 3).with(15, 1) : QUIET,
)
const QUESTION = { question: "How long does shipping take?", asked: 3, customers: 2, unsure: 0 }
const STATS: StatsReply = {
  from: "2026-11-20",
  to: "2026-11-20",
  time_zone: "Europe/Berlin",
  ...VOLUME,
  open: 1,
  outcomes: OUTCOMES,
  became_ticket: 1,
  transfers: 0,
  reopened: 0,
  first_response: { bot: { count: 4, median: 1, p90: 2, mean: 1 }, person: ONCE, person_once_wanted: ONCE },
  queue_wait: { count: 1, median: 60, p90: 60, mean: 60 },
  resolution: { bot: { count: 2, median: 95, p90: 120, mean: 95 }, person: NEVER },
  confidence: [0, 0, 0, 0, 1, 0, 0, 0, 1, 4],
  feedback: { up: 1, down: 0 },
  rating: { count: 1, mean: 5 },
  hours: HOURS,
  tickets: { opened: 1, closed: 0 },
  crm: { questions: 0, answered: 0, escalated: 0 },
  agents: [
    {
      number: 1,
      name: "Grace Hopper",
      conversations: 1,
      messages: 3,
      response: ONCE,
      resolution: NEVER,
      rating: { count: 0, mean: null },
    },
  ],
  top_questions: [QUESTION],
  top_gaps: [{ ...QUESTION, question: "Do you ship to Iceland?", asked: 2, unsure: 2 }],
  days: [{ date: "2026-11-20", ...VOLUME, outcomes: OUTCOMES }],
  definitions: STATS_DEFINITIONS,
}

export const adminOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/all-chats",
    id: "getAllChats",
    tag: "Chatbot",
    summary: "Get All Chats Endpoint",
    description:
      "A partner's conversations, whichever way they were held; the newest first. Where there are more, `next` says from where to go on.",
    security: ADMINS,
    query: allChatsSchema,
    replies: {
      200: {
        description: "A page of them.",
        schema: allChatsReplySchema,
        examples: {
          one: {
            chats: [
              {
                conversation_id: 17,
                session_id: SESSION_NAME,
                user: {
                  id: "google:110169484474386276334",
                  name: "Ada",
                  email: "ada@example.com",
                  verified: true,
                },
                status: "closed",
                outcome: "escalated",
                is_booking: false,
                is_human_handoff: true,
                ticket_uuids: [TICKET_UUID],
                website_url: "https://acme.example/",
                message_count: 1,
                started_at: "2026-11-21T10:00:00.000Z",
                updated_at: "2026-11-21T10:05:00.000Z",
                closed_at: "2026-11-21T10:05:00.000Z",
                messages: [
                  { role: "user", content: "A person, please", timestamp: "2026-11-21T10:00:00.000Z" },
                ],
              },
            ],
            total: 1,
            next: null,
          },
        },
      },
    },
    errors: { ...REFUSED, 404: NOT_FOUND },
  },
  {
    method: "get",
    path: "/stats",
    id: "getStats",
    tag: "Stats",
    summary: "Get Stats Endpoint",
    description: "Of the rows as they are. chatd counts each day by itself once it is over.",
    security: ADMINS,
    query: statsSchema,
    replies: {
      200: { description: "What they come to.", schema: statsReplySchema, examples: { day: STATS } },
    },
    errors: { ...REFUSED, 404: NOT_FOUND },
  },
  {
    method: "post",
    path: "/stats",
    id: "generateStats",
    tag: "Stats",
    summary: "Generate Stats Endpoint",
    description:
      "Counts a day anew, as the daily job does, and stores it in the place of what was counted before: however often it is counted, it comes to the same.",
    security: ADMINS,
    body: { schema: generateStatsSchema, examples: { day: { date: "2026-11-20" } } },
    replies: {
      200: { description: "What it comes to.", schema: statsReplySchema, examples: { day: STATS } },
    },
    errors: { ...REFUSED, 404: NOT_FOUND },
  },
]
