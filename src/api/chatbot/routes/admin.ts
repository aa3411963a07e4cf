import { Elysia } from "elysia"
import type { z } from "zod"
import { type Chat, type ChatFilter, listChats } from "../../../core/conversations/list-chats.ts"
import { ChatdError } from "../../../core/errors.ts"
import type { Partner } from "../../../core/partner.ts"
import { dayAfter, dayAt, spanOfDay } from "../../../core/stats/days.ts"
import { reportOf } from "../../../core/stats/report.ts"
import { requireSpan } from "../../../core/stats/show-stats.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { readJsonBody } from "../../../http/json-body.ts"
import { validate } from "../../../http/validate.ts"
import { type Admin, requireAdmin } from "../admin.ts"
import {
  type allChatsReplySchema,
  allChatsSchema,
  generateStatsSchema,
  MOST_WITH_MESSAGES,
  statsSchema,
} from "../admin-schemas.ts"
import type { ChatbotDependencies } from "../dependencies.ts"
import { statsReply } from "../stats-reply.ts"
import { inFastApisForm } from "../validation.ts"

const MOST_MESSAGES = 500
const USUAL_DAYS = 30
const ROLES = { customer: "user", bot: "assistant", system: "assistant", agent: "agent" } as const

/** What admins look through: everybody's conversations, and what they come to. */
export function adminRoutes(to: ChatbotDependencies) {
  const today = ({ settings }: Partner) => dayAt(settings.hours.timeZone, to.stats.ports.now().getTime())

  return new Elysia({ name: "chatbot-admin", strictPath: true })
    .get("/all-chats", ({ request, query, set }) =>
      inFastApisForm(set, "query", async () => {
        const admin = await requireAdmin(to, request)
        const { partner_id, messages, ...asked } = validate(allChatsSchema, query)
        requireFew(messages, asked.limit)
        const partner = await partnerOf(to, admin, partner_id)
        const page = await listChats(to.chats, partner.id, filterOf(partner, asked))
        const chats: z.output<typeof allChatsReplySchema>["chats"] = []
        // One by one: what was said in all of them at once is much to ask of the database.
        for (const chat of page.chats) {
          const said = messages ? { messages: await messagesOf(to, chat) } : {}
          chats.push({ ...chatReply(chat), ...said })
        }
        return { chats, total: page.total ?? null, next: page.next ?? null }
      }),
    )
    .get("/stats", ({ request, query, set }) =>
      inFastApisForm(set, "query", async () => {
        const admin = await requireAdmin(to, request)
        const asked = validate(statsSchema, query)
        const partner = await partnerOf(to, admin, asked.partner_id)
        const until = asked.to ?? today(partner)
        const from = asked.from ?? dayAfter(until, 1 - USUAL_DAYS)
        return statsReply(await to.stats.report(partner, { from, to: until }))
      }),
    )
    .post(
      "/stats",
      ({ request, set }) =>
        inFastApisForm(set, "body", async () => {
          const admin = await requireAdmin(to, request)
          const body = validate(generateStatsSchema, (await readJsonBody(request, to.maxBodyBytes)) ?? {})
          const partner = await partnerOf(to, admin, body.partner_id)
          const now = today(partner)
          const day = body.date ?? dayAfter(now, -1)
          requireDay(day, now)
          await to.stats.run(partner, [day], admin.auditName)
          return statsReply(await reportOf(to.stats.ports, partner, { from: day, to: day }))
        }),
      { parse: "none" },
    )
}

/** @throws {ChatdError} `not_found` for one that is absent or not theirs; `invalid_input` where it is not plain whose */
async function partnerOf(
  to: ChatbotDependencies,
  { partner }: Admin,
  id: string | undefined,
): Promise<Partner> {
  if (partner) {
    if (id === undefined || id === partner.id) return partner
  } else {
    const all = await to.google.allPartners()
    const meant = id ?? to.callers.keylessPartner
    const found = meant === undefined && all.length === 1 ? all[0] : all.find((one) => one.id === meant)
    if (found) return found
    if (id === undefined)
      throw new ChatdError("invalid_input", "partner_id is required: there are several partners.", {
        field: "partner_id",
      })
  }
  throw new ChatdError("not_found", "There is no such partner.")
}

function requireDay(day: string, today: string): void {
  try {
    requireSpan({ from: day, to: day }, today)
  } catch {
    throw new ChatdError("invalid_input", `date must not be after today (${today}).`, { field: "date" })
  }
}

function requireFew(messages: boolean, limit: number): void {
  if (!messages || limit <= MOST_WITH_MESSAGES) return
  throw new ChatdError(
    "invalid_input",
    `limit must be at most ${MOST_WITH_MESSAGES} where messages are asked for.`,
    { field: "limit" },
  )
}

type Asked = Omit<z.output<typeof allChatsSchema>, "partner_id" | "messages">

/** @throws {ChatdError} `invalid_input` naming `from` */
function filterOf({ settings }: Partner, { from, to, session_id: sessionName, ...rest }: Asked): ChatFilter {
  const { timeZone } = settings.hours
  const first = from === undefined ? undefined : momentOf(timeZone, from, "from")
  const end = to === undefined ? undefined : momentOf(timeZone, to, "to")
  if (first !== undefined && end !== undefined && first >= end)
    throw new ChatdError("invalid_input", "from must be before to.", { field: "from" })
  return { ...rest, sessionName, from: first, to: end }
}

/** A day is meant as a whole. */
function momentOf(timeZone: string, text: string, end: "from" | "to"): number {
  return text.includes("T") ? Date.parse(text) : spanOfDay(timeZone, text)[end]
}

function chatReply({ conversation, customer, name, page, facts, wishes, ticketUuids }: Chat) {
  const { number, publicId, status, createdAt, updatedAt, closedAt } = conversation
  const { externalId: id, name: called, email, verified } = customer
  return {
    conversation_id: number,
    session_id: name ?? publicId,
    user: { id, name: called ?? null, email: email ?? null, verified },
    status,
    outcome: facts.outcome,
    is_booking: wishes.appointment,
    is_human_handoff: facts.handedOver || wishes.person || ticketUuids.length > 0,
    ticket_uuids: [...ticketUuids],
    website_url: typeof page?.url === "string" ? page.url : null,
    message_count: facts.messages.customer + facts.messages.bot + facts.messages.agent,
    started_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
    closed_at: closedAt === undefined ? null : isoTime(closedAt),
  }
}

async function messagesOf({ store }: ChatbotDependencies, { conversation: { id, lastSeq } }: Chat) {
  const said = await store.messagesBefore(id, lastSeq + 1, MOST_MESSAGES)
  return said.map(({ sender, text = "", at }) => ({
    role: ROLES[sender.kind],
    content: text,
    timestamp: isoTime(at),
  }))
}
