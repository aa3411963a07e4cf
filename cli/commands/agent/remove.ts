import type { Command } from "commander"
import { changeAgent } from "../../../src/core/agents/change-agent.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { changeAgentPorts } from "../../../src/storage/account-ports.ts"
import { agentState } from "../../../src/storage/routing/agent-states.ts"
import { printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { PARTNER_OPTION, withAgent } from "./chosen.ts"

interface RemoveFlags {
  partner?: string
  json?: boolean
}

export function addRemoveCommand(agent: Command): void {
  agent
    .command("remove <agent>")
    .description("close an account: signed out at once, and what they have goes back to the queue")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
What they said stays theirs, so that the account is kept; chatd agent set --enable opens it again.

Example:
  chatd agent remove ada@acme.com`,
    )
    .action((who: string, flags: RemoveFlags, self: Command) => remove(who, flags, self))
}

async function remove(who: string, flags: RemoveFlags, self: Command): Promise<void> {
  const { removed, open } = await withAgent(self, flags, who, async (database, agent) => {
    const state = await agentState(database.db, agent.partnerId, agent.number, Date.now())
    const removed = await changeAgent(
      {
        ...changeAgentPorts(database),
        hashPassword: () => Promise.reject(new Error("Removing an agent sets no password.")),
      },
      agent,
      { disabled: true },
      { actor: OPERATOR, agent: undefined },
    )
    return { removed, open: state?.open ?? 0 }
  })
  if (flags.json) printJson({ removed: removed.number, email: removed.email, open })
  else {
    console.log(`Closed the account of ${safeLine(removed.name)} <${removed.email}>.`)
    if (open > 0)
      console.log(`Their ${open === 1 ? "conversation goes" : `${open} conversations go`} back to the queue.`)
  }
}
