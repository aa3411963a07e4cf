import type { Agent } from "../core/agents/agent.ts"
import type { ChangeAgentPorts } from "../core/agents/change-agent.ts"
import type { ChangePasswordPorts } from "../core/agents/change-password.ts"
import type { CreateAgentPorts } from "../core/agents/create-agent.ts"
import type { SecondFactorPorts } from "../core/agents/second-factor.ts"
import { failuresKey, type SignInPorts } from "../core/agents/sign-in.ts"
import { randomText } from "../random.ts"
import type { Database } from "./database.ts"
import { insertToken, revokeToken, revokeTokens } from "./repositories/agent-tokens.ts"
import {
  accountsByEmail,
  insertAgent,
  isEmailTaken,
  setPasswordHash,
  setSecondFactor,
  updateAgent,
} from "./repositories/agents.ts"
import { insertAuditEntry } from "./repositories/audit.ts"
import { changeFailures, forgetFailures } from "./repositories/sign-in-failures.ts"

/** How the verbs about accounts reach the database. */
export function signInPorts({ db }: Database): Omit<SignInPorts, "verifyPassword" | "takeCode"> {
  return {
    accountsByEmail: (email, partnerId) => accountsByEmail(db, email, partnerId),
    changeFailures: (key, change) => changeFailures(db, key, change),
    openToken: (agent, label, key, entry, at) =>
      db.transaction().execute(async (trx) => {
        await forgetFailures(trx, key)
        await insertAuditEntry(trx, entry, at)
        return insertToken(trx, agent.id, label, at)
      }),
    note: (entry, at) => insertAuditEntry(db, entry, at),
    now: () => new Date(),
  }
}

export function ownAccountPorts({
  db,
}: Database): Omit<
  ChangePasswordPorts & SecondFactorPorts,
  "hashPassword" | "verifyPassword" | "takeCode" | "newSecret"
> {
  return {
    changeFailures: (key, change) => changeFailures(db, key, change),
    async forgetFailures(key) {
      await forgetFailures(db, key)
    },
    savePassword: ({ agent }, hash, keptToken, entry, at) =>
      db.transaction().execute(async (trx) => {
        await setPasswordHash(trx, agent.id, hash, at)
        await revokeTokens(trx, agent.id, at, keptToken)
        await insertAuditEntry(trx, entry, at)
      }),
    saveSecret: ({ agent }, secret, at) => setSecondFactor(db, agent.id, secret, at),
    removeSecret: ({ agent }, entry, at) =>
      db.transaction().execute(async (trx) => {
        await setSecondFactor(trx, agent.id, null, at)
        await insertAuditEntry(trx, entry, at)
      }),
    note: (entry, at) => insertAuditEntry(db, entry, at),
    now: () => new Date(),
  }
}

export function changeAgentPorts({ db }: Database): Omit<ChangeAgentPorts, "hashPassword"> {
  return {
    save: (agent, { changes, passwordHash, signsOut, entry }, at) =>
      db.transaction().execute(async (trx) => {
        // One after the other, so that no two take the same address.
        await trx
          .updateTable("partner")
          .set({ id: agent.partnerId })
          .where("id", "=", agent.partnerId)
          .execute()
        if (changes.email !== undefined && (await isEmailTaken(trx, agent, changes.email))) return "taken"
        const saved = await updateAgent(trx, agent.id, changes, at)
        if (!saved) return undefined
        if (passwordHash !== undefined) {
          await setPasswordHash(trx, agent.id, passwordHash, at)
          await forgetFailures(trx, failuresKey(agent))
        }
        if (signsOut) await revokeTokens(trx, agent.id, at)
        if (entry) await insertAuditEntry(trx, entry, at)
        return saved
      }),
    now: () => new Date(),
  }
}

class AddressTaken extends Error {}

export function createAgentPorts({ db }: Database): Omit<CreateAgentPorts, "hashPassword"> {
  return {
    async store(agent, passwordHash, entry, at) {
      try {
        return await db.transaction().execute(async (trx) => {
          const stored = await insertAgent(trx, agent, passwordHash, at)
          // Rolls back, so that no number is left out.
          if (!stored) throw new AddressTaken()
          await insertAuditEntry(trx, entry, at)
          return stored
        })
      } catch (error) {
        if (error instanceof AddressTaken) return undefined
        throw error
      }
    },
    random: randomText,
    now: () => new Date(),
  }
}

/** False where the agent has no such live token. */
export function revokeAndNote(
  { db }: Database,
  { id, partnerId, email }: Agent,
  tokenId: string,
  actor: string,
  at: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const isRevoked = await revokeToken(trx, id, tokenId, at)
    if (isRevoked)
      await insertAuditEntry(
        trx,
        { partnerId, actor, action: "token_revoked", target: email, details: { token: tokenId } },
        at,
      )
    return isRevoked
  })
}
