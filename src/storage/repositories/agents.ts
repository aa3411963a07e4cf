import type { Selectable, Transaction } from "kysely"
import type { Account, NewAgent } from "../../core/agents/account.ts"
import type { Agent, AgentRole, Presence } from "../../core/agents/agent.ts"
import type { AgentChanges } from "../../core/agents/change-agent.ts"
import type { Db } from "../database.ts"
import type { AgentTable, Schema } from "../schema.ts"

/**
 * Stores an agent under the partner's next number; undefined where the partner has one with this address. The caller's
 * transaction makes both one.
 */
export async function insertAgent(
  trx: Transaction<Schema>,
  { partnerId, email, name, role, capacity }: NewAgent,
  passwordHash: string,
  at: Date,
): Promise<Agent | undefined> {
  // The partner's row is held from here on, so that nobody else adds the same address meanwhile.
  const { last_agent } = await trx
    .updateTable("partner")
    .set(({ eb }) => ({ last_agent: eb("last_agent", "+", 1) }))
    .where("id", "=", partnerId)
    .returning("last_agent")
    .executeTakeFirstOrThrow()
  const row = await trx
    .insertInto("agent")
    .values({
      partner_id: partnerId,
      number: last_agent,
      email,
      name,
      role,
      capacity,
      password_hash: passwordHash,
      created_at: at.getTime(),
      updated_at: at.getTime(),
    })
    .onConflict((conflict) => conflict.columns(["partner_id", "email"]).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && agentOf(row)
}

export async function agentByNumber(db: Db, partnerId: string, number: number): Promise<Agent | undefined> {
  const row = await agentsOf(db, partnerId).where("number", "=", number).executeTakeFirst()
  return row && agentOf(row)
}

export async function agentByEmail(db: Db, partnerId: string, email: string): Promise<Agent | undefined> {
  const row = await agentsOf(db, partnerId).where("email", "=", email.toLowerCase()).executeTakeFirst()
  return row && agentOf(row)
}

/** In the order in which they came. */
export async function listAgents(db: Db, partnerId: string): Promise<Agent[]> {
  const rows = await agentsOf(db, partnerId).orderBy("number").execute()
  return rows.map(agentOf)
}

/** What figures say of agents, in the order in which they came. */
export async function listNamedAgents(db: Db, partnerId: string) {
  const rows = await db
    .selectFrom("agent")
    .select(["number", "name", "disabled_at"])
    .where("partner_id", "=", partnerId)
    .orderBy("number")
    .execute()
  return rows.map(({ number, name, disabled_at }) => ({ number, name, disabled: disabled_at !== null }))
}

/** Changes with anything that is shown of a partner's agents' accounts. */
export async function agentsMark(db: Db, partnerId: string): Promise<string> {
  const rows = await db
    .selectFrom("agent")
    .select(["number", "email", "name", "role", "capacity", "presence", "disabled_at"])
    .where("partner_id", "=", partnerId)
    .orderBy("number")
    .execute()
  return JSON.stringify(rows.map((row) => Object.values(row)))
}

/** Those with this address whose accounts are open, of any partner or of one. */
export async function accountsByEmail(
  db: Db,
  email: string,
  partnerId: string | undefined,
): Promise<Account[]> {
  let found = db
    .selectFrom("agent")
    .selectAll()
    .where("email", "=", email)
    .where("disabled_at", "is", null)
    .orderBy("id")
  if (partnerId !== undefined) found = found.where("partner_id", "=", partnerId)
  return (await found.execute()).map(accountOf)
}

export async function accountById(db: Db, id: number): Promise<Account | undefined> {
  const row = await db.selectFrom("agent").selectAll().where("id", "=", id).executeTakeFirst()
  return row && accountOf(row)
}

/** Undefined where the agent is gone. The caller has made sure that the address is free. */
export async function updateAgent(
  db: Db,
  id: number,
  { disabled, ...changes }: AgentChanges,
  at: Date,
): Promise<Agent | undefined> {
  const row = await db
    .updateTable("agent")
    .set({
      ...changes,
      ...(disabled !== undefined && { disabled_at: disabled ? at.getTime() : null }),
      updated_at: at.getTime(),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst()
  return row && agentOf(row)
}

export async function setPasswordHash(db: Db, id: number, hash: string, at: Date): Promise<void> {
  await db
    .updateTable("agent")
    .set({ password_hash: hash, updated_at: at.getTime() })
    .where("id", "=", id)
    .execute()
}

/** Whether another agent of the partner has the address. */
export async function isEmailTaken(db: Db, { partnerId, id }: Agent, email: string): Promise<boolean> {
  const row = await agentsOf(db, partnerId)
    .where("email", "=", email)
    .where("id", "!=", id)
    .executeTakeFirst()
  return row !== undefined
}

/** Not in force before its first code; null takes the second factor away. */
export async function setSecondFactor(db: Db, id: number, secret: string | null, at: Date): Promise<void> {
  await db
    .updateTable("agent")
    .set({ totp_secret: secret, totp_step: null, updated_at: at.getTime() })
    .where("id", "=", id)
    .execute()
}

/** Uses up the code of a step and all before it; false where it was used already. */
export async function takeStep(db: Db, id: number, step: number): Promise<boolean> {
  const row = await db
    .updateTable("agent")
    .set({ totp_step: step })
    .where("id", "=", id)
    .where((where) => where.or([where("totp_step", "is", null), where("totp_step", "<", step)]))
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

function agentsOf(db: Db, partnerId: string) {
  return db.selectFrom("agent").selectAll().where("partner_id", "=", partnerId)
}

export function agentOf(row: Selectable<AgentTable>): Agent {
  return {
    id: row.id,
    partnerId: row.partner_id,
    number: row.number,
    email: row.email,
    name: row.name,
    role: row.role as AgentRole,
    capacity: row.capacity,
    presence: row.presence as Presence,
    disabled: row.disabled_at !== null,
    createdAt: new Date(row.created_at),
  }
}

function accountOf(row: Selectable<AgentTable>): Account {
  return {
    agent: agentOf(row),
    passwordHash: row.password_hash ?? undefined,
    secondFactor:
      row.totp_secret === null ? undefined : { secret: row.totp_secret, inForce: row.totp_step !== null },
  }
}
