import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import { countBelongings, partnerById, removePartner } from "../../../src/storage/repositories/partners.ts"
import { insertServerAuditEntry } from "../../../src/storage/repositories/server-audit.ts"
import { canAsk, isTyped } from "../../ask.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { noPartner } from "../../partner.ts"
import { printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"

interface RemoveFlags {
  yes?: boolean
  json?: boolean
}

export function addRemoveCommand(partner: Command): void {
  partner
    .command("remove <partner>")
    .description("remove a partner and everything of its own, for good")
    .option("--yes", "do not ask")
    .option("--json", "for scripts; wants --yes")
    .addHelpText("after", "\nExample:\n  chatd partner remove partner-abc")
    .action((id: string, flags: RemoveFlags, self: Command) => remove(id, flags, self))
}

async function remove(id: string, flags: RemoveFlags, self: Command): Promise<void> {
  const config = configOf(self)
  await withDatabase(config, async ({ db }) => {
    const partner = await partnerById(db, id)
    if (!partner) throw noPartner(id)
    const counts = await countBelongings(db, id)
    if (!flags.yes) {
      console.error(
        `This removes ${partner.name} (${id}) for good: its keys and settings, ${inWords(counts)}.`,
      )
      if (flags.json || !canAsk())
        throw new CommandFailure("Nothing was removed: say --yes to go ahead.", EXIT.usage)
      if (!(await isTyped(partner.name, "Type its name to go ahead: ")))
        throw new CommandFailure("Nothing was removed.")
    }
    await db.transaction().execute(async (trx) => {
      await removePartner(trx, id)
      const details = { name: partner.name, domain: partner.domain, ...counts }
      const entry = { actor: OPERATOR, action: "partner_removed", target: id, details } as const
      await insertServerAuditEntry(trx, entry, new Date())
    })
    if (flags.json) printJson({ removed: id, ...counts })
    else console.log(`Removed ${partner.name} (${id}).`)
  })
  if (config.crm.partner === id && !flags.json)
    console.log(
      "The setting crm.partner still names it: calls without a key are refused until you change it.",
    )
}

function inWords(counts: Awaited<ReturnType<typeof countBelongings>>): string {
  return [
    `${counts.customer} customers`,
    `${counts.conversation} conversations`,
    `${counts.kb} knowledge bases`,
    `${counts.ticket} tickets`,
    `${counts.interaction} answered questions`,
  ].join(", ")
}
