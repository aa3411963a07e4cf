import type { Selectable } from "kysely"
import type { AgentToken } from "../../core/agents/account.ts"
import type { Agent } from "../../core/agents/agent.ts"
import { randomText } from "../../random.ts"
import type { Db } from "../database.ts"
import type { AgentTokenTable } from "../schema.ts"
import { secretHash } from "../secret-hash.ts"
import { agentOf } from "./agents.ts"

/** A token that nobody used for so long opens nothing any more. */
const UNUSED_MS = 90 * 86_400_000
const USE_IS_NOTED_EVERY_MS = 3_600_000

export interface OpenedToken {
  token: string
  tokenId: string
  expiresAt: Date
}

/** With each new one the agent's old ones go that open nothing any more: what signs in for each task makes thousands a year. */
export async function insertToken(db: Db, agentId: number, label: string, at: Date): Promise<OpenedToken> {
  await forgetEnded(db, agentId, at)
  const token = `dt_${randomText(40)}`
  const tokenId = randomText(12)
  const expiresAt = new Date(at.getTime() + UNUSED_MS)
  await db
    .insertInto("agent_token")
    .values({
      id: tokenId,
      agent_id: agentId,
      hash: secretHash(token),
      label,
      created_at: at.getTime(),
      expires_at: expiresAt.getTime(),
    })
    .execute()
  return { token, tokenId, expiresAt }
}

async function forgetEnded(db: Db, agentId: number, at: Date): Promise<void> {
  await db
    .deleteFrom("agent_token")
    .where("agent_id", "=", agentId)
    .where((eb) => eb.or([eb("revoked_at", "is not", null), eb("expires_at", "<=", at.getTime())]))
    .execute()
}

/** Whose token it is, where it is live and the account open; notes that it was used. */
export async function agentByToken(
  db: Db,
  token: string,
  at: Date,
): Promise<{ agent: Agent; tokenId: string } | undefined> {
  const row = await db
    .selectFrom("agent_token")
    .innerJoin("agent", "agent.id", "agent_token.agent_id")
    .selectAll("agent")
    .select(["agent_token.id as token_id", "agent_token.last_used_at"])
    .where("agent_token.hash", "=", secretHash(token))
    .where("agent_token.revoked_at", "is", null)
    .where("agent_token.expires_at", ">", at.getTime())
    .where("agent.disabled_at", "is", null)
    .executeTakeFirst()
  if (!row) return undefined
  if ((row.last_used_at ?? 0) <= at.getTime() - USE_IS_NOTED_EVERY_MS) await noteUse(db, row.token_id, at)
  return { agent: agentOf(row), tokenId: row.token_id }
}

/** A full disk keeps nobody from reading, so neither does this. */
async function noteUse(db: Db, tokenId: string, at: Date): Promise<void> {
  const noted = db
    .updateTable("agent_token")
    .set({ last_used_at: at.getTime(), expires_at: at.getTime() + UNUSED_MS })
    .where("id", "=", tokenId)
    .execute()
  await noted.catch(() => undefined)
}

/** Those that still open something, the newest first. */
export async function liveTokens(db: Db, agentId: number, at: Date): Promise<AgentToken[]> {
  const rows = await db
    .selectFrom("agent_token")
    .selectAll()
    .where("agent_id", "=", agentId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", at.getTime())
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute()
  return rows.map(tokenOf)
}

/** Which of these tokens still open something, of agents whose accounts are open. */
export async function stillLive(db: Db, tokenIds: readonly string[], at: Date): Promise<Set<string>> {
  if (tokenIds.length === 0) return new Set()
  const rows = await db
    .selectFrom("agent_token")
    .innerJoin("agent", "agent.id", "agent_token.agent_id")
    .select("agent_token.id")
    .where("agent_token.id", "in", tokenIds)
    .where("agent_token.revoked_at", "is", null)
    .where("agent_token.expires_at", ">", at.getTime())
    .where("agent.disabled_at", "is", null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** False where the agent has no such live token. */
export async function revokeToken(db: Db, agentId: number, tokenId: string, at: Date): Promise<boolean> {
  const row = await db
    .updateTable("agent_token")
    .set({ revoked_at: at.getTime() })
    .where("agent_id", "=", agentId)
    .where("id", "=", tokenId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", at.getTime())
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Ends all of an agent's tokens but one; returns how many that were. */
export async function revokeTokens(
  db: Db,
  agentId: number,
  at: Date,
  except: string | undefined = undefined,
): Promise<number> {
  let ended = db
    .updateTable("agent_token")
    .set({ revoked_at: at.getTime() })
    .where("agent_id", "=", agentId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", at.getTime())
  if (except !== undefined) ended = ended.where("id", "!=", except)
  return (await ended.returning("id").execute()).length
}

function tokenOf(row: Selectable<AgentTokenTable>): AgentToken {
  return {
    id: row.id,
    label: row.label,
    createdAt: new Date(row.created_at),
    lastUsedAt: row.last_used_at === null ? undefined : new Date(row.last_used_at),
    expiresAt: new Date(row.expires_at),
  }
}
