import { Elysia } from "elysia"
import { customerRef } from "../../../core/customers.ts"
import { type MessageHit, searchMessages } from "../../../core/search/search-messages.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { validate } from "../../../http/validate.ts"
import { searchSchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { SearchHit } from "../protocol.ts"
import { calls } from "./call.ts"

export function searchRoutes(dependencies: DeskDependencies) {
  const { data } = dependencies
  const { enter } = calls(dependencies)

  return new Elysia({ name: "desk-search", strictPath: true }).get(
    "/api/desk/search",
    async ({ request, query }) => {
      const { partner } = await enter(request)
      const { q: text, before, limit } = validate(searchSchema, query)
      const [conversation = 0, seq = 0] = (before ?? "").split(".").map(Number)
      const place = before === undefined ? undefined : { conversation, seq }
      const { hits, more } = await searchMessages(data.search, partner.id, { text, before: place, limit })
      return { hits: hits.map(hitReply), more }
    },
  )
}

function hitReply({ conversation, customer, event, excerpt }: MessageHit): SearchHit {
  return {
    conversation,
    seq: event.seq,
    type: event.type === "note" ? "note" : "message",
    customer: { ref: customerRef(customer), name: customer.name ?? null },
    from: event.sender.kind,
    at: isoTime(event.at),
    excerpt,
  }
}
