import type { ExplainPorts } from "../../core/routing/explain-route.ts"
import type { Database } from "../database.ts"
import { routeDecisions, statusEvents } from "./decisions.ts"

export function explainPorts({ db }: Pick<Database, "db">): ExplainPorts {
  return {
    decisions: (conversationId, limit) => routeDecisions(db, conversationId, limit),
    statusEvents: (conversationId, limit) => statusEvents(db, conversationId, limit),
  }
}
