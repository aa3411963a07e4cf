import type { Command } from "commander"
import type { AgentState } from "../../../src/core/agents/agent-state.ts"
import { agreedTime } from "../../../src/storage/postgres/clocks.ts"
import { agentStates } from "../../../src/storage/routing/agent-states.ts"
import { withDatabase } from "../../database.ts"
import { choosePartner } from "../../partner.ts"
import { painted, printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import type { Cell } from "../../table.ts"
import { PARTNER_OPTION } from "./chosen.ts"
import { shownAgent } from "./shown-agent.ts"

interface ListFlags {
  partner?: string
  all?: boolean
  json?: boolean
}

export function addListCommand(agent: Command): void {
  agent
    .command("list")
    .description("list those who answer, who is there and how much they have")
    .option("--all", "those whose accounts are closed as well")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd agent list")
    .action((flags: ListFlags, self: Command) => list(flags, self))
}

async function list({ partner: named, all, json }: ListFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const agents = await withDatabase(config, async (database) => {
    const { id } = await choosePartner(database.db, config, named)
    return agentStates(database.db, id, await agreedTime(database))
  })
  const shown = agents.filter(({ disabled }) => all || !disabled)
  if (json) for (const agent of shown) printJson(shownAgent(agent))
  else if (shown.length === 0)
    console.log("No agents yet. Add one: chatd agent add ada@acme.com --name Ada --admin")
  else
    printTable(
      ["agent", "name", "address", "role", "presence", "open"],
      shown.map((agent) => [
        agent.number,
        agent.name,
        agent.email,
        agent.role,
        presenceCell(agent),
        `${agent.open}/${agent.capacity}`,
      ]),
      { cut: ["name"] },
    )
}

/** What counts is whether they are given conversations: who says online and has no client is away all the same. */
function presenceCell({ presence, connected, available, disabled }: AgentState): Cell {
  if (disabled) return painted("dim", "disabled")
  if (!connected) return painted("dim", presence === "online" ? "online, not connected" : presence)
  return available ? painted("green", presence) : presence
}
