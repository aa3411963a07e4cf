import { Elysia } from "elysia"
import type { Config } from "../../config/schema.ts"
import { type AskPorts, askQuestion } from "../../core/ask-question.ts"
import { ChatdError } from "../../core/errors.ts"
import { createTicket, declineTicket, type EscalationPorts } from "../../core/escalation.ts"
import { type RatingPorts, rateAnswer } from "../../core/rate-answer.ts"
import { isFromPage } from "../../http/from-page.ts"
import { readJsonBody } from "../../http/json-body.ts"
import { OutgoingLimits } from "../../http/outgoing-limits.ts"
import { validate } from "../../http/validate.ts"
import { decodeFailure, decodeQuestion, decodeRating } from "./decode.ts"
import type { HealthReport } from "./health.ts"
import { identifyPartner, type PartnerLookup } from "./identity.ts"
import { crmLimits } from "./limits.ts"
import { chatReply } from "./replies.ts"
import { agentTypeSchema, chatSchema, failureSchema, feedbackSchema, ticketSchema } from "./schemas.ts"

export interface CrmDependencies {
  config: Config
  partners: PartnerLookup
  ports: AskPorts & EscalationPorts & RatingPorts
  health(): Promise<HealthReport>
  /** The visitor's address, as far as it can be trusted. */
  addressOf(request: Request): string
}

/** A ticket brings the whole conversation along: so many times what other calls may send. */
const HISTORY_BODIES = 4
/** Made in an hour for one e-mail address, where the call bears no secret: a company's own user may have much to report. */
const TICKETS_FOR_ONE = 60

/** The CRM guide's contract (S4), to the letter: trailing slashes included. */
export function crmRoutes({ config, partners, ports, health, addressOf }: CrmDependencies) {
  const limits = crmLimits(config.crm)
  const outgoing = new OutgoingLimits()
  const own = { partner: config.crm.partner, publicUrl: config.server.public_url }
  const partnerOf = (request: Request) => identifyPartner(request, partners, own)
  const reporterOf = async (request: Request) => {
    const partner = await partnerOf(request)
    if (!isServer(request)) limits.spendReport(addressOf(request))
    return partner
  }
  const longestBody = config.server.max_body_kb * 1024
  const bodyOf = (request: Request) => readJsonBody(request, longestBody)

  return new Elysia({ name: "crm", strictPath: true })
    .post(
      "/api/agent/:type/",
      async ({ request, params }) => {
        const agentType = agentTypeSchema.safeParse(params.type)
        if (!agentType.success) throw unknownAgentType(params.type)
        const partner = await partnerOf(request)
        const body = validate(chatSchema, await bodyOf(request))
        limits.spend(partner.id, body.user_info.agent_id, addressOf(request))
        const asked = await askQuestion(ports, decodeQuestion(partner.id, agentType.data, body))
        return chatReply(agentType.data, asked)
      },
      { parse: "none" },
    )
    .post(
      "/api/agent-failure/",
      async ({ request }) => {
        const partner = await reporterOf(request)
        const body = validate(failureSchema, await bodyOf(request))
        const failure = await ports.recordFailure(decodeFailure(partner.id, body), ports.now())
        return { failure_id: failure.id }
      },
      { parse: "none" },
    )
    .post(
      "/api/agent-failure/:id/create-ticket",
      async ({ request, params }) => {
        const partner = await reporterOf(request)
        const history = await readJsonBody(request, HISTORY_BODIES * longestBody)
        const body = validate(ticketSchema, history)
        const vouches = isServer(request)
        const allow = (recipient: string) => {
          if (!vouches) outgoing.spendRecipient("ticket", partner.id, recipient, TICKETS_FOR_ONE)
        }
        const reference = await createTicket(
          { ...ports, allow, vouches },
          partner.id,
          params.id,
          body.conversation_history,
          ports.now(),
        )
        return { ticket_id: reference }
      },
      { parse: "none" },
    )
    .post(
      "/api/agent-failure/:id/decline",
      async ({ request, params }) => {
        await declineTicket(ports, (await partnerOf(request)).id, params.id)
        return { success: true }
      },
      { parse: "none" },
    )
    .post(
      "/api/feedback",
      async ({ request }) => {
        const partner = await reporterOf(request)
        const body = validate(feedbackSchema, await bodyOf(request))
        await rateAnswer(ports, decodeRating(partner.id, body), ports.now())
        return { success: true }
      },
      { parse: "none" },
    )
    .get("/api/health", () => health())
}

/** Whether the partner's own server calls, once its key is known to be one. All others may be anybody. */
function isServer(request: Request): boolean {
  return request.headers.has("authorization") && !isFromPage(request)
}

function unknownAgentType(type: string): ChatdError {
  return new ChatdError(
    "not_found",
    `There is no agent type "${type.slice(0, 40)}"; use customer, support or test.`,
  )
}
