import { Elysia } from "elysia"
import type { z } from "zod"
import { changeStatus } from "../../../core/conversations/change-status.ts"
import { openSession } from "../../../core/conversations/open-session.ts"
import { customerSender } from "../../../core/conversations/senders.ts"
import { ChatdError } from "../../../core/errors.ts"
import { identifyCustomer } from "../../../core/identify-customer.ts"
import type { Partner } from "../../../core/partner.ts"
import { bearerToken } from "../../../http/bearer.ts"
import { isConversationToken } from "../../../http/link-tokens.ts"
import { validate } from "../../../http/validate.ts"
import { requireOwnOrigin, widgetPartner } from "../../../http/widget-partner.ts"
import { type Access, callerOf, linkedAccess } from "../access.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { sessionReply, widgetReply } from "../replies.ts"
import { openSchema } from "../schemas.ts"
import { calls } from "./call.ts"

/** Sessions that a customer is shown. */
const MOST_SESSIONS = 50

/** Sessions: opened, gone on with, looked at, ended; and what a widget must know before. */
export function sessionRoutes(dependencies: ChatDependencies) {
  const { access, identify, sessions, log, limits, tokens, queue, addressOf } = dependencies
  const { bodyOf, enter } = calls(dependencies)
  const reply = async (found: Access) => sessionReply(found, await queue.placeOf(found.conversation))

  return new Elysia({ name: "chat-sessions", strictPath: true })
    .get("/api/chat/config", async ({ request, query, set }) => {
      const partner = await callingPartner(dependencies, request, query.key)
      set.headers["cache-control"] = "public, max-age=60"
      return widgetReply(partner, dependencies.mail)
    })
    .post(
      "/api/chat/sessions",
      async ({ request, set }) => {
        const body = validate(openSchema, await bodyOf(request))
        const partner = await callingPartner(dependencies, request, body.widgetKey ?? bearerToken(request))
        const link = linkIn(body)
        if (link) {
          set.status = 200
          return byLink(dependencies, request, partner, link, body.resumeOnly ?? false)
        }
        requireConsent(partner, body.consent, body.resumeOnly)
        if (!body.resumeOnly) limits.spendSession(partner, addressOf(request))
        const { identity, sessionToken, customerId: claimedId, page, resumeOnly } = body
        const { name, email, phone, locale } = body
        const details = given({ name, email, phone, locale })
        const claim = { identity, sessionToken, claimedId, details }
        const customer = await identifyCustomer(identify, partner, claim, !resumeOnly)
        const opened = customer && (await openSession(sessions, { partner, customer, page, resumeOnly }))
        if (!opened) throw new ChatdError("not_found", "There is no live session.")
        // Also of a session that goes on: this server may not have been there when it was said.
        if (body.site) {
          const { url = "", description = "" } = body.site
          const by = request.headers.has("origin") ? "page" : "anybody"
          // Nobody waits for it who only wants to talk.
          void dependencies.noticeSite(partner, { url, description, by }, customer.id)
        }
        set.status = opened.resumed ? 200 : 201
        const sessionTokenNow = tokens.issue(customer, new Date())
        const { id, ...session } = await reply({
          partner,
          customer,
          conversation: opened.conversation,
          byLink: false,
        })
        return { id, sessionToken: sessionTokenNow, resumed: opened.resumed, ...session }
      },
      { parse: "none" },
    )
    .get("/api/chat/sessions", async ({ request }) => {
      const { partner, customer } = await callerOf(access, bearerToken(request))
      const conversations = await access.store.ofCustomer(customer.id, MOST_SESSIONS)
      const previews = await access.store.previews(conversations.map(({ id }) => id))
      const replies = await Promise.all(
        conversations.map((conversation) => reply({ partner, customer, conversation, byLink: false })),
      )
      return replies.map((session, i) => ({
        ...session,
        preview: previews.get(conversations[i]?.id ?? 0) ?? "",
      }))
    })
    .get("/api/chat/sessions/:id", async ({ request, params }) => {
      return reply(await enter(request, params.id))
    })
    .post("/api/chat/sessions/:id/close", async ({ request, params }) => {
      const found = await enter(request, params.id)
      const sender = customerSender(found.customer)
      const closed = await changeStatus(log, found.conversation.id, "closed_by_customer", sender)
      return reply({ ...found, conversation: closed.conversation })
    })
}

/** A mail's link, which a page gives as the proof of who its visitor is. */
function linkIn({ identity, sessionToken }: z.output<typeof openSchema>): string | undefined {
  const claimed = identity && "jwt" in identity ? identity.jwt : identity ? undefined : sessionToken
  return claimed && isConversationToken(claimed) ? claimed : undefined
}

/** The conversation that a mail's link opens, ended or not; whoever wants to say something in it has it opened again. */
async function byLink(
  { access, limits, queue, comeBack, addressOf }: ChatDependencies,
  request: Request,
  partner: Partner,
  link: string,
  resumeOnly: boolean,
) {
  const opened = await linkedAccess(access, link)
  if (opened.partner.id !== partner.id)
    throw new ChatdError("unauthenticated", "This link is for another widget key.")
  let { conversation } = opened
  if (!resumeOnly && conversation.status === "closed") {
    limits.spendSession(partner, addressOf(request))
    conversation = await comeBack(conversation, opened.customer)
  }
  const position = await queue.placeOf(conversation)
  const { id, ...session } = sessionReply({ ...opened, conversation }, position)
  return { id, sessionToken: link, resumed: true, ...session }
}

/** A page without a key is served for the partner that the configuration names. */
async function callingPartner(
  { access, config, partnerByWidgetKey }: ChatDependencies,
  request: Request,
  key: string | undefined,
): Promise<Partner> {
  const named = config.crm.partner
  const partner = !key && named ? await access.partnerById(named) : undefined
  const { public_url: publicUrl } = config.server
  if (!partner) return widgetPartner(request, key ?? "", partnerByWidgetKey, publicUrl)
  requireOwnOrigin(request, partner, publicUrl)
  return partner
}

function requireConsent(
  partner: Partner,
  consent: boolean | undefined,
  resumeOnly: boolean | undefined,
): void {
  if (!partner.settings.widget.consent || consent || resumeOnly) return
  throw new ChatdError("invalid_input", "consent must be true: the visitor has to agree first.", {
    field: "consent",
  })
}

/** Without what is undefined. */
function given<T extends object>(values: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: NonNullable<T[Key]>
  }
}
