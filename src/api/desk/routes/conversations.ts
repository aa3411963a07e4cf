import { Elysia } from "elysia"
import { type WhyPorts, whyOf } from "../../../core/conversations/insight.ts"
import type { ConversationFilter } from "../../../core/conversations/summary.ts"
import { customerOfRef } from "../../../core/customers.ts"
import { ChatdError } from "../../../core/errors.ts"
import { flashbackFor } from "../../../core/flashback.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskCaller } from "../caller.ts"
import { eventsSchema, listSchema } from "../conversation-schemas.ts"
import { customerReply } from "../customer-reply.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { eventReply } from "../event-reply.ts"
import { namesIn } from "../names.ts"
import type { ConversationDetail, DeskEvent, Summary } from "../protocol.ts"
import { longestWait, summaries } from "../summary-reply.ts"
import { calls } from "./call.ts"
import { entering } from "./enter-conversation.ts"

/** Of the queue, what is listed with its length. */
const MOST_QUEUED = 100

/** Conversations, to look at. */
export function conversationRoutes(dependencies: DeskDependencies) {
  const { store, summaries: lists, data, customerById } = dependencies
  const { enter } = calls(dependencies)
  const { enterConversation } = entering(dependencies)
  const whyPorts: WhyPorts = { store, insight: data.insight, storedWhy: (id) => lists.why(id) }

  return new Elysia({ name: "desk-conversations", strictPath: true })
    .get(
      "/api/desk/conversations",
      async ({ request, query }): Promise<{ conversations: Summary[]; more: boolean }> => {
        const caller = await enter(request)
        const { limit, ...asked } = validate(listSchema, query)
        const filter = await filterOf(dependencies, caller, asked)
        const found = filter && (await lists.list(caller.partner.id, { ...filter, limit: limit + 1 }))
        if (!found) return { conversations: [], more: false }
        const shown = await summaries(lists, caller.partner.id, found.slice(0, limit))
        return { conversations: shown, more: found.length > limit }
      },
    )
    .get("/api/desk/queue", async ({ request }) => {
      const { partner } = await enter(request)
      const places = await lists.queue(partner.id)
      const found = await lists.list(partner.id, { view: "queue", limit: MOST_QUEUED })
      return {
        waiting: places.length,
        longestWaitSeconds: longestWait(places, Date.now()),
        conversations: await summaries(lists, partner.id, found),
      }
    })
    .get("/api/desk/conversations/:number", async ({ request, params }): Promise<ConversationDetail> => {
      const { caller, conversation } = await enterConversation(request, params.number)
      const customer = await customerById(conversation.customerId)
      const [summary] = await summaries(lists, caller.partner.id, [conversation])
      if (!customer || !summary)
        throw new ChatdError("not_found", `There is no conversation ${conversation.number}.`)
      return {
        conversation: summary,
        customer: await customerReply(data.customers, customer),
        why: (await whyOf(whyPorts, conversation)) ?? null,
        page: (await lists.page(conversation.id)) ?? null,
        flashback: flashbackFor(caller.partner, customer, new Date())?.flashBack ?? null,
      }
    })
    .get(
      "/api/desk/conversations/:number/events",
      async ({ request, params, query }): Promise<{ events: DeskEvent[]; lastSeq: number }> => {
        const { caller, conversation } = await enterConversation(request, params.number)
        const { after, limit } = validate(eventsSchema, query)
        const events = await store.eventsAfter(conversation.id, after, limit)
        const names = await namesIn(dependencies, caller.partner, conversation)
        return {
          events: events.map((event) => eventReply(conversation, event, names)),
          lastSeq: events.at(-1)?.seq ?? after,
        }
      },
    )
}

type Asked = Omit<ConversationFilter, "limit" | "customerId"> & { customer?: string | undefined }

/** Undefined where there can be none. @throws {ChatdError} `forbidden` for `mine` of nobody */
async function filterOf(
  { data }: DeskDependencies,
  { partner, agent }: DeskCaller,
  { customer: ref, ...asked }: Asked,
): Promise<Omit<ConversationFilter, "limit"> | undefined> {
  if (asked.view === "mine" && !agent)
    throw new ChatdError("forbidden", "Nobody's conversations are mine: say in whose name, with --as.")
  const own = asked.view === "mine" ? { ...asked, agent: agent?.number } : asked
  if (ref === undefined) return own
  const named = customerOfRef(ref)
  const customer =
    named && (await data.customers.customerByExternalId(partner.id, named.externalId, named.verified))
  return customer && { ...own, customerId: customer.id }
}
