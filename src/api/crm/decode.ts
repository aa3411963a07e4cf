import type { z } from "zod"
import type { Question } from "../../core/ask-question.ts"
import type { AgentType } from "../../core/customer.ts"
import type { FailureReport } from "../../core/escalation.ts"
import type { Rating } from "../../core/rate-answer.ts"
import type { chatSchema, failureSchema, feedbackSchema } from "./schemas.ts"

export function decodeQuestion(
  partnerId: string,
  agentType: AgentType,
  body: z.output<typeof chatSchema>,
): Question {
  const info = body.user_info
  return {
    partnerId,
    agentType,
    sessionId: body.session_id,
    message: body.message,
    user: {
      agentId: info.agent_id,
      email: info.email,
      name: info.name,
      agency: info.agency,
      office: info.office,
      ...(info.phone && { phone: info.phone }),
      ...(info.company && { company: info.company }),
      ...(info.division && { division: info.division }),
      ...(info.user_type && { userType: info.user_type }),
    },
  }
}

export function decodeFailure(partnerId: string, body: z.output<typeof failureSchema>): FailureReport {
  return {
    partnerId,
    sessionId: body.session_id,
    agentId: body.agent_id,
    agentType: body.agent_type,
    query: body.query,
    agentResponse: body.agent_response,
    confidence: body.confidence_score,
    reason: body.escalation_reason,
    user: {
      email: body.user_email,
      name: body.user_name,
      agency: body.user_agency,
      office: body.user_office,
    },
  }
}

export function decodeRating(partnerId: string, body: z.output<typeof feedbackSchema>): Rating {
  const { agent_id, email, full_name } = body.user_info
  return {
    partnerId,
    sessionId: body.session_id,
    messageId: body.message_id,
    helpful: body.feedback_type === "helpful",
    query: body.query,
    response: body.response,
    agentType: body.agent_type,
    user: { agentId: agent_id, email, fullName: full_name },
    confidence: body.confidence_score ?? undefined,
    sources: body.sources_used ?? [],
  }
}
