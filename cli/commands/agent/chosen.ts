import type { Command } from "commander"
import type { Agent } from "../../../src/core/agents/agent.ts"
import type { Partner } from "../../../src/core/partner.ts"
import type { Database } from "../../../src/storage/database.ts"
import { agentByEmail, agentByNumber } from "../../../src/storage/repositories/agents.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { configOf } from "../../settings.ts"

export const PARTNER_OPTION = ["--partner <id>", "whose agent, where there are several partners"] as const

/**
 * Opens the database for what is done to one agent, who goes by their address or number.
 *
 * @throws {CommandFailure} saying what to type
 */
export function withAgent<T>(
  self: Command,
  { partner: named }: { partner?: string },
  who: string,
  use: (database: Database, agent: Agent, partner: Partner) => Promise<T>,
): Promise<T> {
  const config = configOf(self)
  return withDatabase(config, async (database) => {
    const partner = await choosePartner(database.db, config, named)
    const agent = /^\d{1,15}$/.test(who)
      ? await agentByNumber(database.db, partner.id, Number(who))
      : await agentByEmail(database.db, partner.id, who)
    if (agent) return use(database, agent, partner)
    throw new CommandFailure(
      `${partner.name} has no agent ${who}; \`chatd agent list\` shows them.`,
      EXIT.notFound,
    )
  })
}
