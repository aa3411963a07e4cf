import type { Command } from "commander"
import { createPartner } from "../../../src/core/create-partner.ts"
import { partnerPorts } from "../../../src/storage/core-ports.ts"
import { withNewDatabase } from "../../database.ts"
import { paint, printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"

interface CreateFlags {
  name: string
  domain: string
  origin?: string[]
  json?: boolean
}

export function addCreateCommand(partner: Command): void {
  partner
    .command("create")
    .description("register a partner and print its keys; the secret one is shown this once")
    .requiredOption("--name <name>", "what the company is called")
    .requiredOption("--domain <domain>", "its site, e.g. acme.com; pages there may call the API")
    .option("--origin <origin...>", "further origins that may, e.g. http://localhost:3000")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd partner create --name Acme --domain acme.com")
    .action((flags: CreateFlags, self: Command) => create(flags, self))
}

async function create(flags: CreateFlags, self: Command): Promise<void> {
  const partner = await withNewDatabase(configOf(self), (database) =>
    createPartner(partnerPorts(database), {
      name: flags.name,
      domain: flags.domain,
      allowedOrigins: flags.origin ?? [],
    }),
  )
  if (flags.json) {
    const { id: partnerId, apiKey, widgetKey, name, domain, allowedOrigins } = partner
    printJson({ partnerId, apiKey, widgetKey, name, domain, allowedOrigins })
    return
  }
  console.log(
    [
      `Partner     ${partner.id}`,
      `API key     ${partner.apiKey}   ${paint("dim", "(secret, shown once)")}`,
      `Widget key  ${partner.widgetKey}   ${paint("dim", "(may stand in pages)")}`,
      "",
      `Next: chatd kb ingest ./docs --partner ${partner.id}`,
      `      chatd partner show ${partner.id}`,
    ].join("\n"),
  )
}
