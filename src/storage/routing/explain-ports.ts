import type { ExplainPorts } from "../../core/routing/explain-route.ts"
import type { Database } from "../database.ts"
import { newestEvents } from "../repositories/conversations.ts"
import { routeDecisions } from "./decisions.ts"

export function explainPorts({ db }: Pick<Database, "db">): ExplainPorts {
  return {
    decisions: (conversationId, limit) => routeDecisions(db, conversationId, limit),
    statusEvents: (conversationId, limit) => newestEvents(db, conversationId, "status", limit),
  }
}
