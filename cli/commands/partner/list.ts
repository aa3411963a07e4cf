import type { Command } from "commander"
import { withoutSecrets } from "../../../src/partner-document.ts"
import { listPartners } from "../../../src/storage/repositories/partners.ts"
import { withDatabase } from "../../database.ts"
import { printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { day } from "../../times.ts"

export function addListCommand(partner: Command): void {
  partner
    .command("list")
    .description("list the partners")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd partner list")
    .action((flags: { json?: boolean }, self: Command) => list(flags, self))
}

async function list(flags: { json?: boolean }, self: Command): Promise<void> {
  const partners = await withDatabase(configOf(self), ({ db }) => listPartners(db))
  if (flags.json) {
    for (const { id: partnerId, settings, ...partner } of partners)
      printJson({ partnerId, ...partner, settings: withoutSecrets(settings) })
  } else if (partners.length === 0) {
    console.log("No partners yet. Make one: chatd partner create --name Acme --domain acme.com")
  } else {
    printTable(
      ["partner", "name", "domain", "since"],
      partners.map((partner) => [partner.id, partner.name, partner.domain, day(partner.createdAt)]),
    )
  }
}
