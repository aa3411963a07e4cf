import { Elysia } from "elysia"
import { handOff } from "../../../core/conversations/hand-off.ts"
import { type PersonOutcome, requestPerson } from "../../../core/conversations/request-person.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { validate } from "../../../http/validate.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { handoffSchema } from "../schemas.ts"
import { calls } from "./call.ts"

/** The ways to a person: one who is there, or a ticket. */
export function handoffRoutes(dependencies: ChatDependencies) {
  const { access, handoffs, limits, outgoing, addressOf, log, isStaffed, languageFor } = dependencies
  const { bodyOf, enter } = calls(dependencies)
  const personPorts = { log, store: access.store, isStaffed, languageFor, now: () => new Date() }

  return new Elysia({ name: "chat-handoff", strictPath: true })
    .post("/api/chat/sessions/:id/person", async ({ request, params }) => {
      const { partner, customer, conversation } = await enter(request, params.id)
      limits.spend(partner, customer.id, addressOf(request))
      return personReply(await requestPerson(personPorts, partner, customer, conversation))
    })
    .post(
      "/api/chat/sessions/:id/handoff",
      async ({ request, params, set }) => {
        const { partner, customer, conversation } = await enter(request, params.id)
        const { messageLength } = partner.settings.limits
        const form = validate(handoffSchema(messageLength), await bodyOf(request))
        const allow = (recipient: string) => outgoing.spend("ticket", customer, addressOf(request), recipient)
        const ports = { ...handoffs, store: access.store, languageFor, allow }
        const ticketId = await handOff(ports, partner, customer, conversation, form)
        set.status = 201
        return { ticketId }
      },
      { parse: "none" },
    )
}

/** Where it is closed, the form can say when people are back. */
function personReply(found: PersonOutcome) {
  const opensAt = found.outcome === "form" ? found.absence?.opensAt : undefined
  return { outcome: found.outcome, ...(opensAt !== undefined && { opensAt: isoTime(opensAt) }) }
}
