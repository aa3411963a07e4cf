import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import { revokeTokens } from "../../../src/storage/repositories/agent-tokens.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { printJson } from "../../print.ts"
import { PARTNER_OPTION, withAgent } from "./chosen.ts"

interface SignOutFlags {
  partner?: string
  json?: boolean
}

export function addSignOutCommand(agent: Command): void {
  agent
    .command("sign-out <agent>")
    .description("end an agent's tokens, on every machine: a laptop is lost")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd agent sign-out ada@acme.com")
    .action((who: string, flags: SignOutFlags, self: Command) => signOut(who, flags, self))
}

async function signOut(who: string, flags: SignOutFlags, self: Command): Promise<void> {
  const { agent, ended } = await withAgent(self, flags, who, async ({ db }, agent) => {
    const ended = await db.transaction().execute(async (trx) => {
      const at = new Date()
      const tokens = await revokeTokens(trx, agent.id, at)
      const { partnerId, email } = agent
      if (tokens > 0)
        await insertAuditEntry(
          trx,
          { partnerId, actor: OPERATOR, action: "signed_out_everywhere", target: email, details: { tokens } },
          at,
        )
      return tokens
    })
    return { agent, ended }
  })
  if (flags.json) printJson({ number: agent.number, email: agent.email, ended })
  else
    console.log(
      ended === 0
        ? `${agent.email} was not signed in anywhere.`
        : `Ended ${ended} ${ended === 1 ? "token" : "tokens"} of ${agent.email}.`,
    )
}
