// The CRM contract from a browser, as any CRM would speak it. Mind the slashes.

const AGENT = "customer"

/** A reply that is not 200; `resetInSeconds` is set for 429. */
class ApiError extends Error {
  constructor(status, body) {
    super(`HTTP ${status}`)
    this.status = status
    this.resetInSeconds = status === 429 ? (body?.detail?.reset_in_seconds ?? 60) : undefined
  }
}

export function ask({ message, sessionId, user }) {
  return post(`api/agent/${AGENT}/`, {
    message,
    session_id: sessionId,
    user_info: {
      agent_id: user.id,
      email: user.email,
      name: user.name,
      agency: "Demo page",
      office: "Demo page",
    },
  })
}

export async function recordFailure({ query, reply, user }) {
  const recorded = await post("api/agent-failure/", {
    session_id: reply.session_id,
    agent_id: user.id,
    query,
    agent_response: reply.response,
    confidence_score: reply.classification_confidence,
    escalation_reason:
      reply.escalation_reason ?? (reply.sources.length > 0 ? "low_confidence" : "no_results"),
    user_email: user.email,
    user_name: user.name,
    user_agency: "Demo page",
    user_office: "Demo page",
    agent_type: AGENT,
  })
  return recorded.failure_id ?? recorded.id
}

export async function createTicket(failureId, history) {
  const created = await post(`api/agent-failure/${encodeURIComponent(failureId)}/create-ticket`, {
    conversation_history: history,
  })
  return created.ticket_id ?? created.id
}

export function declineTicket(failureId) {
  return post(`api/agent-failure/${encodeURIComponent(failureId)}/decline`)
}

export function rate({ messageId, helpful, query, reply, user }) {
  return post("api/feedback", {
    message_id: messageId,
    session_id: reply.session_id,
    feedback_type: helpful ? "helpful" : "unhelpful",
    query,
    response: reply.response,
    agent_type: AGENT,
    user_info: { agent_id: user.id, email: user.email, full_name: user.name },
    confidence_score: reply.classification_confidence,
    sources_used: reply.sources.map((source) => source.title),
  })
}

/** @param path from the server's root, which a proxy may have under a path of its own */
async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  })
  const reply = await response.json().catch(() => undefined)
  if (!response.ok) throw new ApiError(response.status, reply)
  return reply
}
