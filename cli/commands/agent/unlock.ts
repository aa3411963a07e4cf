import type { Command } from "commander"
import { failuresKey } from "../../../src/core/agents/sign-in.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { forgetFailures } from "../../../src/storage/repositories/sign-in-failures.ts"
import { printJson } from "../../print.ts"
import { PARTNER_OPTION, withAgent } from "./chosen.ts"

interface UnlockFlags {
  partner?: string
  json?: boolean
}

export function addUnlockCommand(agent: Command): void {
  agent
    .command("unlock <agent>")
    .description("let an agent sign in again at once after too many wrong passwords")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd agent unlock ada@acme.com")
    .action((who: string, flags: UnlockFlags, self: Command) => unlock(who, flags, self))
}

async function unlock(who: string, flags: UnlockFlags, self: Command): Promise<void> {
  const { agent, hadFailures } = await withAgent(self, flags, who, async ({ db }, agent) => {
    const hadFailures = await db.transaction().execute(async (trx) => {
      const forgotten = await forgetFailures(trx, failuresKey(agent))
      const { partnerId, email } = agent
      if (forgotten)
        await insertAuditEntry(
          trx,
          { partnerId, actor: OPERATOR, action: "unlocked", target: email },
          new Date(),
        )
      return forgotten
    })
    return { agent, hadFailures }
  })
  if (flags.json) printJson({ number: agent.number, email: agent.email, unlocked: hadFailures })
  else console.log(hadFailures ? `${agent.email} may sign in again.` : `${agent.email} was not locked.`)
}
