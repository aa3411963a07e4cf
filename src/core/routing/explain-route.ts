import type { Conversation, ConversationEvent, StatusReason } from "../conversations/conversation.ts"
import { agentNumber } from "../conversations/senders.ts"
import type { Doer, RouteDecision, RouteKind } from "./decision.ts"
import { decisionSentence } from "./decision-sentence.ts"

/** Moves that are told, from the newest. */
const MOST_TOLD = 500

export interface ExplainPorts {
  /** A conversation's newest decisions, in order. */
  decisions(conversationId: number, limit: number): Promise<readonly RouteDecision[]>
  /** Its newest changes of status, in order. */
  statusEvents(conversationId: number, limit: number): Promise<readonly ConversationEvent[]>
}

export interface ExplainedMove extends RouteDecision {
  /** The same for people. */
  sentence: string
}

/**
 * How a conversation came to whom it came, in order. What was decided along with other things, as by a message that takes a
 * conversation or a customer who closes it, has no decision of its own and is told from the log.
 */
export async function explainRoute(
  ports: ExplainPorts,
  { id }: Pick<Conversation, "id">,
): Promise<ExplainedMove[]> {
  const [decisions, events] = await Promise.all([
    ports.decisions(id, MOST_TOLD),
    ports.statusEvents(id, MOST_TOLD),
  ])
  const decided = new Set(decisions.map(({ seq }) => seq))
  const told = events.filter(({ seq }) => !decided.has(seq)).flatMap((event) => fromLog(event) ?? [])
  return [...decisions, ...told]
    .toSorted((a, b) => a.seq - b.seq)
    .slice(-MOST_TOLD)
    .map((move) => ({ ...move, sentence: decisionSentence(move) }))
}

const KINDS: Readonly<Record<StatusReason, RouteKind | undefined>> = {
  answered: undefined,
  assigned: "assigned",
  person_requested: "queued",
  agent_joined: "taken",
  handed_back: "handed_back",
  timeout: "closed",
  closed_by_customer: "closed",
  closed_by_agent: "closed",
  reopened: "reopened",
  requeued: "requeued",
}

function fromLog({ conversationId, seq, at, sender, data }: ConversationEvent): RouteDecision | undefined {
  const { reason, agentId, agentName, why } = (data ?? {}) as {
    reason: StatusReason
    agentId?: number | null
    agentName?: string
    why?: { reason?: string }
  }
  const kind = KINDS[reason]
  if (!kind) return undefined
  // A closed conversation says whose it was.
  const keeper = agentId == null ? undefined : { number: agentId, ...(agentName && { name: agentName }) }
  const isOver = kind === "closed"
  const cause = reason === "timeout" ? "timeout" : kind === "taken" ? "answered" : why?.reason
  return {
    conversationId,
    seq,
    at,
    kind,
    agentNumber: isOver ? undefined : keeper?.number,
    reason: {
      by: doer(sender, keeper),
      ...(keeper && (isOver ? { from: keeper } : { to: keeper })),
      ...(cause && { cause }),
    },
  }
}

function doer(
  { kind, id }: ConversationEvent["sender"],
  keeper: { number: number; name?: string } | undefined,
): Doer {
  if (kind !== "agent") return { kind }
  const number = agentNumber(id)
  if (number === undefined) return { kind: "operator" }
  return { kind, number, ...(keeper?.number === number && keeper.name && { name: keeper.name }) }
}
