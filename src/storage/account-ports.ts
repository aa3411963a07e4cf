import type { CreateAgentPorts } from "../core/agents/create-agent.ts"
import type { SignInPorts } from "../core/agents/sign-in.ts"
import { randomText } from "../random.ts"
import type { Database } from "./database.ts"
import { insertToken } from "./repositories/agent-tokens.ts"
import { accountsByEmail, insertAgent } from "./repositories/agents.ts"
import { insertAuditEntry } from "./repositories/audit.ts"
import { changeFailures, forgetFailures } from "./repositories/sign-in-failures.ts"

/** How the verbs about accounts reach the database. */
export function signInPorts({ db }: Database): Omit<SignInPorts, "verifyPassword" | "useCode"> {
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
