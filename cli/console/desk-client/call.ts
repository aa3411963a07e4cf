import { dayAfter } from "../../../src/core/stats/days.ts"
import { type DeskClient, DeskRefusal } from "../../desk/client.ts"
import type { Call } from "../state/effect.ts"
import { MOST_ENDED, MOST_TICKETS } from "../state/state.ts"

const MOST_HITS = 100

/** Each request of docs/desk-api.md that the console makes. */
export function made(desk: DeskClient, call: Call): Promise<unknown> {
  switch (call.what) {
    case "detail":
      return desk.get(`/conversations/${call.conversation}`)
    case "look":
      return orNothing(desk.get(`/conversations/${call.conversation}`))
    case "customer":
      return desk.get(`/customers/${encodeURIComponent(call.ref)}`)
    case "suggestions":
      return desk.get(`/conversations/${call.conversation}/suggestions`, { seq: call.seq })
    case "canned":
      return desk.get("/canned-replies")
    case "me":
      return desk.get("/me")
    case "list":
      return desk.get("/conversations", { view: call.view, limit: MOST_ENDED })
    case "search":
      return desk.get("/search", { q: call.query, limit: MOST_HITS })
    case "settings":
      return desk.get("/settings")
    case "set":
      return desk.patch(
        "/settings",
        call.value === undefined ? { unset: [call.key] } : { set: { [call.key]: call.value } },
      )
    case "today":
      return desk.get("/today")
    case "tickets":
      return desk.get("/tickets", { view: call.view, limit: MOST_TICKETS })
    case "ticket":
      return desk.get(`/tickets/${call.number}`)
    case "changeTicket":
      return desk.patch(`/tickets/${call.number}`, call.body)
    case "commentTicket":
      return desk.post(`/tickets/${call.number}/comments`, call.body)
    case "openTicket":
      return desk.post("/tickets", call.body)
    case "week":
      return desk.get("/stats", { from: dayAfter(call.day, -6), to: call.day })
    case "route":
      return desk.get(`/conversations/${call.conversation}/route`)
    case "article":
      return desk.post(`/conversations/${call.conversation}/article`, call.body)
    case "act":
      return desk.post(`/conversations/${call.conversation}/${call.verb}`, actBody(call))
  }
}

/** Undefined where there is none. */
async function orNothing(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof DeskRefusal && error.status === 404) return undefined
    throw error
  }
}

function actBody(call: Extract<Call, { what: "act" }>): object {
  if (call.verb === "priority") return { priority: call.priority }
  if (call.verb === "transfer") return { ...call.to, ...(call.note && { note: call.note }) }
  return {}
}
