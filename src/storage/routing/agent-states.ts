import { type Selectable, sql } from "kysely"
import { type AgentState, isThere } from "../../core/agents/agent-state.ts"
import type { Db } from "../database.ts"
import { agentOf } from "../repositories/agents.ts"
import type { AgentTable } from "../schema.ts"

/** Who answers for a partner, as they are now, by their numbers. */
export async function agentStates(db: Db, partnerId: string, at: number): Promise<AgentState[]> {
  const rows = await stateQuery(db, partnerId, at).orderBy("agent.number").execute()
  return rows.map(stateOf)
}

export async function agentState(
  db: Db,
  partnerId: string,
  number: number,
  at: number,
): Promise<AgentState | undefined> {
  const row = await stateQuery(db, partnerId, at).where("agent.number", "=", number).executeTakeFirst()
  return row && stateOf(row)
}

/** Whether anybody is there who is given conversations, be there room or not. */
export async function anybodyThere(db: Db, partnerId: string, at: number): Promise<boolean> {
  const row = await thereQuery(db, at)
    .where("agent.partner_id", "=", partnerId)
    .select("agent.id")
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those who are there: online, with a client that some server vouches for, and an account in force. */
export function thereQuery(db: Db, at: number) {
  return db
    .selectFrom("agent")
    .where("agent.presence", "=", "online")
    .where("agent.disabled_at", "is", null)
    .where(connected(at))
}

/** Whether a server vouches for a client of theirs. */
function connected(at: number) {
  return sql<boolean>`exists (select 1 from agent_connection where agent_connection.agent_id = agent.id and lease_until > ${at})`
}

/** How many conversations they have. */
export const openCount = sql<number>`(select count(*) from conversation
  where conversation.partner_id = agent.partner_id and conversation.agent_id = agent.number
  and conversation.status = 'active' and conversation.handler = 'person')`

type StateRow = Selectable<AgentTable> & { open: number; connected: boolean | number }

function stateQuery(db: Db, partnerId: string, at: number) {
  return db
    .selectFrom("agent")
    .selectAll("agent")
    .select([openCount.as("open"), connected(at).as("connected")])
    .where("agent.partner_id", "=", partnerId)
}

function stateOf(row: StateRow): AgentState {
  const state = {
    ...agentOf(row),
    open: row.open,
    connected: Boolean(row.connected),
  }
  return { ...state, available: isThere(state) && state.open < state.capacity }
}
